"""The page of one order: its frame, and the tabs 申请与方案 and 历史 within it."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from docsys.changes import shown
from docsys.changes.actions.emergencies import is_late
from docsys.changes.models import Change
from docsys.changes.views.room import TABS, bp, exists, found, place_of
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
            (label, url_for(f"changes.{name}", change_id=change.record_id), name)
            for name, label in TABS
            if exists(name)
        ],
        "can_edit": can_edit(change.record),
    }


def can_edit(record: Record) -> bool:
    """Whether this person may write the sheet as it stands."""
    return bool(records.stages_open(record, sheets.form_of(record), actor()))


@bp.get("/<int:change_id>")
def show(change_id: int) -> ResponseReturnValue:
    change = found(change_id)
    form = sheets.form_of(change.record)
    drawn = [(section, False) for section in form.sections if section.stage == "draft"]
    return tab("show", change, form=form, values=change.record.data, sections=drawn, shown=records)


@bp.get("/<int:change_id>/history")
def history(change_id: int) -> ResponseReturnValue:
    change = found(change_id)
    taken = records.history(change.record.steps, sheets.form_of(change.record))
    return tab("history", change, taken=taken)
