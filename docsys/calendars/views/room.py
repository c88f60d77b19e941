"""The blueprint of the room, and what it shows elsewhere: the tab of 系统, the banner, its confirmations."""

from collections.abc import Sequence

from flask import Blueprint, request, url_for

from docsys.calendars import queries
from docsys.people.models import Confirmation
from docsys.people.rules import Actor, Permission, may
from docsys.people.views.confirming import Kind
from docsys.web.session import db, today
from docsys.web.state import Alarm, NavItem

bp = Blueprint("calendars", __name__)
IMPORTING = {"calendars.import", "calendars.ask_import"}


def _to_preview(confirmation: Confirmation) -> str:
    return url_for("calendars.asked", confirmation_id=confirmation.id)


KINDS = {
    queries.IMPORT: Kind("导入日历", _to_preview),
    queries.CHANGE: Kind("更改日历", _to_preview),
}


def is_concerned(actor: Actor) -> bool:
    """Whoever loads calendars, and 网管办, whose changes stand still without them; a member for one unit, too."""
    return actor.units_of(Permission.CALENDAR_CONFIRM) != frozenset()


TABS = [NavItem("calendars.show", "日历", "calendar", is_concerned, match=("calendars.",))]


def alarms(actor: Actor) -> Sequence[Alarm]:
    """Over every page of those it concerns, from 1 November until the next year is loaded."""
    if not is_concerned(actor) or request.endpoint in IMPORTING:
        return ()
    # The page of a year says of itself that it is missing.
    shown = request.args.get("year") if request.endpoint == "calendars.show" else None
    missing = queries.missing(db(), today())
    years = sorted({year for year, _which in missing if str(year) != shown})
    return [_alarm(year, "、".join(which.label for at, which in missing if at == year)) for year in years]


def _alarm(year: int, calendars: str) -> Alarm:
    todo = "请尽快导入" if year > today().year else "请立即导入"
    text = f"{year} 年的{calendars}日历尚未导入，{todo}：涉及该年的一级变更和变更窗口无法核算，期限只能暂定（15.6.2、15.6.4）。"
    return Alarm(text, url_for("calendars.show", year=year))


def may_administer(actor: Actor) -> bool:
    return may(actor, Permission.CALENDAR_ADMINISTER)
