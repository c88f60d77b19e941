"""The machine room: checks before, steps in their order, tests after, each by its hand and checked by another (G14)."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import ClassVar

from sqlalchemy.orm import Session

from docsys import audit, vault
from docsys.changes import queries
from docsys.changes.actions.carrying import is_late, performed
from docsys.changes.actions.saying import Word, say
from docsys.changes.actions.turning import NotInvolved, involved, refuse
from docsys.changes.models import Change, ChangeFile, ChangeStep, Doing, Part, Statement, StepKind, Voice
from docsys.changes.rules import finishing
from docsys.changes.rules.guards import broken
from docsys.changes.rules.states import State
from docsys.db import after_commit
from docsys.errors import Forbidden, InvalidInput, NotFound, Refused
from docsys.people.rules import Actor
from docsys.vault.media import media_type

PLACE = "草稿库"
ON_SITE = (Part.EXECUTOR, Part.VERIFIER, Part.OPERATOR, Part.CHECKER)
WITH_FILES = frozenset({State.READY, State.RUNNING, State.URGENT, State.COMPLETING, State.RECHECKING})


class NotRunning(Refused):
    message: ClassVar[str] = "{number} 现在{state}，不能登记操作。"


class NotYourStep(Forbidden):
    message: ClassVar[str] = "这一步由{who}办理，您不在其中。"


class OwnStep(Forbidden):
    message: ClassVar[str] = "检查须由另一人进行：这一步由您执行，请由检查人核对。"
    article: ClassVar[str | None] = "15.6.4（五）"


@dataclass(frozen=True)
class Done:
    """What somebody writes down of a step."""

    started_at: datetime | None
    ended_at: datetime | None
    result: str
    deviation: str = ""


def perform(session: Session, change_id: int, step_id: int, done: Done, *, actor: Actor, now: datetime) -> ChangeStep:
    """A check, a step or a test was done: its real times and its result, by whoever did it (G14).

    Raises:
        NotYourStep: he is neither its operator nor an executor. InvalidInput: out of order, or incomplete.

    """
    change, step = _step(session, change_id, step_id, actor)
    _permit(change, step, actor)
    started, ended = done.started_at or now, done.ended_at or now
    _check_times(started, ended, now)
    if step.kind == StepKind.STEP:
        steps = [one for one in performed(session, change) if one.kind == StepKind.STEP.label]
        refuse(broken("G14", finishing.RUN, finishing.in_order(steps, step.place)))
    if not done.result.strip():
        raise InvalidInput(fields={"result": ["请填写实际结果。"]})
    step.doing, step.started_at, step.ended_at = Doing.DONE, started, ended
    step.result, step.deviation = done.result.strip(), done.deviation.strip()
    step.done_by, step.done_by_id = actor.name, actor.user_id
    if is_late(step) and not step.deviation:
        raise InvalidInput(fields={"deviation": ["不符合 15.6.4（二）：实际时间在计划之外，请写明特殊情况。"]})
    step.checked_by, step.checked_by_id, step.checked_at = "", None, None
    return _noted(session, change, step, "perform", actor, now)


def skip(session: Session, change_id: int, step_id: int, reason: str, *, actor: Actor, now: datetime) -> ChangeStep:
    """A step was not carried out, and why (G14)."""
    change, step = _step(session, change_id, step_id, actor)
    _permit(change, step, actor)
    if step.kind != StepKind.STEP:
        raise InvalidInput(fields={"reason": ["检查和测试不能跳过，请如实登记结果。"]})
    if not reason.strip():
        raise InvalidInput(fields={"reason": ["请写明未执行的原因。"]})
    step.doing, step.deviation, step.result = Doing.SKIPPED, reason.strip(), ""
    step.started_at = step.ended_at = now
    step.done_by, step.done_by_id = actor.name, actor.user_id
    return _noted(session, change, step, "skip", actor, now)


def check(session: Session, change_id: int, step_id: int, *, actor: Actor, now: datetime) -> ChangeStep:
    """The second person's look at a step that was done."""
    change, step = _step(session, change_id, step_id, actor)
    if not may_check(change, actor):
        raise NotYourStep(who=step.checker or "变更验证人")
    if step.done_by_id == actor.user_id:
        raise OwnStep
    if step.doing != Doing.DONE:
        raise InvalidInput(fields={"steps": ["这一步尚未完成，不能核对。"]})
    step.checked_by, step.checked_by_id, step.checked_at = actor.name, actor.user_id, now
    return _noted(session, change, step, "check", actor, now)


def verify_result(session: Session, change_id: int, said: str, *, actor: Actor, now: datetime) -> Statement:
    """The 变更验证人 confirms with his own hand that the change does what it should (C9, G13)."""
    change = _running(session, change_id, actor)
    if not involved(change, actor, (Part.VERIFIER,)):
        raise NotInvolved(verb="验证结果", who=Part.VERIFIER.label)
    if any(step.done_by_id == actor.user_id for step in change.steps if step.kind == StepKind.STEP):
        raise OwnStep
    if not said.strip():
        raise InvalidInput(fields={"verification": ["请写明验证结果。"]})
    word = Word(Voice.VERIFICATION, actor.login, said, person=actor.name)
    return say(session, change, word, actor=actor, now=now)


def add_file(
    session: Session, change_id: int, staged: vault.Staged, named: tuple[str, str], *, actor: Actor, now: datetime
) -> ChangeFile:
    """A photo or a log of the implementation (15.6.4（六）); `named` is the file's own name, and what it shows."""
    change = queries.get(session, change_id, actor, to_change=True)
    if change.state not in WITH_FILES:
        raise NotRunning(number=change.number, state=change.state.label)
    if not involved(change, actor, (*ON_SITE, Part.APPLICANT)):
        raise NotInvolved(verb="上传附件", who="变更实施人")
    name, said = named
    suffix = PurePosixPath(name).suffix.lower()[:10]
    target = f"{PLACE}/{change.number}/evidence-{staged.id[:12]}{suffix}"
    kept = ChangeFile(said=said.strip()[:200], by_name=actor.name, at=now)
    kept.file = vault.adopt(session, staged, target=target, original_name=name, media_type=media_type(name), now=now)
    change.files.append(kept)
    session.flush()
    detail = {"name": name, "sha256": staged.sha256}
    audit.record(session, "change.file", actor, change.number, now=now, detail=detail)
    if place := session.info.get("place"):
        after_commit(session, place)
    return kept


def _noted(session: Session, change: Change, step: ChangeStep, verb: str, actor: Actor, now: datetime) -> ChangeStep:
    session.flush()
    detail = {"kind": StepKind(step.kind).label, "place": step.place}
    audit.record(session, f"change.{verb}", actor, change.number, now=now, detail=detail)
    return step


def _step(session: Session, change_id: int, step_id: int, actor: Actor) -> tuple[Change, ChangeStep]:
    change = queries.get(session, change_id, actor, to_change=True)
    step = next((one for one in change.steps if one.id == step_id), None)
    if step is None:
        raise NotFound
    allowed = {State.READY, State.RUNNING} if step.kind == StepKind.BEFORE else {State.RUNNING}
    if change.state not in allowed:
        raise NotRunning(number=change.number, state=change.state.label)
    return change, step


def _running(session: Session, change_id: int, actor: Actor) -> Change:
    change = queries.get(session, change_id, actor, to_change=True)
    if change.state is not State.RUNNING:
        raise NotRunning(number=change.number, state=change.state.label)
    return change


def may_perform(change: Change, step: ChangeStep, actor: Actor) -> bool:
    """Whether this person may write down that it was done: its operator, an executor; a check or a test anybody on site."""
    parts = (Part.EXECUTOR, Part.OPERATOR) if step.kind == StepKind.STEP else ON_SITE
    return involved(change, actor, parts)


def may_check(change: Change, actor: Actor) -> bool:
    """Whether this person is one of those who look at what another did."""
    return involved(change, actor, (Part.VERIFIER, Part.CHECKER))


def _permit(change: Change, step: ChangeStep, actor: Actor) -> None:
    if not may_perform(change, step, actor):
        raise NotYourStep(who=step.operator or "变更实施人")


def _check_times(started: datetime, ended: datetime, now: datetime) -> None:
    if ended < started:
        raise InvalidInput(fields={"ended_at": ["实际结束时间早于实际开始时间，请改正。"]})
    if ended > now:
        raise InvalidInput(fields={"ended_at": ["实际结束时间晚于现在，请改正。"]})
