"""参考表: the three tables as they are in force, their history, two versions compared, an edit that another confirms."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from docsys.errors import NotFound, Refused
from docsys.people.models import Confirmation
from docsys.people.rules import Actor, Permission, may, require
from docsys.people.views.confirming import Kind
from docsys.references import actions, inputs, prints, queries, rules
from docsys.references.models import ReferenceVersion
from docsys.references.rules import Table
from docsys.web.downloads import send
from docsys.web.pages import go, page, reshow, say
from docsys.web.session import actor, db, now, reading, settings
from docsys.web.state import NavItem
from docsys.web.tables import csv_answer

bp = Blueprint("references", __name__, url_prefix="/references")
EMPTY_ROWS = 3


def _to_preview(confirmation: Confirmation) -> str:
    return url_for("references.asked", confirmation_id=confirmation.id)


def may_maintain(actor: Actor) -> bool:
    return may(actor, Permission.REFERENCE_MAINTAIN)


def _reads_system(actor: Actor) -> bool:
    """Everybody else finds the tables from 表单与台账."""
    return may(actor, Permission.SYSTEM_READ)


KINDS = {queries.CHANGE: Kind("更改参考表", _to_preview)}
TABS = [NavItem("references.index", "参考表", "table", _reads_system, match=("references.",))]


def _table(which: str) -> Table:
    if which not in set(Table):
        raise NotFound
    return Table(which)


@bp.get("", strict_slashes=False)
def index() -> ResponseReturnValue:
    return page("references/index.html", tables=queries.in_force(db()), waiting=_waiting())


def _waiting(which: Table | None = None) -> list[Confirmation]:
    return queries.waiting(db(), which) if may_maintain(actor()) else []


@bp.get("/<which>")
def show(which: str) -> ResponseReturnValue:
    return _shown(_table(which))


@bp.get("/<which>/versions/<int:number>")
def version(which: str, number: int) -> ResponseReturnValue:
    return _shown(_table(which), number)


def _shown(which: Table, number: int | None = None) -> str:
    history = queries.history(db(), which)
    it = next((row for row in history if number in {None, row.number}), None)
    if it is None:
        raise NotFound
    return page(
        "references/show.html",
        which=which,
        it=it,
        is_current=it is history[0],
        columns=prints.head(which),
        rows=prints.numbered(which, it.rows),
        history=history,
        waiting=_waiting(which),
        may_maintain=may_maintain(actor()),
    )


@bp.get("/<which>/compare")
def compare(which: str) -> ResponseReturnValue:
    """What became of each row from one version to another; without numbers, from the last but one to the last."""
    table = _table(which)
    history = queries.history(db(), table)
    last = history[0].number if history else 0
    before, after = (_numbered(name, fallback) for name, fallback in (("from", max(1, last - 1)), ("to", last)))
    one, other = queries.version(db(), table, before), queries.version(db(), table, after)
    found = rules.compare(table, one.rows, other.rows)
    return page("references/compare.html", which=table, one=one, other=other, found=found, history=history)


def _numbered(name: str, fallback: int) -> int:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= len("999999") else fallback


def _edit_page(which: str, typed: Any = None, refusal: Refused | None = None) -> str:
    require(actor(), Permission.REFERENCE_MAINTAIN)
    table = _table(which)
    it = queries.current(db(), table)
    rows = list(it.rows) if typed is None else inputs.typed_rows(table, typed)
    if not table.is_fixed and typed is None:
        rows += [("",) * len(table.columns)] * EMPTY_ROWS
    return page(
        "references/edit.html",
        which=table,
        it=it,
        rows=rows,
        kept=len(it.rows),
        typed=typed or {},
        refusal=refusal,
        waiting=_waiting(table),
    )


@bp.get("/<which>/edit")
def edit(which: str) -> ResponseReturnValue:
    return _edit_page(which)


@bp.post("/<which>/edit")
@reshow(_edit_page)
def ask(which: str) -> ResponseReturnValue:
    require(actor(), Permission.REFERENCE_MAINTAIN)
    table = _table(which)
    said = inputs.edit_of(table, request.form)
    asked = actions.request_change(
        db(), table, said.rows, base=said.base, basis=said.basis, reason=said.reason, actor=actor(), now=now()
    )
    say(f"已申请：{asked.title}。须由另一人在“双人确认”中确认后生效。")
    return go("references.show", which=which)


@bp.get("/requests/<int:confirmation_id>")
def asked(confirmation_id: int) -> ResponseReturnValue:
    """What the second person decides about, row by row beside the version it was asked upon."""
    found = db().get(Confirmation, confirmation_id)
    if found is None or found.kind != queries.CHANGE or not may_maintain(actor()):
        raise NotFound
    table = Table(found.payload["which"])
    before = queries.version(db(), table, found.payload["base"])
    changes = rules.compare(table, before.rows, rules.as_rows(found.payload["rows"]))
    return page("references/asked.html", it=found, which=table, found=changes)


def _load(session: Session, which: str, number: int) -> ReferenceVersion:
    return queries.version(session, _table(which), number)


@bp.get("/<which>/versions/<int:number>.pdf")
def printed(which: str, number: int) -> Response:
    with reading() as session:
        it = prints.printable(_load(session, which, number))
    return send(prints.pdf(it, settings(), now()), f"{it.name}.pdf", inline=True)


@bp.get("/<which>/versions/<int:number>.csv")
def export(which: str, number: int) -> Response:
    with reading() as session:
        it = prints.printable(_load(session, which, number))
    return csv_answer(it.name, prints.head(it.which), prints.numbered(it.which, it.rows))
