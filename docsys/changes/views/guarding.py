"""The panel of guards beside an application: each guard kept, broken with its sentences, or not yet known."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy import select

from docsys.changes import queries
from docsys.changes.models import Change
from docsys.changes.rules.guards import SUBMISSION, Finding, Standing, submission
from docsys.changes.rules.plan import Plan
from docsys.changes.rules.states import State
from docsys.changes.rules.week import week
from docsys.changes.views.room import bp, found
from docsys.clock import local_day
from docsys.web.session import db, now

JUDGED = frozenset({State.DRAFT, State.RETURNED, State.REVIEWING, State.COMPLETING})
"""While an application may still be handed in, its guards are shown."""
ORAL = frozenset({State.REPORTED, State.ALLOWED, State.URGENT, State.COMPLETING})


@dataclass(frozen=True)
class Light:
    """One guard: what it is about, its article, how it stands, and where each of its sentences is mended."""

    guard: str
    about: str
    article: str
    standing: Standing
    said: list[tuple[str, str]] = field(default_factory=list)


def home(record_id: int) -> str | None:
    """The page of the order that goes with this sheet."""
    there = db().scalar(select(Change.record_id).where(Change.record_id == record_id))
    return None if there is None else url_for("changes.show", change_id=record_id)


def panel(record_id: int) -> Markup | None:
    """The panel for the sheet of an order, with its links into that very page."""
    change = queries.of_record(db(), record_id)
    return Markup(render_template("changes/_guards.html", **lights_of(change, ""))) if change else None  # noqa: S704 - a template's own text


@bp.get("/<int:change_id>/guards")
def guards(change_id: int) -> ResponseReturnValue:
    """The panel alone, as the sheet asks for it after each save."""
    return render_template("changes/_guards.html", **lights_of(found(change_id), ""))


def lights_of(change: Change, sheet: str) -> dict[str, Any]:
    """What the panel draws; `sheet` is the address of the sheet where the panel stands on another page."""
    plan = queries.plan_of(change)
    facts = queries.facts(db(), now(), plan, completing=change.state in ORAL)
    lights = list(_lights(submission(plan, facts), sheet))
    start = plan.start or now()
    return {
        "change": change,
        "lights": lights,
        "broken": sum(len(one.said) for one in lights),
        "unknown": sum(1 for one in lights if one.standing is Standing.UNKNOWN),
        "days": week(facts.trading, local_day(start), plan.start, plan.end),
        "others": queries.conflicts(db(), change),
        "is_planned": _is_planned(plan),
    }


def _lights(findings: list[Finding], sheet: str) -> Iterator[Light]:
    for guard, group in groupby(findings, key=lambda one: one.guard):
        told = list(group)
        said = [
            (f"{sheet}#f-{one.field.replace('.', '-')}", one.message) for one in told if one.standing is Standing.BROKEN
        ]
        article, _, about = SUBMISSION[guard]
        yield Light(guard, about, article, told[0].standing, said)


def _is_planned(plan: Plan) -> bool:
    return bool(plan.start and plan.end and plan.start < plan.end)
