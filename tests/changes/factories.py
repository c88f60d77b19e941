"""Invented people of a change, and orders in each state: plain functions, each act by whoever may do it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.calendars.seed import seed as seed_calendars
from docsys.changes import actions, queries
from docsys.changes.actions import Done, Judgement
from docsys.changes.listening import LISTENERS
from docsys.changes.models import Change, StepKind
from docsys.changes.rules.finishing import SUCCESS, Result
from docsys.changes.rules.reviewing import CHECKLIST, PASSED
from docsys.events import Bus
from docsys.folders.seed import seed as seed_folders
from docsys.forms.definitions import load_all
from docsys.forms.shape import DRAFT
from docsys.people import confirmations
from docsys.people.events import ConfirmationAccepted
from docsys.people.models import Confirmation, Unit
from docsys.people.rules import Actor, Role
from docsys.records import actions as records
from docsys.records.actions import Typed
from docsys.records.actions import carry_out as archive_records
from docsys.settings import PACKAGE
from tests.documents import factories as documents
from tests.people.factories import NOW, actor_of, make_reference, make_user

CATALOGUE = load_all(PACKAGE.parent / "forms")
BG = CATALOGUE.get("BG")
# Monday 2026-11-23, 09:00 in Shanghai: the change is planned for Saturday the 28th, 09:00 to 12:00.
START = datetime(2026, 11, 28, 1, 2, tzinfo=UTC)
ANSWERS = dict.fromkeys(CHECKLIST, "符合")
OPINION = "同意实施。测试结果、回退方案齐备，具备实施条件。"


HEARD: list[tuple[type, Any]] = [*LISTENERS, (ConfirmationAccepted, archive_records)]


def join(bus: Bus) -> Bus:
    """Everybody who listens to what concerns an order."""
    for event, listener in HEARD:
        bus.subscribe(event, listener)
    return bus


@dataclass(frozen=True)
class People:
    """Who stands in the sample of the order, and who handles it."""

    li: Actor
    wang: Actor
    liu: Actor
    chen: Actor
    wgb: tuple[Actor, ...]
    leader: Actor
    desk: Actor
    desk2: Actor
    zxb: Actor
    docadmin: Actor
    cfgadmin: Actor
    duty: Actor
    stranger: Actor


def make_people(session: Session) -> People:
    make_reference(session)
    seed_folders(session, NOW)
    seed_calendars(session, NOW)

    def person(login: str, *roles: Role, name: str, unit: str = "SHFE") -> Actor:
        return actor_of(session, make_user(session, login, *roles, name=name, unit=unit))

    return People(
        li=person("lijing", name="李静"),
        wang=person("wanghaitao", name="王海涛"),
        liu=person("liuying", name="刘颖"),
        chen=person("chenzhiyuan", Role.CHG_REVIEWER, name="陈志远", unit="YGZX"),
        wgb=tuple(
            person(login, Role.WGB, name=name, unit="WGB")
            for login, name in (("majun", "马骏"), ("tangwen", "唐雯"), ("guli", "顾力"))
        ),
        leader=person("zhengguodong", Role.LEADER, name="郑国栋", unit="YGZX"),
        desk=person("zhangming", Role.CHG_DESK, name="张明", unit="YGZX"),
        desk2=person("sunyue", Role.CHG_DESK, name="孙悦", unit="YGZX"),
        zxb=person("heping", Role.ZXB, name="何平", unit="ZXB"),
        docadmin=person("zhaomin", Role.DOCADMIN, name="赵敏", unit="YGZX"),
        cfgadmin=person("wujing", Role.CFGADMIN, name="吴静", unit="SHFE"),
        duty=person("sunli", Role.DUTY, name="孙立", unit="YGZX"),
        stranger=person("zhouwei", name="周伟", unit="DCE"),
    )


def drafted(**changes: Any) -> dict[str, Any]:
    """What the applicant types: the sample of the order, 二级, without documents and items; `changes` over it."""
    draft = {field.id for field in BG.fields if BG.stage_of(field.id) == DRAFT}
    plain: dict[str, Any] = {
        "level": "二级",
        "documents": None,
        "documents_none": "只换硬件，配置与文档不变",
        "config_items": None,
        "config_none": "没有变动",
    }
    return {**{name: value for name, value in BG.sample.items() if name in draft}, **plain, **changes}


def typed(change: Change, raw: dict[str, Any]) -> Typed:
    return Typed(raw, change.record.version, "p1")


@dataclass
class Line:
    """One order on its way; each method is one act of one person, on a clock that goes on."""

    session: Session
    people: People
    now: datetime = NOW
    change: Change = field(init=False)

    def begin(self, **changes: Any) -> "Line":
        record = records.start(self.session, BG, actor=self.people.li, now=self.now)
        found = queries.of_record(self.session, record.id)
        assert found
        self.change = found
        self.typed = drafted(**changes)
        records.save(self.session, record.id, typed(found, self.typed), actor=self.people.li, now=self.now)
        return self

    @property
    def id(self) -> int:
        return self.change.record_id

    def submit(self) -> "Line":
        records.submit(self.session, self.id, typed(self.change, self.typed), actor=self.people.li, now=self.now)
        return self

    def pass_on(self) -> "Line":
        actions.pass_on(self.session, self.id, actor=self.people.desk, now=self.now)
        return self

    def consult(self) -> "Line":
        actions.consult(self.session, self.id, date(2026, 11, 24), actor=self.people.desk, now=self.now)
        return self

    def hear(self) -> "Line":
        for unit in queries.builders(self.session):
            actions.give_opinion(
                self.session, self.id, unit.id, "同意", "", "值班经理", actor=self.people.desk, now=self.now
            )
        return self

    def close(self) -> "Line":
        actions.close_consultation(self.session, self.id, actor=self.people.desk, now=self.now)
        return self

    @property
    def reviewers(self) -> tuple[Actor, ...]:
        return self.people.wgb if self.change.level == "一级" else (self.people.chen,)

    def vote(self) -> "Line":
        for one in self.reviewers:
            actions.vote(self.session, self.id, "同意", "具备实施条件", actor=one, now=self.now)
        return self

    def approve(self, **more: Any) -> "Line":
        judged = Judgement(PASSED, OPINION, ANSWERS, ask_leader=False, **more)
        actions.decide(self.session, self.id, judged, actor=self.reviewers[0], now=self.now)
        return self

    def notify(self) -> "Line":
        """A notice is issued to the affected units."""
        form = CATALOGUE.get("BT")
        notice = records.start(self.session, form, actor=self.people.desk, now=self.now)
        asked = {name: value for name, value in form.sample.items() if form.stage_of(name) == DRAFT}
        raw = {**asked, "change_number": self.change.number, "units": self.change.record.data["affected_units"]}
        records.submit(self.session, notice.id, Typed(raw, notice.version), actor=self.people.desk, now=self.now)
        records.sign(self.session, notice.id, "issue", Typed({}, notice.version), actor=self.people.desk2, now=self.now)
        return self

    def release(self) -> "Line":
        filed = (date(2026, 11, 25), "何平") if self.change.level == "一级" else (None, "")
        actions.release(self.session, self.id, *filed, actor=self.people.desk, now=self.now)
        return self

    def start(self) -> "Line":
        self.now = START
        for step in self.steps(StepKind.BEFORE):
            actions.perform(
                self.session, self.id, step.id, Done(None, None, "正常"), actor=self.people.wang, now=self.now
            )
        actions.begin(self.session, self.id, "", actor=self.people.wang, now=self.now)
        return self

    def steps(self, kind: StepKind) -> list[Any]:
        return [one for one in queries.steps_of(self.session, self.id) if one.kind == kind]

    def work(self) -> "Line":
        """Each step at its planned time by 王海涛, checked by 刘颖; then the tests, and her word."""
        wang, liu = self.people.wang, self.people.liu
        for step in self.steps(StepKind.STEP):
            self.now = step.planned_end
            done = Done(step.planned_start, step.planned_end, "完成")
            actions.perform(self.session, self.id, step.id, done, actor=wang, now=self.now)
            actions.check(self.session, self.id, step.id, actor=liu, now=self.now)
        for step in self.steps(StepKind.AFTER):
            actions.perform(self.session, self.id, step.id, Done(None, None, "通过"), actor=liu, now=self.now)
        actions.verify_result(self.session, self.id, "路由与监控均正常", actor=liu, now=self.now)
        return self

    def finish(self, outcome: str = SUCCESS, **more: Any) -> "Line":
        actions.finish(self.session, self.id, Result(outcome, **more), actor=self.people.wang, now=self.now)
        return self

    def feed_back(self) -> "Line":
        actions.feed_back(self.session, self.id, "变更目标达成", actor=self.people.liu, now=self.now)
        return self

    def observe(self) -> "Line":
        self.now += timedelta(days=2)
        since = self.now - timedelta(hours=8)
        actions.observe(self.session, self.id, since, self.now, "无告警", actor=self.people.duty, now=self.now)
        return self

    def confirm(self) -> "Line":
        actions.confirm(self.session, self.id, actor=self.people.desk, now=self.now)
        return self

    def verify(self) -> "Line":
        actions.verify(self.session, self.id, actor=self.people.docadmin, now=self.now)
        return self

    def archive(self) -> "Line":
        actions.ask_archive(self.session, self.id, on_paper=False, actor=self.people.desk, now=self.now)
        decide(self.session, self.people.desk2, self.now)
        return self

    def approved(self, **changes: Any) -> "Line":
        return self.begin(**changes).submit().pass_on().vote().approve()

    def ready(self, **changes: Any) -> "Line":
        return self.approved(**changes).release()

    def running(self, **changes: Any) -> "Line":
        return self.ready(**changes).start()

    def rechecking(self, **changes: Any) -> "Line":
        return self.running(**changes).work().finish()

    def verifying(self, **changes: Any) -> "Line":
        return self.rechecking(**changes).feed_back().observe().confirm()

    def closing(self, **changes: Any) -> "Line":
        return self.verifying(**changes).verify()


def decide(session: Session, actor: Actor, now: datetime, *, accept: bool = True) -> None:
    """The second person decides what was asked last."""
    waiting = session.scalars(select(Confirmation).order_by(Confirmation.id.desc()).limit(1)).one()
    confirmations.decide(session, waiting.id, actor, now, accept, "")


def unit_named(session: Session, code: str) -> Unit:
    return session.scalars(select(Unit).where(Unit.code == code)).one()


def keepers(session: Session, people: People) -> documents.People:
    """Who writes, approves and publishes documents beside the people of the change."""

    def person(login: str, *roles: Role, name: str, unit: str = "YGZX") -> Actor:
        return actor_of(session, make_user(session, login, *roles, name=name, unit=unit))

    return documents.People(
        author=person("wangjun", Role.AUTHOR, name="王军"),
        approver=person("gaolin", Role.DOC_APPROVER, name="高林"),
        admin=people.docadmin,
        second=person("qianyi", Role.DOCADMIN, name="钱一"),
        zxb=people.zxb,
        reader=people.desk,
        stranger=people.stranger,
        auditor=people.stranger,
        sysadmin=people.stranger,
        wgb=people.wgb[0],
    )
