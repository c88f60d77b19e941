"""What the pages of people send, as frozen dataclasses."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, Form, PasswordField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp, ValidationError

from docsys.people.addresses import LONGEST, PATTERN
from docsys.web.inputs import read, strip

Sent = MultiDict[str, str]
Choices = list[tuple[Any, str]]
LOGIN = r"[a-z][a-z0-9._-]{2,31}"
REQUIRED = "请填写。"


def text(label: str, *checks: Any, required: bool = True, longest: int = 100) -> StringField:
    first = [DataRequired(REQUIRED)] if required else [Optional()]
    return StringField(label, [*first, Length(max=longest), *checks], filters=[strip])


def number(value: Any) -> int | None:
    return int(value) if value else None


class PersonForm(Form):  # type: ignore[misc]  # wtforms carries no types
    name = text("姓名", longest=50)
    staff_no = text("工号", Regexp(r"^[A-Za-z0-9-]+$", message="只能用字母、数字和连字符。"), longest=32)


class AccountForm(PersonForm):
    login = text(
        "登录名",
        Regexp(f"^{LOGIN}$", message="用 3 至 32 位小写字母、数字、点、连字符或下划线，以字母开头。"),
        longest=32,
    )
    department_id = SelectField("单位与部门", [InputRequired("请选择。")], coerce=number)
    post_id = SelectField("岗位", [InputRequired("请选择。")], coerce=number)


class MailForm(Form):  # type: ignore[misc]
    email = text(
        "电子邮箱",
        Regexp(f"^(?:{PATTERN})$", message="不是电子邮箱地址，请写成 name@example.com 的样子。"),
        required=False,
        longest=LONGEST,
    )
    wants_mail = BooleanField("接收待办提醒邮件")

    def validate_wants_mail(self, field: BooleanField) -> None:
        if field.data and not self.email.data:
            raise ValidationError("接收提醒须先填写电子邮箱。")


@dataclass(frozen=True)
class MailWish:
    email: str | None
    wants_mail: bool


@dataclass(frozen=True)
class NewAccount:
    name: str
    staff_no: str
    login: str
    department_id: int
    post_id: int


@dataclass(frozen=True)
class Person:
    name: str
    staff_no: str


class AssignmentForm(Form):  # type: ignore[misc]
    department_id = SelectField("部门", [InputRequired("请选择。")], coerce=number)
    post_id = SelectField("岗位", [InputRequired("请选择。")], coerce=number)


@dataclass(frozen=True)
class NewAssignment:
    department_id: int
    post_id: int


class GrantForm(Form):  # type: ignore[misc]
    role = SelectField("角色", [InputRequired("请选择。")])
    unit_id = SelectField("范围", [Optional()], coerce=number)


@dataclass(frozen=True)
class NewGrant:
    role: str
    unit_id: int | None


class UnitForm(Form):  # type: ignore[misc]
    code = text("代码", Regexp(r"^[A-Z]{3,6}$", message="用 3 至 6 位大写字母。"), longest=6)
    name = text("全称")
    short_name = text("简称", longest=50)
    kind = SelectField("类别", [InputRequired("请选择。")])


@dataclass(frozen=True)
class UnitData:
    code: str
    name: str
    short_name: str
    kind: str


class NamedForm(Form):  # type: ignore[misc]
    name = text("名称", longest=50)


@dataclass(frozen=True)
class Named:
    name: str


class PasswordForm(Form):  # type: ignore[misc]
    old = PasswordField("当前密码", [InputRequired(REQUIRED)])
    new = PasswordField("新密码", [InputRequired(REQUIRED)])
    again = PasswordField("再输入一次", [InputRequired(REQUIRED)])


@dataclass(frozen=True)
class PasswordChange:
    old: str
    new: str
    again: str


class DecisionForm(Form):  # type: ignore[misc]
    accept = BooleanField("同意", false_values=("0", "", "false"))
    remark = TextAreaField("意见", [Length(max=500)], filters=[strip])


@dataclass(frozen=True)
class Decision:
    accept: bool
    remark: str | None


class AuditForm(Form):  # type: ignore[misc]
    login = text("用户", required=False)
    act = text("操作", required=False)
    subject = text("对象", required=False)
    result = text("结果", required=False)
    since = DateField("自", [Optional()])
    until = DateField("至", [Optional()])


@dataclass(frozen=True)
class AuditFilter:
    login: str | None = None
    act: str | None = None
    subject: str | None = None
    result: str | None = None
    since: date | None = None
    until: date | None = None


def account(sent: Sent, departments: Choices, posts: Choices) -> NewAccount:
    return read(AccountForm, sent, NewAccount, {"department_id": departments, "post_id": posts})


def account_from_shell(*, login: str, name: str, staff_no: str, department_id: int, post_id: int) -> NewAccount:
    """The checks of the page, for `docsys user add`."""
    sent = MultiDict(
        {
            "login": login,
            "name": name,
            "staff_no": staff_no,
            "department_id": str(department_id),
            "post_id": str(post_id),
        }
    )
    return account(sent, [(department_id, "")], [(post_id, "")])


def person(sent: Sent) -> Person:
    return read(PersonForm, sent, Person)


def assignment(sent: Sent, departments: Choices, posts: Choices) -> NewAssignment:
    return read(AssignmentForm, sent, NewAssignment, {"department_id": departments, "post_id": posts})


def grant(sent: Sent, roles: Choices, units: Choices) -> NewGrant:
    return read(GrantForm, sent, NewGrant, {"role": roles, "unit_id": [("", "全网"), *units]})


def unit(sent: Sent, kinds: Choices) -> UnitData:
    return read(UnitForm, sent, UnitData, {"kind": kinds})


def named(sent: Sent) -> Named:
    """A department or a post."""
    return read(NamedForm, sent, Named)


def password(sent: Sent) -> PasswordChange:
    return read(PasswordForm, sent, PasswordChange)


def decision(sent: Sent) -> Decision:
    return read(DecisionForm, sent, Decision)


def audit_filter(sent: Sent) -> AuditFilter:
    """A filter out of an address: what cannot be read filters nothing."""
    form = AuditForm(sent)
    form.validate()
    return AuditFilter(**{name: None if name in form.errors else value or None for name, value in form.data.items()})
