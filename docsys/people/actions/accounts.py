"""Accounts: made, named, disabled, given a new password. By a system administrator; the first one by the shell."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from docsys import audit
from docsys.errors import InvalidInput, RuleBroken
from docsys.people import directory, passwords
from docsys.people.actions import grants
from docsys.people.actions.signing import end_sessions, set_password
from docsys.people.inputs import MailWish, NewAccount, NewAssignment, Person
from docsys.people.models import Assignment, User
from docsys.people.rules import SYSTEM, Actor, Permission, Role, require

LABELS = {"login": "登录名", "staff_no": "工号", "name": "姓名"}


def create(
    session: Session, data: NewAccount, actor: Actor, now: datetime, *, password: str | None = None
) -> tuple[User, str]:
    """A new account and its password, which is shown once and must be changed at the first log-in."""
    require(actor, Permission.PEOPLE_ADMINISTER)
    return _create(session, data, actor, now, password)


def create_from_shell(
    session: Session, data: NewAccount, now: datetime, *, password: str | None = None
) -> tuple[User, str]:
    """`docsys user add`: whoever has the machine's shell has the machine."""
    return _create(session, data, SYSTEM, now, password)


def first_administrator(
    session: Session, data: NewAccount, now: datetime, *, password: str | None = None
) -> tuple[User, str]:
    """The one account that nobody granted its role to: there is nobody yet.

    Raises:
        RuleBroken: there are accounts already.
    """
    if session.scalar(select(func.count()).select_from(User)):
        raise RuleBroken(message="系统中已有账户，首个系统管理员只能在空库中建立。")
    user, shown = create_from_shell(session, data, now, password=password)
    grants.grant_from_shell(session, user, Role.SYSADMIN, None, now)
    return user, shown


def _create(session: Session, data: NewAccount, actor: Actor, now: datetime, password: str | None) -> tuple[User, str]:
    department = directory.get_department(session, data.department_id)
    post = directory.get_post(session, data.post_id)
    _check_unique(session, data.login, data.staff_no)
    shown = password or passwords.fresh()
    user = User(
        login=data.login,
        name=data.name,
        staff_no=data.staff_no,
        unit_id=department.unit_id,
        active=True,
        created_at=now,
        password_hash="",
        password_set_at=now,
    )
    session.add(user)
    session.flush()
    set_password(session, user, shown, now, fresh=True)
    session.add(Assignment(user_id=user.id, department_id=department.id, post_id=post.id))
    session.flush()
    detail = {"name": user.name, "staff_no": user.staff_no, "department": department.name, "post": post.name}
    audit.record(session, "people.create_user", actor, user.login, now=now, detail=detail)
    return user, shown


def _check_unique(session: Session, login: str | None, staff_no: str, but: int = 0) -> None:
    """A login is never used again, also not one of a disabled account; a staff number is one person."""
    fields = {}
    if login and session.scalar(select(User.id).where(User.login == login)):
        fields["login"] = ["该登录名已被使用（停用的登录名也不再给他人）。"]
    other = session.scalar(select(User).where(User.staff_no == staff_no, User.id != but))
    if other is not None:
        fields["staff_no"] = [f"工号与 {other.name}（{other.login}）相同；一人一个账户（2.3.3）。"]
    if fields:
        raise InvalidInput(fields=fields, labels=LABELS)


def choose_mail(session: Session, data: MailWish, actor: Actor, now: datetime) -> User:
    """Where one's own reminders go, and whether they do (4.4.5)."""
    user = directory.get_user(session, actor.user_id or 0)
    before = {"email": user.email, "wants_mail": user.wants_mail}
    user.email, user.wants_mail = data.email or "", data.wants_mail
    after = {"email": user.email, "wants_mail": user.wants_mail}
    if after != before:
        audit.record(
            session, "people.choose_mail", actor, user.login, now=now, detail={"before": before, "after": after}
        )
    return user


def rename(session: Session, user_id: int, data: Person, actor: Actor, now: datetime) -> User:
    require(actor, Permission.PEOPLE_ADMINISTER)
    user = directory.get_user(session, user_id)
    _check_unique(session, None, data.staff_no, but=user.id)
    before = {"name": user.name, "staff_no": user.staff_no}
    user.name, user.staff_no = data.name, data.staff_no
    after = {"name": user.name, "staff_no": user.staff_no}
    audit.record(session, "people.rename_user", actor, user.login, now=now, detail={"before": before, "after": after})
    return user


def reset_password(session: Session, user_id: int, actor: Actor, now: datetime) -> tuple[User, str]:
    """A fresh password, shown once. Nobody but its owner will know the next one."""
    require(actor, Permission.PEOPLE_ADMINISTER)
    user = directory.get_user(session, user_id)
    _not_oneself(user, actor)
    shown = passwords.fresh()
    set_password(session, user, shown, now, fresh=True)
    audit.record(session, "people.reset_password", actor, user.login, now=now)
    return user, shown


def set_from_shell(session: Session, login: str, now: datetime, *, password: str | None = None) -> tuple[User, str]:
    """`docsys user password`: whoever has the machine's shell has the machine."""
    user = directory.get_user(session, session.scalar(select(User.id).where(User.login == login)) or 0)
    shown = password or passwords.fresh()
    set_password(session, user, shown, now, fresh=password is None)
    audit.record(session, "people.reset_password", SYSTEM, user.login, now=now, detail={"channel": "cli"})
    return user, shown


def switch(session: Session, user_id: int, actor: Actor, now: datetime) -> User:
    """Disable an account, or open it again. Its sessions end; its records and signatures stay."""
    require(actor, Permission.PEOPLE_ADMINISTER)
    user = directory.get_user(session, user_id)
    _not_oneself(user, actor)
    user.active = not user.active
    end_sessions(session, user.id, now)
    audit.record(session, "people.switch_user", actor, user.login, now=now, detail={"active": user.active})
    return user


def assign(session: Session, user_id: int, data: NewAssignment, actor: Actor, now: datetime) -> Assignment:
    """One more post, in a department of the person's own unit."""
    require(actor, Permission.PEOPLE_ADMINISTER)
    user = directory.get_user(session, user_id)
    department, post = directory.get_department(session, data.department_id), directory.get_post(session, data.post_id)
    if department.unit_id != user.unit_id:
        raise InvalidInput(fields={"department_id": ["请选择本单位的部门。"]}, labels={"department_id": "部门"})
    if any((held.department_id, held.post_id) == (department.id, post.id) for held in user.assignments):
        raise InvalidInput(fields={"post_id": ["已担任该岗位。"]}, labels={"post_id": "岗位"})
    assignment = Assignment(user_id=user.id, department_id=department.id, post_id=post.id)
    session.add(assignment)
    session.flush()
    detail = {"department": department.name, "post": post.name}
    audit.record(session, "people.assign", actor, user.login, now=now, detail=detail)
    return assignment


def unassign(session: Session, user_id: int, assignment_id: int, actor: Actor, now: datetime) -> None:
    require(actor, Permission.PEOPLE_ADMINISTER)
    user = directory.get_user(session, user_id)
    held = directory.get_assignment(session, user_id, assignment_id)
    if len(user.assignments) == 1:
        raise RuleBroken(article="4.5.1", message="每个用户至少有一个部门和岗位，请先增加再移除。")
    detail = {"department": held.department.name, "post": held.post.name}
    session.delete(held)
    audit.record(session, "people.unassign", actor, user.login, now=now, detail=detail)


def _not_oneself(user: User, actor: Actor) -> None:
    if user.id == actor.user_id:
        raise RuleBroken(
            message="不能停用自己的账户或重置自己的密码；请由另一位系统管理员操作，密码可在“修改密码”页更改。"
        )
