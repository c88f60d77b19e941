"""Invented people with their duties, and records in each state: plain functions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from docsys.folders.seed import seed as seed_folders
from docsys.forms.definitions import Catalogue, load, load_all
from docsys.forms.shape import DRAFT
from docsys.people import confirmations
from docsys.people.models import Confirmation
from docsys.people.rules import Actor, Role
from docsys.records import actions
from docsys.records.actions import Typed
from docsys.records.models import Record, RegisterImport
from docsys.settings import PACKAGE
from tests.grounds import remembered
from tests.people.factories import NOW, actor_of, make_reference, make_user

HANDLED = PACKAGE.parent / "tests" / "forms" / "handled" / "BG.toml"
CATALOGUE = Catalogue({**load_all(PACKAGE.parent / "forms").forms, "BG": load(HANDLED)})
"""The shipped forms; instead of the change order, which its own room leads, a sheet that goes from hand to hand."""
BG = CATALOGUE.get("BG")
JC = CATALOGUE.get("JC")
XC = CATALOGUE.get("XC")
OPINION = {"review_opinion": "同意实施。测试结果、回退方案齐备，具备实施条件。"}
RESULT = {name: BG.sample[name] for name in ("achievement", "outcome", "rechecker", "rechecked_on")}


@dataclass(frozen=True)
class People:
    """Who stands in the sample of the order, and who handles it."""

    li: Actor
    wang: Actor
    liu: Actor
    chen: Actor
    zhao: Actor
    keeper: Actor
    desk: Actor
    desk2: Actor
    auditor: Actor
    stranger: Actor


@remembered
def make_people(session: Session) -> People:
    make_reference(session)
    seed_folders(session, NOW)

    def person(login: str, *roles: Role, name: str, unit: str = "SHFE") -> Actor:
        return actor_of(session, make_user(session, login, *roles, name=name, unit=unit))

    return People(
        li=person("lijing", name="李静"),
        wang=person("wanghaitao", name="王海涛"),
        liu=person("liuying", name="刘颖"),
        chen=person("chenzhiyuan", Role.CHG_REVIEWER, Role.WGB, name="陈志远", unit="WGB"),
        zhao=person("zhaogang", Role.LEADER, name="赵刚", unit="YGZX"),
        keeper=person("qianli", Role.ROOMADMIN, name="钱莉"),
        desk=person("zhangming", Role.CHG_DESK, name="张明", unit="YGZX"),
        desk2=person("sunyue", Role.CHG_DESK, name="孙悦", unit="YGZX"),
        auditor=person("hejing", Role.AUDITOR, name="何静", unit="ZXB"),
        stranger=person("zhouwei", name="周伟", unit="DCE"),
    )


def drafted(**changes: Any) -> dict[str, Any]:
    """What the applicant types: the sample of the order, without what later steps fill in."""
    draft = {field.id for field in BG.fields if BG.stage_of(field.id) == DRAFT}
    return {**{name: value for name, value in BG.sample.items() if name in draft}, **changes}


def typed(record: Record, raw: dict[str, Any], page: str = "p1") -> Typed:
    return Typed(raw, record.version, page)


def make_draft(session: Session, people: People, **changes: Any) -> Record:
    record = actions.start(session, BG, actor=people.li, now=NOW)
    return actions.save(session, record.id, typed(record, drafted(**changes)), actor=people.li, now=NOW)


def make_submitted(session: Session, people: People, **changes: Any) -> Record:
    record = make_draft(session, people, **changes)
    return actions.submit(session, record.id, typed(record, drafted(**changes)), actor=people.li, now=NOW)


def make_approved(session: Session, people: People) -> Record:
    record = make_submitted(session, people)
    return actions.sign(session, record.id, "review", typed(record, OPINION), actor=people.chen, now=NOW)


def make_completed(session: Session, people: People) -> Record:
    record = make_approved(session, people)
    return actions.sign(session, record.id, "complete", typed(record, RESULT), actor=people.li, now=NOW)


def make_archived(session: Session, people: People) -> Record:
    record = make_completed(session, people)
    actions.archive(session, record.id, actor=people.desk, now=NOW)
    confirm(session, people.desk2)
    return record


def confirm(session: Session, actor: Actor, now: datetime = NOW, *, accept: bool = True) -> None:
    """The second person decides what was asked last."""
    waiting = session.query(Confirmation).order_by(Confirmation.id.desc()).first()
    assert waiting
    confirmations.decide(session, waiting.id, actor, now, accept, "")


def visit(**changes: Any) -> dict[str, Any]:
    """What the keeper of the room types for a supplier who is still inside."""
    return {**JC.sample, "left_at": "", **changes}


def make_approval(session: Session, people: People) -> Record:
    """A supplier's service on site, approved: its number is asked for at the door (6.2.5)."""
    record = actions.start(session, XC, actor=people.wang, now=NOW)
    asked = {field.id: XC.sample[field.id] for field in XC.fields if XC.stage_of(field.id) == DRAFT}
    actions.submit(session, record.id, typed(record, {**asked, "kind": "供应商现场服务"}), actor=people.wang, now=NOW)
    return actions.sign(
        session, record.id, "approve", typed(record, {"approval": "同意。"}), actor=people.zhao, now=NOW
    )


def make_visit(session: Session, people: People, **changes: Any) -> Record:
    if "xc_number" not in changes:
        changes["xc_number"] = make_approval(session, people).number
    return actions.add_row(session, JC, visit(**changes), actor=people.keeper, now=NOW)


def make_table(session: Session, actor: Actor) -> RegisterImport:
    """A table of visits that this person has looked at and not yet entered."""
    lines = [{"place": 2, "raw": {"visitor": "周建国"}, "faults": [], "number": ""}]
    made = RegisterImport(
        form_code="JC", name="十一月.xlsx", lines=lines, strange=[], created_by=actor.user_id, created_at=NOW
    )
    session.add(made)
    session.flush()
    return made
