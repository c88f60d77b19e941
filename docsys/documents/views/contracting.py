"""Contracts: their party, term and clauses (6.2), how each ended, and the list of all that a person may see."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from docsys.documents import actions, contracts, inputs, queries
from docsys.documents.actions import Outcome
from docsys.documents.contracts import ANSWERS, CATEGORY, CLAUSES, OUTCOMES, Standing, Terms
from docsys.documents.models import Contract, Document
from docsys.documents.rules import OPEN, State
from docsys.documents.views.room import address, bp, handles
from docsys.documents.views.showing import crumbs
from docsys.errors import InvalidInput, NotFound, Refused
from docsys.folders.models import Folder
from docsys.people.rules import Actor, Permission, may
from docsys.printing.lists import Column, Listing, one_group
from docsys.web.lists import of_rows
from docsys.web.pages import field_errors, go, page, reshow, say
from docsys.web.prints import list_answer, printed_at
from docsys.web.session import actor, db, now, settings, today
from docsys.web.state import Card, CardItem
from docsys.web.tables import as_file

LABELS = {
    "party": "对方单位",
    "starts_on": "起始日",
    "ends_on": "终止日",
    "outcome": "结果",
    "ended_on": "日期",
    "successor": "新合同编号",
}
HEAD = ("编号", "合同名称", "对方单位", "起始日", "终止日", "状态", "待核对条款")
WIDTHS = (18, 30, 20, 10, 10, 9, 18)
UNKNOWN = "未登记"
SHOWN = 6


def contract_page(document_id: int, typed: Any = None, refusal: Refused | None = None) -> str:
    document = _found(document_id)
    contract = document.contract
    return page(
        "documents/contract.html",
        document=document,
        contract=contract,
        stands=_standing(contract, today()) if contract else None,
        missing=contracts.unanswered(contract.clauses) if contract else [],
        is_fixed=_is_fixed(document),
        may_end=document.state is State.ARCHIVED and contract is not None and not contract.outcome,
        clauses=[(name, label, article) for name, (label, article) in CLAUSES.items()],
        answers=[(one, one) for one in ANSWERS],
        outcomes=[(one, one) for one in OUTCOMES],
        path=crumbs(document),
        typed=typed or {},
        refusal=refusal,
        errors=field_errors(refusal),
        labels=LABELS,
    )


def _found(document_id: int) -> Document:
    """Raises NotFound for what is no contract, and for those who do not handle it: alike."""
    document = queries.get(db(), document_id, actor())
    if document.folder.category != CATEGORY or not handles(document):
        raise NotFound
    return document


def _is_fixed(document: Document) -> bool:
    """Once filed with all its clauses answered, the terms stand."""
    contract = document.contract
    return document.state not in OPEN and contract is not None and not contracts.unanswered(contract.clauses)


@bp.get("/<int:document_id>/contract")
def contract(document_id: int) -> ResponseReturnValue:
    return contract_page(document_id)


@bp.post("/<int:document_id>/contract")
@reshow(contract_page)
def set_contract(document_id: int) -> ResponseReturnValue:
    _found(document_id)
    actions.set_terms(db(), document_id, _terms(request.form), actor=actor(), now=now())
    say("合同信息已保存。")
    return go("documents.show", document_id=document_id)


@bp.post("/<int:document_id>/contract/end")
@reshow(contract_page)
def end_contract(document_id: int) -> ResponseReturnValue:
    _found(document_id)
    outcome = _outcome(request.form)
    actions.end_contract(db(), document_id, outcome, actor=actor(), now=now())
    say(f"已记为“{outcome.word}”。")
    return go("documents.contract", document_id=document_id)


def _terms(typed: Mapping[str, str]) -> Terms:
    empty = {name: ["请填写。"] for name in ("party", "starts_on", "ends_on") if not typed.get(name, "").strip()}
    if empty:
        raise InvalidInput(fields=empty, labels=LABELS)
    days = {name: inputs.day(typed, name) for name in ("starts_on", "ends_on")}
    clauses = {name: answer for name in CLAUSES if (answer := typed.get(f"clause-{name}", "")) in ANSWERS}
    party = " ".join(typed["party"].split())[:200]
    return Terms(party, days["starts_on"] or date.min, days["ends_on"] or date.min, clauses)


def _outcome(typed: Mapping[str, str]) -> Outcome:
    word, ended_on = typed.get("outcome", ""), inputs.day(typed, "ended_on")
    if word not in OUTCOMES:
        raise InvalidInput(fields={"outcome": ["请选择续签或终止。"]}, labels=LABELS)
    if ended_on is None:
        raise InvalidInput(fields={"ended_on": ["请填写。"]}, labels=LABELS)
    return Outcome(word, ended_on, typed.get("remark", "")[:500], typed.get("successor", ""))


@bp.get("/contracts")
def contract_list() -> ResponseReturnValue:
    """`standing` narrows it: 即将到期, 已到期, … or 未登记."""
    wanted = request.args.get("standing", "")
    rows = [row for row in _rows(db(), actor(), today()) if not wanted or row["standing"] == wanted]
    if kind := request.args.get("format"):
        return _taken_along(kind, rows, wanted)
    choices = [(one.value, one.label) for one in Standing] + [(UNKNOWN, UNKNOWN)]
    return page("documents/contracts.html", cut=of_rows(rows), standings=choices, args=request.args)


def _rows(session: Session, who: Actor, day: date) -> list[dict[str, Any]]:
    query = (
        select(Document)
        .join(Folder, Folder.id == Document.folder_id)
        .outerjoin(Document.contract)
        .where(queries.visible(who), Folder.category == CATEGORY, Document.state != State.WITHDRAWN)
        .options(contains_eager(Document.contract))
        .order_by(Contract.ends_on.is_(None).desc(), Contract.ends_on, Document.number)
    )
    return [_row(one, day) for one in session.scalars(query).unique()]


def _row(document: Document, day: date) -> dict[str, Any]:
    terms = document.contract
    stands = _standing(terms, day) if terms else None
    return {
        "id": document.id,
        "number": document.number,
        "title": document.title,
        "party": terms.party if terms else "",
        "starts_on": terms.starts_on if terms else None,
        "ends_on": terms.ends_on if terms else None,
        "standing": stands.value if stands else UNKNOWN,
        "tone": stands.tone if stands else "late",
        "missing": contracts.unanswered(terms.clauses) if terms else [],
    }


def _standing(terms: Contract, day: date) -> Standing:
    return contracts.standing(terms.ends_on, terms.outcome, day, settings().due_soon_days)


def _taken_along(kind: str, rows: list[dict[str, Any]], wanted: str) -> ResponseReturnValue:
    lines = [
        (
            one["number"],
            one["title"],
            one["party"],
            str(one["starts_on"] or ""),
            str(one["ends_on"] or ""),
            one["standing"],
            "、".join(one["missing"]),
        )
        for one in rows
    ]
    stated = {"状态": wanted or "全部"}
    if kind != "pdf":
        return as_file(kind, "合同清单", HEAD, lines, stated=stated)
    columns = tuple(Column(label, width, is_number=label == "编号") for label, width in zip(HEAD, WIDTHS, strict=True))
    return list_answer(
        Listing(
            "合同清单",
            columns,
            one_group(lines),
            filtered_by=f"状态：{stated['状态']}",
            summary=f"共 {len(lines)} 份",
            unit=settings().organisation,
            printed=printed_at(),
            empty="没有合同",
        )
    )


def contracts_card(session: Session, who: Actor, day: date) -> Card | None:
    """Contracts near their end or past it with nothing decided, and those whose terms nobody wrote down (6.2)."""
    if not any(may(who, Permission.DOCUMENT_REGISTER, unit) for unit in (None, who.unit_id)):
        return None
    open_ones = {Standing.SOON.value, Standing.OVER.value, UNKNOWN}
    rows = [row for row in _rows(session, who, day) if row["standing"] in open_ones or row["missing"]]
    items = [
        CardItem(
            row["title"],
            address(row["id"]),
            f"至 {row['ends_on']}" if row["ends_on"] else "",
            "late" if row["standing"] in {Standing.OVER.value, UNKNOWN} else "soon",
            "条款待核对" if row["missing"] and row["standing"] not in open_ones else row["standing"],
        )
        for row in rows[:SHOWN]
    ]
    return Card("合同", items, url_for("documents.contract_list"), len(rows), "clipboard-list") if items else None
