"""鉴定清单: what is due as of a day, the verdict upon the chosen lines, and what the second person decides about."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from docsys.errors import NotFound, Refused
from docsys.folders import queries as folders
from docsys.people.models import Confirmation
from docsys.people.rules import Permission, may
from docsys.retention import actions, inputs, prints, queries
from docsys.retention.queries import Line
from docsys.retention.rules import in_words
from docsys.retention.views.room import bp, may_appraise
from docsys.web.lists import of_rows
from docsys.web.pages import field_errors, go, page, reshow, say
from docsys.web.prints import list_answer, printed_at
from docsys.web.session import actor, db, now, settings, today
from docsys.web.tables import as_file


def _asked() -> tuple[date, str]:
    """The day and the category of the address."""
    return inputs.day(request.args.get("as_of")) or today(), request.args.get("category", "")


def _lines(as_of: date, category: str) -> list[Line]:
    found = queries.due(db(), actor(), as_of)
    return [line for line in found if line.category == category] if category else found


def due_page(typed: Any = None, refusal: Refused | None = None) -> str:
    as_of, category = _asked()
    lines = _lines(as_of, category)
    return page(
        "retention/due.html",
        cut=of_rows(lines),
        as_of=as_of,
        args=request.args,
        categories=[(one.folder.code, f"{one.folder.code} {one.folder.name}") for one in folders.tree(db())],
        verdicts=inputs.VERDICTS,
        may_appraise=may_appraise(actor()) and as_of == today(),
        chosen=typed.getlist("chosen") if typed else [],
        typed=typed or {},
        errors=field_errors(refusal),
        refusal=refusal,
        labels=inputs.LABELS,
        words=in_words,
        history_days=settings().mirror_history_days,
        brake=settings().mirror_brake_files,
    )


@bp.get("/")
def due() -> ResponseReturnValue:
    kind = request.args.get("format")
    if not kind:
        return due_page()
    as_of, category = _asked()
    lines = _lines(as_of, category)
    if kind == "pdf":
        return list_answer(prints.due_list(lines, as_of, _stated(category), _around()))
    rows = [prints.row(line, as_of) for line in lines]
    stated = {"截至": str(as_of), **({"类别": category} if category else {})}
    return as_file(kind, "保存期满鉴定清单", prints.HEAD, rows, stated=stated)


def _stated(category: str) -> str:
    return f"类别：{category}" if category else ""


def _around() -> prints.Around:
    return prints.Around(settings().organisation, printed_at())


@bp.post("/appraise")
@reshow(due_page)
def appraise() -> ResponseReturnValue:
    verdict = inputs.verdict(request.form)
    asked = actions.request(db(), request.form.getlist("chosen"), verdict, actor=actor(), now=now())
    say(f"已提出：{'；'.join(one.title for one in asked)}。须由另一人在“双人确认”中确认后办理（2.3.3）。")
    return go("retention.due")


@bp.get("/requests/<int:confirmation_id>")
def asked(confirmation_id: int) -> ResponseReturnValue:
    """The lines that somebody else proposes to destroy or to keep longer."""
    found = db().get(Confirmation, confirmation_id)
    if found is None or found.kind not in {queries.DESTROY, queries.EXTEND}:
        raise NotFound
    if not may(actor(), Permission.DOCUMENT_READ_ALL, found.unit_id):
        raise NotFound
    lines: Sequence[Line] = ()
    if found.decided_at is None:
        lines = queries.chosen(db(), actor(), found.payload["refs"])
    return page("retention/asked.html", it=found, lines=lines, words=in_words, kind=dict(inputs.VERDICTS)[found.kind])
