"""Visits to the machine room over two months and the running one; the list of the first month is archived (10.3.5)."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from docsys.clock import local
from docsys.demo.library import decide
from docsys.demo.reading import told
from docsys.demo.timeline import Scene, Story
from docsys.forms.fields.references import login_of
from docsys.records import actions as records
from docsys.records.actions import Typed

KEEPER = "zhangming"
LEADER = "zhengguodong"
MONTHS = (2, 1)
STILL_INSIDE = timedelta(minutes=40)


def stories(scene: Scene) -> Iterator[Story]:
    data = told("visits")
    for months in MONTHS:
        for place, visit in enumerate(data["visit"]):
            if months in visit["months"]:
                day = scene.calendar.working_day(months, 2 * place % 19 + 1)
                yield _visit(scene, visit, *(scene.calendar.moment(day, *_time(visit[name])) for name in ("in", "out")))
        yield _month(scene, months)
    yield _now_inside(scene, data["inside"])


def _visit(scene: Scene, visit: dict[str, Any], entered: datetime, left: datetime) -> Story:
    """Somebody enters, and leaves; who comes from a supplier has been approved the day before (6.2.5)."""
    session, keeper = scene.session, scene.cast[KEEPER]
    values = {name: value for name, value in visit.items() if name not in {"months", "in", "out"}} | {"checked": True}
    if visit["kind"] == "供应商":
        yield (asked := entered - timedelta(days=1))
        values["xc_number"] = _approved(scene, visit, entered, asked)
    yield entered
    row = records.add_row(
        session, scene.forms.get("JC"), {**values, "entered_at": _wall(entered)}, actor=keeper, now=entered
    )
    if left > entered:
        yield left
        typed = Typed({"left_at": _wall(left)}, row.version)
        records.sign(session, row.id, row.step, typed, actor=keeper, now=left)


def _approved(scene: Scene, visit: dict[str, Any], entered: datetime, now: datetime) -> str:
    """The service on site is asked for by the escort and approved by the leader; its number."""
    session, asking = scene.session, scene.cast[login_of(visit["escort"]) or KEEPER]
    record = records.start(session, scene.forms.get("XC"), actor=asking, now=now)
    people = {"name": visit["visitor"], "id_tail": visit.get("id_tail"), "equipment": visit["equipment"]}
    wanted = {
        "subject": visit["reason"],
        "scope": f"{visit['reason']}，不涉及其他设备。",
        "room": visit["room"],
        "supplier": visit["organisation"],
        "start": _wall(entered),
        "end": _wall(entered + timedelta(hours=8)),
        "visitors": [people],
        "escort": visit["escort"],
    }
    records.submit(session, record.id, Typed(wanted, record.version), actor=asking, now=now)
    approval = Typed({"approval": "同意。"}, record.version)
    records.sign(session, record.id, "approve", approval, actor=scene.cast[LEADER], now=now)
    return record.number


def _now_inside(scene: Scene, visit: dict[str, Any]) -> Story:
    """Somebody is inside at this moment."""
    now = scene.calendar.now
    entered = max(now - STILL_INSIDE, local(now).replace(day=1, hour=0, minute=0))
    return _visit(scene, visit, entered, entered)


def _month(scene: Scene, months: int) -> Story:
    """The list is archived by two persons early in the following month; of the last month the second is still to say yes."""
    session, calendar, keeper = scene.session, scene.calendar, scene.cast[KEEPER]
    month, unit_id = f"{calendar.working_day(months, 1):%Y-%m}", scene.unit("YGZX")
    yield (now := calendar.moment(calendar.working_day(months - 1, 2), 10, 30))
    records.archive_period(session, scene.forms.get("JC"), unit_id, month, actor=keeper, now=now)
    if months == MONTHS[0]:
        yield (now := calendar.moment(calendar.working_day(months - 1, 3), 15, 10))
        decide(scene, f"JC-{unit_id}-{month}", "sunli", now)


def _time(text: str) -> tuple[int, int]:
    wall = time.fromisoformat(text)
    return wall.hour, wall.minute


def _wall(moment: datetime) -> str:
    return f"{local(moment):%Y-%m-%dT%H:%M}"
