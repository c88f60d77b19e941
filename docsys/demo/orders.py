"""Change orders of the sample library, one in each state: applied for, reviewed, carried out on a Saturday, archived."""

from collections.abc import Mapping
from typing import Any

from docsys.demo import wording
from docsys.demo.library import decide
from docsys.demo.reading import told
from docsys.demo.timeline import Scene, Story
from docsys.records import actions as records
from docsys.records.actions import Typed
from docsys.records.models import Record

STATES = ("draft", "review", "returned", "approved", "completed", "asked", "archived")
DONE = STATES[4:]


def stories(scene: Scene) -> list[Story]:
    return [_order(scene, order) for order in told("orders")["order"]]


def _order(scene: Scene, order: Mapping[str, Any]) -> Story:
    """`applied` and `change` count days back from today, `change` to the Saturday before; `end` is how far it goes."""
    session, calendar, end = scene.session, scene.calendar, order["end"]
    values = _dated(
        {TYPED.get(name, name): value for name, value in order.items() if name not in KEPT_BACK}, scene, order
    )
    author, judge = scene.cast[order["by"]], scene.cast[order.get("judge", "chenzhiyuan")]
    now = calendar.at(order["applied"], 10, 5)
    yield now
    record = records.start(session, scene.forms.get("BG"), actor=author, now=now)
    records.save(session, record.id, _typed(record, values), actor=author, now=now)
    if end == "draft":
        return
    yield (now := calendar.at(order["applied"], 11, 30))
    records.submit(session, record.id, _typed(record, values), actor=author, now=now)
    if end == "review":
        return
    yield (now := calendar.at(order["applied"] - 1, 14, 45))
    opinion = {"review_opinion": order["opinion"]}
    judged = records.send_back if end == "returned" else records.sign
    judged(session, record.id, "review", _typed(record, opinion), actor=judge, now=now)
    if word := order.get("leader"):
        yield (now := calendar.at(order["applied"] - 2, 16, 15))
        typed = _typed(record, {"leader_opinion": word})
        records.sign(session, record.id, "endorse", typed, actor=scene.cast["zhengguodong"], now=now)
    if end in DONE:
        yield from _finish(scene, record, order)


def _finish(scene: Scene, record: Record, order: Mapping[str, Any]) -> Story:
    """The result is filled in on the day of the change; two persons archive it the week after."""
    session, calendar, end = scene.session, scene.calendar, order["end"]
    yield (now := calendar.moment(calendar.saturday(order["change"]), 17, 20))
    typed = _typed(record, _dated(order["result"], scene, order))
    records.sign(session, record.id, "complete", typed, actor=scene.cast[order["by"]], now=now)
    if end == "completed":
        return
    yield (now := calendar.at(order["change"] - 2, 9, 50))
    records.archive(session, record.id, actor=scene.cast["zhangming"], now=now)
    if end == "archived":
        yield (now := calendar.at(order["change"] - 3, 10, 40))
        decide(scene, record.number, "sunli", now)


# `end` says how far the order goes, so that the field of that name is called otherwise.
TYPED = {"end_time": "end"}
KEPT_BACK = frozenset({"by", "judge", "applied", "change", "end", "opinion", "leader", "result"})


def _typed(record: Record, values: Mapping[str, Any]) -> Typed:
    return Typed(values, record.version)


def _dated(values: Any, scene: Scene, order: Mapping[str, Any]) -> Any:
    """Every text with its days, counted from the day of the change."""
    if isinstance(values, str):
        return wording.dated(values, scene.calendar.saturday(order["change"])).strip()
    if isinstance(values, list):
        return [_dated(one, scene, order) for one in values]
    if isinstance(values, Mapping):
        return {name: _dated(one, scene, order) for name, one in values.items()}
    return values
