"""`docsys document submit|return|approve|publish|confirm|revise|abolish|withdraw`: the life of a version from the shell.

Each takes `--as LOGIN` and that person's password on standard input, and calls the act that the page calls.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.clock import local_day
from docsys.documents import queries
from docsys.documents.actions import NewDraft
from docsys.documents.commands import DAY, FILE, LEVELS, SECRECY, document, found, tell
from docsys.documents.importing import reading
from docsys.documents.models import Document, Version
from docsys.documents.rules import VersionNumber
from docsys.errors import NotFound
from docsys.people import confirmations
from docsys.people.commands import act_as
from docsys.people.models import Confirmation
from docsys.people.rules import Actor
from docsys.publication import actions, copying
from docsys.publication.actions.ending import ABOLISH
from docsys.publication.actions.publishing import PUBLISH
from docsys.publication.actions.renumbering import RENUMBER
from docsys.search.extraction.limits import FIRST_PAGE
from docsys.shell import Shell, json_option, pass_shell

Step = Callable[[Session, Document, Actor, datetime], object]
as_option = click.option("--as", "login", metavar="登录名", required=True, help="办理人；其密码从标准输入读。")
ASKED = "已申请，须由另一人用 docsys document confirm 或在“双人确认”页面确认后生效。"


def carry_out(shell: Shell, number: str, login: str, step: Step, *, as_json: bool) -> None:
    """One act by one person upon the document of that number, then how it stands."""
    actor = act_as(shell, login)
    with shell.database.act() as session:
        document = found(session, number, actor)
        step(session, document, actor, shell.clock.now())
        document_id = document.id
    tell(shell, document_id, as_json=as_json)


@document.command()
@click.argument("number")
@as_option
@json_option
@pass_shell
def submit(shell: Shell, *, number: str, login: str, as_json: bool) -> None:
    """提交审核；首次提交时取得正式编号。"""
    carry_out(shell, number, login, lambda s, d, who, now: actions.submit(s, d.id, actor=who, now=now), as_json=as_json)


@document.command("return")
@click.argument("number")
@click.option("--opinion", required=True, help="退回意见。")
@as_option
@json_option
@pass_shell
def send_back(shell: Shell, *, number: str, opinion: str, login: str, as_json: bool) -> None:
    """退回修改。"""

    def step(session: Session, document: Document, actor: Actor, now: datetime) -> None:
        actions.send_back(session, document.id, opinion, actor=actor, now=now)

    carry_out(shell, number, login, step, as_json=as_json)


@document.command()
@click.argument("number")
@click.option("--opinion", default="", help="审核意见，缺省为“同意”。")
@as_option
@json_option
@pass_shell
def approve(shell: Shell, *, number: str, opinion: str, login: str, as_json: bool) -> None:
    """审核通过。"""

    def step(session: Session, document: Document, actor: Actor, now: datetime) -> None:
        actions.approve(session, document.id, opinion, actor=actor, now=now)

    carry_out(shell, number, login, step, as_json=as_json)


@document.command()
@click.argument("number")
@as_option
@json_option
@pass_shell
def publish(shell: Shell, *, number: str, login: str, as_json: bool) -> None:
    """申请发布；由另一人 confirm 后生效。"""

    def step(session: Session, document: Document, actor: Actor, now: datetime) -> None:
        actions.request_publication(session, document.id, actor=actor, now=now)

    carry_out(shell, number, login, step, as_json=as_json)
    click.echo(ASKED, err=True)


@document.command()
@click.argument("number")
@click.option("--reason", required=True, help="废止原因。")
@click.option("--replacement", default="", help="替代文件，缺省为“无”。")
@click.option("--paper", default="", help="纸质处理；有纸质份时必填。")
@as_option
@json_option
@pass_shell
def abolish(  # noqa: PLR0913 - one for each option
    shell: Shell, *, number: str, reason: str, replacement: str, paper: str, login: str, as_json: bool
) -> None:
    """申请废止；由另一人 confirm 后生效。"""

    def step(session: Session, document: Document, actor: Actor, now: datetime) -> None:
        ending = actions.Ending(reason, replacement, paper)
        actions.request_abolition(session, document.id, ending, actor=actor, now=now)

    carry_out(shell, number, login, step, as_json=as_json)
    click.echo(ASKED, err=True)


@document.command()
@click.argument("number")
@click.option("--folder", "code", required=True, metavar="代码", help="移至哪个文件夹，如 SC02。")
@click.option("--reason", required=True, help="改号原因。")
@as_option
@json_option
@pass_shell
def renumber(shell: Shell, *, number: str, code: str, reason: str, login: str, as_json: bool) -> None:
    """申请改号：移至另一文件夹并取新编号；由另一人 confirm 后生效，旧编号永久指向新编号。"""

    def step(session: Session, document: Document, actor: Actor, now: datetime) -> None:
        actions.request_renumbering(session, document.id, code, reason, actor=actor, now=now)

    carry_out(shell, number, login, step, as_json=as_json)
    click.echo(ASKED, err=True)


@document.command()
@click.argument("number")
@click.option("--reason", required=True, help="撤回原因。")
@as_option
@json_option
@pass_shell
def withdraw(shell: Shell, *, number: str, reason: str, login: str, as_json: bool) -> None:
    """撤回未发布的版本。"""

    def step(session: Session, document: Document, actor: Actor, now: datetime) -> None:
        actions.withdraw(session, document.id, reason, actor=actor, now=now)

    carry_out(shell, number, login, step, as_json=as_json)


@document.command()
@click.argument("number")
@click.option("--reject", is_flag=True, help="拒绝。")
@click.option("--remark", default="", help="意见。")
@as_option
@json_option
@pass_shell
def confirm(shell: Shell, *, number: str, reject: bool, remark: str, login: str, as_json: bool) -> None:
    """第二人确认已申请的发布、废止或改号。"""

    def step(session: Session, document: Document, actor: Actor, now: datetime) -> None:
        confirmations.decide(session, _waiting(session, document), actor, now, accept=not reject, remark=remark)

    carry_out(shell, number, login, step, as_json=as_json)


def _waiting(session: Session, document: Document) -> int:
    """What was asked for first upon this document.

    Raises:
        NotFound: nothing waits.
    """
    waiting = select(Confirmation).where(
        Confirmation.subject == document.number,
        Confirmation.kind.in_((PUBLISH, ABOLISH, RENUMBER)),
        Confirmation.decided_at.is_(None),
    )
    one = session.scalars(waiting.order_by(Confirmation.id)).first()
    if one is None:
        raise NotFound(message="{number} 没有待确认的事项，请先申请发布、废止或改号。", number=document.number)
    return one.id


@document.command()
@click.argument("number")
@click.argument("file", type=FILE)
@click.option("--reason", required=True, help="修订原因。")
@click.option("--version", default="", help="新版本，缺省为次版本加一。")
@click.option("--note", "notes", multiple=True, help="本次修改变更说明，可多次；缺省同修订原因。")
@click.option("--title", default="", help="文档名称；这一项和以下各项缺省同现行版本。")
@click.option("--author", default="", help="编写人。")
@click.option("--date", "written_on", type=DAY, help="编写日期，缺省为今天。")
@click.option("--level", type=LEVELS, help="审批级别。")
@click.option("--secrecy", type=SECRECY, help="保密级别。")
@click.option("--scope", "use_scope", default="", help="使用范围。")
@click.option("--basis", default="", help="依据文件。")
@click.option("--demand", default="", help="需求单号，证信办级制度必填，如 XQ-2026-0003。")
@click.option("--no-attachments", "alone", is_flag=True, help="不沿用现行版本的附件。")
@as_option
@json_option
@pass_shell
def revise(  # noqa: PLR0913 - one for each option
    shell: Shell, /, *, number: str, file: Path, reason: str, alone: bool, login: str, as_json: bool, **typed: Any
) -> None:
    """以一个新文件开始修订；新版本为草稿，现行版本照旧有效。"""
    actor = act_as(shell, login)
    taken = reading.take(shell.settings.archive, file, file.name, FIRST_PAGE)
    now = shell.clock.now()
    with shell.database.act() as session:
        document = found(session, number, actor)
        head = queries.current(session, document.id) or document.head
        new = _revision(document, head, {"notes": [reason], "written_on": local_day(now)} | _given(typed))
        kept = copying.attachments(session, shell.settings.archive, document, () if alone else None)
        actions.revise(
            session, document.id, new, reason, taken.staged, taken.name, actor=actor, now=now, attachments=kept
        )
        document_id = document.id
    tell(shell, document_id, as_json=as_json)


def _given(typed: dict[str, Any]) -> dict[str, Any]:
    given = {name: value for name, value in typed.items() if value}
    if "written_on" in given:
        given["written_on"] = given["written_on"].date()
    return given


def _revision(document: Document, head: Version | None, given: dict[str, Any]) -> NewDraft:
    """The marks of the current version, with what was typed."""
    same = ("title", "author", "secrecy", "use_scope", "level")
    marks = {name: getattr(head, name) for name in same} if head else {"title": document.title, "author": ""}
    following = VersionNumber(head.major, head.minor + 1) if head else VersionNumber(1, 0)
    of_document = ("medium", "purpose", "basis", "unit_id")
    marks |= {name: getattr(document, name) for name in of_document}
    return NewDraft(**{"folder_code": document.folder.code, "version": str(following), **marks, **given})


COMMANDS: list[click.Command] = [document]
