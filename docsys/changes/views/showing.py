"""The page of one order: its frame, and the tabs 申请与方案 and 历史 within it."""

from datetime import datetime
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from docsys.changes import queries, shown
from docsys.changes.actions.emergencies import is_late
from docsys.changes.models import Change
from docsys.changes.rules import plan as plans
from docsys.changes.rules.plan import Urgency
from docsys.changes.views import guarding
from docsys.changes.views.room import TABS, bp, form, found, place_of
from docsys.errors import Refused
from docsys.records import queries as sheets
from docsys.records import shown as records
from docsys.records.models import Record
from docsys.web.pages import page
from docsys.web.session import actor, db, today


def tab(name: str, change: Change, refusal: Refused | None = None, **values: Any) -> str:
    """The tab `name` of an order: templates/changes/NAME.html within the frame, with what is its own.

    Templates extend `changes/order.html` and fill the block `tab`; `refusal` is drawn above it, with the reasons of each
    field at hand as `errors`.
    """
    return page(f"changes/{name}.html", tab=name, refusal=refusal, **frame(change), **values)


def frame(change: Change) -> dict[str, Any]:
    """What every tab of an order needs: head, line of stages, acts, tabs."""
    waits, whom = shown.waits_for(db(), change)
    return {
        "change": change,
        "tone_of": shown.tone,
        "steps": shown.line(change),
        "offers": [(offer, place_of(offer.verb, change.record_id)) for offer in shown.offers(db(), change, actor())],
        "waits": waits,
        "whom": whom,
        "is_late": is_late(change, today()),
        "tabs": [
            (_label(name, label, change), url_for(f"changes.{name}", change_id=change.record_id), name)
            for name, label in TABS
        ],
        "can_edit": can_edit(change.record),
        "data": {**dict.fromkeys(sheets.form_of(change.record).by_id), **change.record.data},
    }


def _label(name: str, label: str, change: Change) -> str:
    """An emergency is decided and carried out where others are filed and announced."""
    return "口头审批与实施" if name == "notifying" and change.urgency == Urgency.EMERGENCY else label


def can_edit(record: Record) -> bool:
    """Whether this person may write the sheet as it stands."""
    return bool(records.stages_open(record, sheets.form_of(record), actor()))


@bp.get("/<int:change_id>")
def show(change_id: int) -> ResponseReturnValue:
    change = found(change_id)
    drawn = [section for section in sheets.form_of(change.record).sections if section.stage == "draft"]
    sheet = url_for("records.show", record_id=change_id)
    judged = guarding.lights_of(change, sheet) if can_edit(change.record) else {}
    return tab("show", change, values=change.record.data, sections=drawn, shown=records, judged=judged, **about(change))


def about(change: Change) -> dict[str, Any]:
    """What else the first tab says: documents and items to update, other orders, the plans before this one (G23)."""
    numbers = [str(row["number"]) for row in change.record.data.get("documents") or () if row.get("number")]
    return {
        "documents": queries.documents_named(db(), numbers, actor()),
        "conflicts": queries.conflicts(db(), change),
        "former": [_former(place, one) for place, one in enumerate(change.former, 1)],
        "copies": not records.why_not_begin(form(), actor()),
        "attachments": bool(change.record.data.get("attachments")),
    }


def _former(place: int, one: dict[str, Any]) -> dict[str, Any]:
    plan = plans.read(one["values"])
    at = datetime.fromisoformat(one["at"])
    return {"place": place, "at": at, "by": one["by"], "reason": one["reason"], "plan": plan}


@bp.get("/<int:change_id>/history")
def history(change_id: int) -> ResponseReturnValue:
    change = found(change_id)
    taken = records.history(change.record.steps, sheets.form_of(change.record))
    return tab("history", change, taken=taken)
