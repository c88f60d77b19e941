"""Who takes the steps of a form, and in which order (2.3.3). Pure: no session, no clock."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from docsys.errors import Forbidden, Refused, RuleBroken
from docsys.forms.fields.base import listed
from docsys.forms.fields.references import login_of, name_of
from docsys.forms.rules import holds
from docsys.forms.shape import DRAFT, Form, Step, Value
from docsys.people.rules import Actor, Role

Values = Mapping[str, Value]


class NotYours(Forbidden):
    message: ClassVar[str] = "“{step}”由{who}办理，您没有这一身份。"


class NotFiller(Forbidden):
    message: ClassVar[str] = "《{title}》由{who}填写，您没有这一身份。"


class LedElsewhere(Refused):
    message: ClassVar[str] = "《{title}》由{led_by}自动形成，不能手工填写；请到相应页面办理，本单随之更新。"


class SamePerson(RuleBroken):
    """Who wrote a record or took an earlier step does not take the next (2.3.3, A-28)."""

    message: ClassVar[str] = (
        "“{step}”须由另一人办理：填写人和前面步骤的办理人不能再办这一步，请由{who}中的其他人员办理。"
    )
    article: ClassVar[str | None] = "2.3.3"


class NotThisStep(Refused):
    message: ClassVar[str] = "{number} 现在{standing}，不能办理“{step}”。"


@dataclass(frozen=True)
class Past:
    """What has happened to a record since it was last handed in: who wrote it, and who took which step."""

    creator_id: int
    taken: tuple[tuple[str, str], ...] = ()
    """(step id, login) in order of time."""

    @property
    def logins(self) -> frozenset[str]:
        return frozenset(login for _, login in self.taken)

    @property
    def steps(self) -> frozenset[str]:
        return frozenset(step for step, _ in self.taken)


def asked(form: Form, values: Values) -> Iterator[Step]:
    """The steps that this record has to take: those whose condition holds."""
    return (step for step in form.steps if holds(step.when, values))


def following(form: Form, values: Values, done: Collection[str]) -> Step | None:
    """The first step that must be taken and has not been; None where all are done."""
    return next((step for step in asked(form, values) if not step.optional and step.id not in done), None)


def available(form: Form, values: Values, done: Collection[str]) -> list[Step]:
    """What can be done now: the next step, and what may be done beside it as long as it is not over."""
    following_one = following(form, values, done)
    if following_one is None:
        return []
    return [step for step in asked(form, values) if step == following_one or (step.optional and step.id not in done)]


def authors(form: Form, values: Values) -> frozenset[str]:
    """The accounts of those who wrote the record: the persons its draft sections are prefilled with."""
    named = (
        values.get(field.id)
        for section in form.sections
        if section.stage == DRAFT
        for field in section.inputs
        if field.type == "user" and field.prefill == "actor"
    )
    return frozenset(login for value in named for one in listed(value) if (login := login_of(one)))


def logins_of(step: Step, values: Values) -> frozenset[str]:
    """The accounts that the record itself names for this step."""
    return frozenset(login for one in listed(values.get(step.named)) if (login := login_of(one)))


def who(step: Step, values: Values) -> str:
    """Who takes the step, in words."""
    if step.system:
        return f"系统（{step.system}）"
    if step.author:
        return "填写人"
    if step.named:
        return "、".join(name_of(one) for one in listed(values.get(step.named))) or "表中指定的人员"
    return "、".join(Role(role).label for role in step.roles)


def check_by_hand(form: Form) -> None:
    """Raises LedElsewhere for a sheet that a workflow writes."""
    if form.led_by:
        raise LedElsewhere(title=form.title, led_by=form.led_by)


def check_filler(form: Form, actor: Actor, unit_id: int | None) -> None:
    """Whether `actor` may fill this form in that unit.

    Raises:
        LedElsewhere: nobody fills it by hand. NotFiller: he holds none of the roles that do.

    """
    check_by_hand(form)
    if not any(actor.holds(Role(role), unit_id) for role in form.fill):
        raise NotFiller(title=form.title, who="、".join(Role(role).label for role in form.fill))


def check_hand(step: Step, form: Form, values: Values, past: Past, actor: Actor, unit_id: int) -> None:
    """Whether `actor` may take the step of a record of that unit.

    Raises:
        NotYours: he is not who takes it. SamePerson: he wrote it, or took an earlier step.

    """
    if step.system:
        raise NotYours(step=step.label, who=who(step, values))
    is_writer = past.creator_id == actor.user_id or actor.login in authors(form, values)
    if step.author:
        if not is_writer and not actor.holds(Role.DOCADMIN, unit_id):
            raise NotYours(step=step.label, who=who(step, values))
        return
    is_his = actor.login in logins_of(step, values) or any(actor.holds(Role(role), unit_id) for role in step.roles)
    if not is_his:
        raise NotYours(step=step.label, who=who(step, values))
    if not step.same and (is_writer or actor.login in past.logins):
        raise SamePerson(step=step.label, who=who(step, values))
