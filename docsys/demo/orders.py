"""Change orders of the sample library, each led as far as its `end`: applied for, heard, reviewed, carried out, archived."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from docsys.calendars import queries as calendars
from docsys.calendars.rules import Which
from docsys.changes import actions, queries
from docsys.changes.actions import Done, Judgement, emergencies
from docsys.changes.actions.emergencies import Decision, Report, Team
from docsys.changes.models import Change, Doing, StepKind
from docsys.changes.rules.finishing import SUCCESS, Result
from docsys.changes.rules.plan import Level
from docsys.changes.rules.reviewing import CHECKLIST, PASSED, RETURNED
from docsys.changes.rules.states import State
from docsys.clock import local_day
from docsys.demo import wording
from docsys.demo.library import decide
from docsys.demo.reading import told
from docsys.demo.timeline import Scene, Story
from docsys.records import actions as records
from docsys.records.actions import Typed

DESK, SECOND, KEEPER = "zhangming", "sunli", "zhaomin"
GROUPS = {Level.FIRST: ("majun", "zhouli"), Level.SECOND: ("chenzhiyuan",)}
# `end` says how far the order goes, so that the field of that name is called otherwise.
TYPED = {"end_time": "end"}
KEPT_BACK = frozenset({"by", "applied", "change", "end", "opinion", "leader", "achievement"})
REPLY_DAYS = 2


def stories(scene: Scene) -> list[Story]:
    return [(_urgent if order["end"] == "completing" else _ordinary)(scene, order) for order in told("orders")["order"]]


def _ordinary(scene: Scene, order: Mapping[str, Any]) -> Story:
    """`applied` and `change` count days back from today, `change` to the Saturday before."""
    story = _steps(scene, order)
    for state, moment in story:
        yield moment
        if state == order["end"]:
            return


def _steps(scene: Scene, order: Mapping[str, Any]) -> Iterator[tuple[str, datetime]]:
    """What happens and when; each act is done when the story is resumed, and leaves the order in the state before it."""
    teller = Teller(scene, order)
    applied, change = order["applied"], order["change"]
    yield "", (now := teller.at(applied, 10, 5))
    teller.begin(now)
    yield State.DRAFT.value, (now := teller.at(applied, 11, 30))
    if not teller.is_known():
        return  # a calendar of that year has not been imported: nobody can hand it in (G1, G12)
    teller.submit(now)
    yield State.SUBMITTED.value, (now := teller.at(applied, 14, 45))
    yield from teller.receive(now, applied)
    yield State.REVIEWING.value, (now := teller.at(applied - 3, 15, 10))
    teller.judge(now)
    yield teller.state, (now := teller.at(applied - 3, 16, 40))
    teller.release(now)
    yield teller.state, teller.on(teller.day, 8, 30)
    yield from teller.carry_out()
    yield from teller.close(change)


class Teller:
    """One order, and who does what with it."""

    def __init__(self, scene: Scene, order: Mapping[str, Any]) -> None:
        self.scene, self.order, self.session = scene, order, scene.session
        self.form = scene.forms.get("BG")
        self.change: Change
        self.last: datetime | None = None

    def at(self, days: int, hour: int, minute: int) -> datetime:
        """So many days ago at that time; never before what was told last."""
        return self._after(self.scene.calendar.at(days, hour, minute))

    def on(self, day: date, hour: int, minute: int) -> datetime:
        return self._after(self.scene.calendar.moment(day, hour, minute))

    def _after(self, moment: datetime) -> datetime:
        self.last = max(moment, self.last or moment)
        return self.last

    @property
    def state(self) -> str:
        return self.change.state.value

    def begin(self, now: datetime) -> None:
        author = self.scene.cast[self.order["by"]]
        record = records.start(self.session, self.form, actor=author, now=now)
        values = {TYPED.get(name, name): value for name, value in self.order.items() if name not in KEPT_BACK}
        raw = _dated(values, self.day)
        records.save(self.session, record.id, Typed(raw, record.version), actor=author, now=now)
        found = queries.of_record(self.session, record.id)
        if found is None:
            raise LookupError(record.number)
        self.change = found

    @property
    def day(self) -> date:
        return self.scene.calendar.saturday(self.order["change"])

    def is_known(self) -> bool:
        """Whether both calendars know the days from now to the change."""
        books = [calendars.load(self.session, which) for which in Which]
        years = {self.day.year, local_day(self.scene.calendar.now).year}
        return not any(book.is_provisional(year) for book in books for year in years)

    def submit(self, now: datetime) -> None:
        typed = Typed({}, self.change.record.version)
        records.submit(self.session, self.change.record_id, typed, actor=self.scene.cast[self.order["by"]], now=now)

    def receive(self, now: datetime, applied: int) -> Iterator[tuple[str, datetime]]:
        """二级 goes to its review; 一级 is consulted first, 运管中心 noting what each unit said on the telephone."""
        desk, change_id = self.scene.cast[DESK], self.change.record_id
        if self.change.level == Level.SECOND:
            actions.pass_on(self.session, change_id, actor=desk, now=now)
            return
        reply_by = local_day(now) + timedelta(days=REPLY_DAYS)
        actions.consult(self.session, change_id, reply_by, actor=desk, now=now)
        units = queries.builders(self.session)
        for unit in units[: len(units) // 2]:
            actions.give_opinion(self.session, change_id, unit.id, "同意", "", "值班经理", actor=desk, now=now)
        yield State.CONSULTING.value, (now := self.at(applied - 2, 17, 0))
        for unit in units[len(units) // 2 :]:
            actions.give_opinion(self.session, change_id, unit.id, "同意", "", "值班经理", actor=desk, now=now)
        actions.close_consultation(self.session, change_id, actor=desk, now=now)

    def judge(self, now: datetime) -> None:
        group = [self.scene.cast[login] for login in GROUPS[Level(self.change.level)]]
        change_id = self.change.record_id
        for one in group:
            actions.vote(self.session, change_id, "同意", "", actor=one, now=now)
        if word := self.order.get("leader"):
            actions.ask_leader(self.session, change_id, actor=group[0], now=now)
            actions.endorse(self.session, change_id, word, actor=self.scene.cast["zhengguodong"], now=now)
        conclusion = RETURNED if self.order["end"] == State.RETURNED else PASSED
        answers = dict.fromkeys(CHECKLIST, "符合")
        judged = Judgement(conclusion, self.order.get("opinion", "同意实施。"), answers, ask_leader=False)
        actions.decide(self.session, change_id, judged, actor=group[0], now=now)

    def release(self, now: datetime) -> None:
        desk, data = self.scene.cast[DESK], self.change.record.data
        is_first = self.change.level == Level.FIRST
        if is_first:
            self._notify(data, now)
        filed_on, filed_to = (local_day(now), "何平") if is_first else (None, "")
        overlapping = frozenset(one.number for one in queries.conflicts(self.session, self.change))
        change_id = self.change.record_id
        actions.release(self.session, change_id, filed_on, filed_to, overlapping, actor=desk, now=now)

    def _notify(self, data: Mapping[str, Any], now: datetime) -> None:
        """The notice to the units concerned, written by one and issued by another."""
        form, desk = self.scene.forms.get("BT"), self.scene.cast[DESK]
        notice = records.start(self.session, form, actor=desk, now=now)
        raw = {
            "change_number": self.change.number,
            "name": data["name"],
            "start": data["start"],
            "end": data["end"],
            "impact": data["impact_system"],
            "units": data["affected_units"],
            "cooperation": "请值班人员在变更期间关注链路告警。",
            "contact": "张明 010-8314 1924",
            "published_on": str(local_day(now)),
        }
        records.submit(self.session, notice.id, Typed(raw, notice.version), actor=desk, now=now)
        typed = Typed({}, notice.version)
        records.sign(self.session, notice.id, "issue", typed, actor=self.scene.cast[SECOND], now=now)

    def carry_out(self) -> Iterator[tuple[str, datetime]]:
        """On the Saturday: each step at its time by its operator, looked at by its checker."""
        session, change_id = self.session, self.change.record_id
        plan = queries.plan_of(self.change)
        executor, verifier = (self.scene.cast[one[0].login or ""] for one in (plan.executors, plan.verifiers))
        if plan.start is None:
            return
        now = plan.start
        for step in self._steps(StepKind.BEFORE):
            actions.perform(session, change_id, step.id, Done(None, None, "正常"), actor=executor, now=now)
        actions.begin(session, change_id, "", actor=executor, now=now)
        for step in self._steps(StepKind.STEP):
            now = step.planned_end or now
            done = Done(step.planned_start, step.planned_end, "完成")
            actions.perform(session, change_id, step.id, done, actor=executor, now=now)
            actions.check(session, change_id, step.id, actor=verifier, now=now)
        for step in self._steps(StepKind.AFTER):
            actions.perform(session, change_id, step.id, Done(None, None, "通过"), actor=verifier, now=now)
        actions.verify_result(session, change_id, self.order["achievement"], actor=verifier, now=now)
        actions.finish(session, change_id, Result(SUCCESS), actor=executor, now=now)
        yield State.RECHECKING.value, (now := self.on(self.day, 20, 0))
        known = queries.units_named(session, plan.units)
        unit_ids = {unit.id for unit in known.values()}
        people = [
            one for one in self.scene.cast.values() if one.unit_id in unit_ids and one.user_id != executor.user_id
        ]
        for unit_id in sorted(unit_ids):
            speaker = next(one for one in (verifier, *people) if one.unit_id == unit_id)
            actions.feed_back(session, change_id, self.order["achievement"], actor=speaker, now=now)

    def _steps(self, kind: StepKind) -> list[Any]:
        return [one for one in queries.steps_of(self.session, self.change.record_id) if one.kind == kind]

    def close(self, change: int) -> Iterator[tuple[str, datetime]]:
        session, change_id, cast = self.session, self.change.record_id, self.scene.cast
        yield State.RECHECKING.value, (now := self.at(change - 3, 16, 30))
        since = now - timedelta(hours=8)
        actions.observe(session, change_id, since, now, "无告警，流量与时延正常。", actor=cast["chenlin"], now=now)
        actions.confirm(session, change_id, actor=cast[DESK], now=now)
        yield State.VERIFYING.value, (now := self.at(max(change - 20, 2), 9, 50))
        self._update(now)
        actions.verify(session, change_id, actor=cast[KEEPER], now=now)
        actions.ask_archive(session, change_id, on_paper=False, actor=cast[DESK], now=now)
        yield State.CLOSING.value, (now := self.at(max(change - 21, 1), 10, 40))
        decide(self.scene, self.change.number, cast[SECOND].login, now)

    def _update(self, now: datetime) -> None:
        """Documents that a new version has not settled by itself are taken out with the reason; items get their new value."""
        session, change_id = self.session, self.change.record_id
        for document in self.change.documents:
            if document.doing == Doing.OPEN:
                reason = "经核对，现行版本已是变更后的内容"
                actions.withdraw_document(
                    session, change_id, document.id, reason, actor=self.scene.cast[KEEPER], now=now
                )
        for item in self.change.items:
            actions.enter_item(session, change_id, item.id, item.after, actor=self.scene.cast["chenlin"], now=now)


def _urgent(scene: Scene, order: Mapping[str, Any]) -> Story:
    """Reported on the telephone at ten, decided at once, carried out within the hour; not written up yet."""
    session, calendar, by = scene.session, scene.calendar, scene.cast[order["by"]]
    yield (now := calendar.at(order["applied"], 10, 2))
    said = Report(
        order["name"], order["urgency"], order["impact"], order["reporter"], now, Level.SECOND, tuple(order["nodes"])
    )
    change = emergencies.report(session, scene.forms.get("BG"), said, actor=by, now=now)
    yield (now := calendar.at(order["applied"], 10, 9))
    decision = Decision("何平", order["means"], now)
    emergencies.decide(session, change.record_id, "allow", decision, actor=scene.cast["heping"], now=now)
    yield (now := calendar.at(order["applied"], 10, 12))
    team = Team(tuple(order["executors"]), tuple(order["verifiers"]))
    emergencies.begin(session, change.record_id, team, actor=by, now=now)
    yield (now := calendar.at(order["applied"], 10, 40))
    emergencies.end(session, change.record_id, Result(SUCCESS, order["result"]), actor=by, now=now)


def _dated(values: Any, day: date) -> Any:
    """Every text with its days, counted from the day of the change."""
    if isinstance(values, str):
        return wording.dated(values, day).strip()
    if isinstance(values, list):
        return [_dated(one, day) for one in values]
    if isinstance(values, Mapping):
        return {name: _dated(one, day) for name, one in values.items()}
    return values
