"""冻结, 保管期限, 销毁清单."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from docsys.documents.models import Document
from docsys.errors import Refused
from docsys.people.models import Confirmation, Unit
from docsys.retention import actions, inputs, prints, queries, rules
from docsys.retention.queries import SHORTEN
from docsys.retention.views.room import bp, may_appraise, may_set
from docsys.web.lists import of_rows
from docsys.web.pages import field_errors, go, page, reshow, say
from docsys.web.session import actor, db, now
from docsys.web.state import web
from docsys.web.tables import as_file

PERIOD_HEAD = ("代码", "种类", "依据", "细则下限", "缺省", "现行", "起算")


def holds_page(typed: Any = None, refusal: Refused | None = None) -> str:
    return page(
        "retention/holds.html",
        cut=of_rows(queries.held(db(), actor())),
        may_appraise=may_appraise(actor()),
        typed=typed or {"number": request.args.get("number", "")},
        errors=field_errors(refusal),
        refusal=refusal,
        labels=inputs.LABELS,
    )


@bp.get("/holds")
def holds() -> ResponseReturnValue:
    return holds_page()


@bp.post("/holds")
@reshow(holds_page)
def hold() -> ResponseReturnValue:
    number = request.form.get("number", "").strip()
    actions.hold(db(), number, request.form.get("reason", ""), actor=actor(), now=now())
    say(f"{number} 已冻结，解除前不能销毁。")
    return go("retention.holds")


@bp.post("/holds/lift")
@reshow(holds_page)
def lift() -> ResponseReturnValue:
    number = request.form.get("number", "").strip()
    actions.lift(db(), number, request.form.get("reason", ""), actor=actor(), now=now())
    say(f"{number} 已解除冻结。")
    return go("retention.holds")


def periods_page(typed: Any = None, refusal: Refused | None = None) -> str:
    waiting = select(Confirmation).where(Confirmation.kind == SHORTEN, Confirmation.decided_at.is_(None))
    return page(
        "retention/periods.html",
        rows=_periods(),
        not_kept=rules.NOT_KEPT,
        waiting=db().scalars(waiting).all(),
        choices=[(code, f"{code} {kind.label}") for code, kind in rules.KINDS.items()],
        may_set=may_set(actor()),
        typed=typed or {"code": request.args.get("code", "")},
        errors=field_errors(refusal),
        refusal=refusal,
        labels=inputs.LABELS,
        words=rules.in_words,
    )


def _periods() -> list[dict[str, Any]]:
    """Every row of the table with what counts now."""
    set_by, forms = queries.periods(db()), web().services["forms"]
    rows = []
    for code, kind in rules.KINDS.items():
        default, row = queries.default_of(kind, forms), set_by.get(code)
        label = forms.get(code).title if code in forms else kind.label
        rows.append(
            {"kind": kind, "label": label, "default": default, "period": row.period if row else default, "set": row}
        )
    return rows


@bp.get("/periods")
def periods() -> ResponseReturnValue:
    if kind := request.args.get("format"):
        rows = [prints.period_row(one["label"], one["kind"], one["default"], one["period"]) for one in _periods()]
        return as_file(kind, "保管期限表", PERIOD_HEAD, rows, stated={})
    return periods_page()


@bp.post("/periods")
@reshow(periods_page)
def set_period() -> ResponseReturnValue:
    code, period = request.form.get("code", ""), request.form.get("period", "").strip()
    reason, forms = request.form.get("reason", ""), web().services["forms"]
    asked = actions.set_period(db(), code, period, reason, forms, actor=actor(), now=now())
    if asked is None:
        say(f"{code} 的保管期限已延长为{rules.in_words(period)}。")
    else:
        say(f"已申请：{asked.title}。须由另一人在“双人确认”中确认后生效（2.3.3）。")
    return go("retention.periods")


@bp.get("/destroyed")
def destroyed() -> ResponseReturnValue:
    found = queries.destructions(db(), actor())
    units = dict(db().execute(select(Unit.id, Unit.short_name)).all())
    ids = [one.document_id for one in found if one.document_id]
    numbers = dict(db().execute(select(Document.id, Document.number).where(Document.id.in_(ids))).all())
    return page("retention/destroyed.html", cut=of_rows(found), units=units, numbers=numbers)
