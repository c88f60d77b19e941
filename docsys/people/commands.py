"""`docsys user …`: accounts from the shell of the machine. Whoever has that shell has the machine, so nobody confirms."""

import sys
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.errors import InvalidInput, NotSignedIn
from docsys.people import directory, inputs, lifetimes
from docsys.people.actions import accounts, grants, signing
from docsys.people.models import Department, Post, Unit, User
from docsys.people.rules import Actor, Role
from docsys.shell import Shell, json_option, pass_shell, put_json

SHELL = "shell"  # where an attempt came from: locks count by account and source
CHANGE_IT = "该密码由他人交付或已过期，请尽快登录网页修改。"


@click.group()
def user() -> None:
    """账户：新建、列出、设置密码。"""


stdin_option = click.option("--password-stdin", is_flag=True, help="从标准输入读密码；否则生成一个，只显示一次。")


def read_password(*, from_stdin: bool) -> str | None:
    return sys.stdin.readline().rstrip("\r\n") if from_stdin else None


def put_account(account: User, shown: str | None, *, as_json: bool) -> None:
    """The one time the password is seen."""
    if as_json:
        put_json({"login": account.login, "password": shown})
    else:
        click.echo(f"{account.login}：" + (f"密码（只显示这一次）{shown}" if shown else "密码已设置。"))


@user.command()
@click.argument("login")
@click.option("--unit", required=True, help="单位代码，如 YGZX。")
@click.option("--department", required=True, help="部门名称，如 运行部。")
@click.option("--post", required=True, help="岗位名称，如 值班人员。")
@click.option(
    "--role", "roles", multiple=True, metavar="ROLE[@UNIT]", help="角色，可多次；@ 后为单位代码，缺省为全网。"
)
@click.option("--name", help="姓名，缺省同登录名。")
@click.option("--staff-no", help="工号，缺省同登录名。")
@stdin_option
@json_option
@pass_shell
def add(shell: Shell, /, *, password_stdin: bool, as_json: bool, roles: tuple[str, ...], **words: str | None) -> None:
    """新建账户。密码只显示一次，首次登录须修改。"""
    password, now = read_password(from_stdin=password_stdin), shell.clock.now()
    with shell.database.act() as session:
        account, shown = accounts.create_from_shell(session, account_of(session, words), now, password=password)
        for words_of_role in roles:
            role, unit_id = role_of(session, words_of_role)
            grants.grant_from_shell(session, account, role, unit_id, now)
    put_account(account, None if password else shown, as_json=as_json)


@user.command("list")
@json_option
@pass_shell
def list_(shell: Shell, *, as_json: bool) -> None:
    """列出账户。"""
    with shell.database.read() as session:
        rows = [described(account) for account in session.scalars(directory.users({}).order_by(User.login))]
    if as_json:
        put_json(rows)
        return
    for row in rows:
        click.echo(
            f"{row['login']}\t{row['name']}\t{row['unit']}\t{'、'.join(row['roles'])}\t{'启用' if row['active'] else '停用'}"
        )


def described(account: User) -> dict[str, Any]:
    roles = [grant.role + (f"@{grant.unit.code}" if grant.unit else "") for grant in account.grants]
    return {
        "login": account.login,
        "name": account.name,
        "unit": account.unit.code,
        "roles": roles,
        "active": account.active,
    }


@user.command()
@click.argument("login")
@stdin_option
@json_option
@pass_shell
def password(shell: Shell, *, login: str, password_stdin: bool, as_json: bool) -> None:
    """给账户设置新密码；其会话全部结束。"""
    typed = read_password(from_stdin=password_stdin)
    with shell.database.act() as session:
        account, shown = accounts.set_from_shell(session, login, shell.clock.now(), password=typed)
    put_account(account, None if typed else shown, as_json=as_json)


def account_of(session: Session, words: dict[str, str | None]) -> inputs.NewAccount:
    """The same checks as the page makes, over what the shell was told."""
    unit_id = unit_called(session, words["unit"] or "")
    department = select(Department.id).where(Department.unit_id == unit_id, Department.name == words["department"])
    post = select(Post.id).where(Post.name == words["post"])
    login = words["login"] or ""
    return inputs.account_from_shell(
        login=login,
        name=words["name"] or login,
        staff_no=words["staff_no"] or login,
        department_id=_known(
            session.scalar(department), "department", f"单位 {words['unit']} 没有部门“{words['department']}”。"
        ),
        post_id=_known(session.scalar(post), "post", f"没有岗位“{words['post']}”。"),
    )


def unit_called(session: Session, code: str) -> int:
    return _known(session.scalar(select(Unit.id).where(Unit.code == code)), "unit", f"没有代码为“{code}”的单位。")


def role_of(session: Session, words: str) -> tuple[Role, int | None]:
    """`docadmin@SHFE`: the role, and its unit where one is named."""
    name, _, unit = words.partition("@")
    if name not in set(Role):
        known = "、".join(Role)
        raise InvalidInput(message="没有角色“{name}”，可用：{known}。", name=name, known=known, fields={"role": [name]})
    return Role(name), unit_called(session, unit) if unit else None


def act_as(shell: Shell, login: str) -> Actor:
    """Who stands behind `--as`: the password is the first line of standard input, asked for on a terminal.

    Raises:
        NotSignedIn: wrong, or locked for now; counted and recorded as at the log-in page.
    """
    now, terminal = shell.clock.now(), sys.stdin.isatty()
    typed = click.prompt(f"{login} 的密码", hide_input=True, err=True) if terminal else read_password(from_stdin=True)
    with shell.database.read() as session:
        tried = signing.attempt(session, login, typed or "", SHELL)
    with shell.database.act() as session:
        actor = signing.vouch(session, tried, now)
        user = session.get(User, tried.user_id) if actor else None
    if actor is None or user is None:
        raise NotSignedIn(message=signing.WRONG)
    if lifetimes.must_change(
        fresh=user.password_fresh, set_at=user.password_set_at, now=now, days=shell.settings.password_days
    ):
        click.echo(CHANGE_IT, err=True)
    shell.actor = actor
    return actor


def _known(found: int | None, field: str, sentence: str) -> int:
    if found is None:
        raise InvalidInput(message="{reason}", reason=sentence, fields={field: [sentence]})
    return found


COMMANDS = [user]
