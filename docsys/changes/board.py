"""How an implementation stands, as its page shows it: one step at a time, whose hand it waits for, what was done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from docsys.changes import queries
from docsys.changes.actions.carrying import is_late
from docsys.changes.actions.performing import may_check, may_perform
from docsys.changes.models import Change, ChangeStep, Doing, Statement, StepKind, Voice
from docsys.people.rules import Actor


@dataclass(frozen=True)
class Shown:
    """A check, a step or a test; `why` names whose hand it waits for where it is not this person's."""

    step: ChangeStep
    is_late: bool
    may_perform: bool
    may_check: bool
    why: str

    @property
    def is_open(self) -> bool:
        return self.step.doing == Doing.OPEN

    @property
    def is_unchecked(self) -> bool:
        """Done, and nobody else has looked at it yet."""
        return self.step.kind == StepKind.STEP and self.step.doing == Doing.DONE and not self.step.checked_by

    @property
    def word(self) -> tuple[str, str]:
        """How it stands, and the colour of that."""
        if self.step.doing == Doing.SKIPPED:
            return "未执行", "soon"
        if self.is_unchecked:
            return "待核对", "soon"
        if self.is_open:
            return "待执行", "plain"
        return ("已核对", "valid") if self.step.kind == StepKind.STEP else ("已完成", "valid")


@dataclass(frozen=True)
class Board:
    """`current` is the step to be carried out next; `began` the time its entry is filled in with."""

    before: tuple[Shown, ...]
    steps: tuple[Shown, ...]
    after: tuple[Shown, ...]
    verified: Statement | None
    began: datetime | None

    @property
    def current(self) -> Shown | None:
        return next((one for one in self.steps if one.is_open), None)

    @property
    def unchecked(self) -> tuple[Shown, ...]:
        return tuple(one for one in self.steps if one.is_unchecked)

    @property
    def settled(self) -> int:
        return sum(not one.is_open and not one.is_unchecked for one in self.steps)

    @property
    def is_worked_off(self) -> bool:
        """Every step done and checked or skipped, every test done."""
        return self.settled == len(self.steps) and all(not one.is_open for one in self.after)


def of(session: Session, change: Change, actor: Actor) -> Board:
    """The board of an order for this person: one statement for all of its steps."""
    rows = queries.steps_of(session, change.record_id)
    shown = {kind: tuple(_shown(change, one, actor) for one in rows if one.kind == kind) for kind in StepKind}
    done = [one.ended_at for one in rows if one.kind == StepKind.STEP and one.ended_at]
    spoken = [one for one in change.statements if one.voice == Voice.VERIFICATION]
    return Board(
        before=shown[StepKind.BEFORE],
        steps=shown[StepKind.STEP],
        after=shown[StepKind.AFTER],
        verified=spoken[-1] if spoken else None,
        began=max(done, default=None) or change.started_at,
    )


def _shown(change: Change, step: ChangeStep, actor: Actor) -> Shown:
    performs = may_perform(change, step, actor)
    checks = may_check(change, actor) and step.done_by_id != actor.user_id
    return Shown(step, is_late(step), performs, checks, _why(change, step, performs=performs, checks=checks))


def _why(change: Change, step: ChangeStep, *, performs: bool, checks: bool) -> str:
    data = change.record.data
    if step.doing == Doing.OPEN and not performs:
        return f"这一项由{step.operator or _names(data.get('executors'))}执行。"
    if step.doing == Doing.DONE and step.kind == StepKind.STEP and not step.checked_by and not checks:
        return f"由{step.checker or _names(data.get('verifiers'))}核对，请其用本人账户登录后核对；执行人不能核对自己的操作（15.6.4（五））。"
    return ""


def _names(people: object) -> str:
    named: Iterable[object] = people if isinstance(people, Sequence) and not isinstance(people, str) else [people or ""]
    return "、".join(str(one).partition("（")[0] for one in named)
