"""`docsys document register|show|list`: documents from the shell of the machine.

Whoever has that shell has the machine: without `--as` the acts are the system's, and everything is seen. The steps in the
life of a version stand in `publication.commands`, which adds them to this group and exports it.
"""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from docsys.documents import actions, inputs, queries
from docsys.documents.importing import reading
from docsys.documents.importing.commands import take_over
from docsys.documents.models import Document, Version
from docsys.documents.rules import State
from docsys.errors import NotFound
from docsys.folders.models import Folder
from docsys.numbering.queries import successor_of
from docsys.people.commands import act_as, unit_called
from docsys.people.rules import SYSTEM, Actor
from docsys.search.extraction.limits import FIRST_PAGE, LIMITS
from docsys.shell import Shell, json_option, pass_shell, put_json

FIRST = "首次发布"
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
as_option = click.option("--as", "login", metavar="登录名", help="以该用户的身份；其密码从标准输入读。")
LEVELS = click.Choice([value for value, _ in inputs.CHOICES["level"]])
SECRECY = click.Choice([value for value, _ in inputs.CHOICES["secrecy"]])
DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def document() -> None:
    """文档：登记、查看、列出，及其审核、发布、修订、废止。"""


@document.command()
@click.argument("file", type=FILE)
@click.option("--folder", "folder_code", required=True, metavar="ZD07", help="文件夹代码。")
@click.option("--unit", required=True, metavar="YGZX", help="归口单位代码。")
@click.option("--title", default="", help="文档名称，缺省按文件名、属性和首页建议。")
@click.option("--author", default="", help="编写人，缺省按文件属性和首页建议。")
@click.option("--version", default="", help="版本，缺省按文件名和首页建议，再缺省为 V1.0。")
@click.option("--date", "written_on", type=DAY, help="编写日期。")
@click.option("--level", type=LEVELS, help="审批级别。")
@click.option("--secrecy", type=SECRECY, help="保密级别。")
@click.option("--scope", "use_scope", default="", help="使用范围。")
@click.option("--note", "notes", multiple=True, help=f"修订记录，可多次；新登记的草稿缺省为“{FIRST}”。")
@click.option("--basis", default="", help="依据文件，提交时必填。")
@click.option("--demand", default="", help="需求单号，证信办级制度必填，如 XQ-2026-0003。")
@click.option("--history", is_flag=True, help="历史导入：直接成为现行文档，缺少的标识列为待补。")
@click.option("--old-number", default="", help="原编号，只用于历史导入。")
@as_option
@json_option
@pass_shell
def register(  # noqa: PLR0913 - what a document is registered with, option by option
    shell: Shell,
    /,
    *,
    file: Path,
    unit: str,
    history: bool,
    old_number: str,
    login: str | None,
    as_json: bool,
    **typed: Any,
) -> None:
    """登记一个文件为草稿；--history 则直接归入现行库。"""
    actor = act_as(shell, login) if login else SYSTEM
    taken = reading.take(shell.settings.archive, file, file.name, LIMITS if history else FIRST_PAGE)
    said = taken.suggested
    written_on: datetime | None = typed.pop("written_on")
    marks = {"title": said.title, "author": said.author, "version": said.version}
    marks |= {name: value for name, value in typed.items() if value}
    with shell.database.act() as session:
        new = actions.NewDraft(
            **marks, unit_id=unit_called(session, unit), written_on=written_on.date() if written_on else said.written_on
        )
        number = (old_number or said.old_number) if history else None
        document_id = _register(session, new, taken, number, actor, shell.clock.now())
    tell(shell, document_id, as_json=as_json)


def _register(
    session: Session, new: actions.NewDraft, taken: reading.Taken, old_number: str | None, actor: Actor, now: datetime
) -> int:
    """As a draft, or where `old_number` is a word, be it empty, by 历史导入."""
    if old_number is not None:
        return reading.file(session, new, taken, actor=actor, now=now, old_number=old_number).id
    if not new.notes:
        new = replace(new, notes=[FIRST])
    return actions.register(session, new, taken.staged, taken.name, actor=actor, now=now).id


@document.command()
@click.argument("number")
@json_option
@pass_shell
def show(shell: Shell, *, number: str, as_json: bool) -> None:
    """一份文档及其各版本；草稿编号、曾用编号也能找到。"""
    with shell.database.read() as session:
        document_id = found(session, number, SYSTEM).id
    tell(shell, document_id, as_json=as_json)


@document.command("list")
@click.option("--folder", default="", metavar="ZD07", help="只列该文件夹及其下级。")
@click.option("--state", type=click.Choice([state.label for state in State]), help="只列该状态。")
@click.option("--incomplete", is_flag=True, help="只列有待补标识的。")
@json_option
@pass_shell
def list_(shell: Shell, *, folder: str, state: str | None, incomplete: bool, as_json: bool) -> None:
    """列出文档，按编号排列。"""
    query = select(Document).options(*_whole()).order_by(Document.number)
    if folder:
        query = query.join(Folder, Folder.id == Document.folder_id).where(
            Folder.code.startswith(folder, autoescape=True)
        )
    if state:
        query = query.where(Document.state == next(one for one in State if one.label == state))
    with shell.database.read() as session:
        documents = session.scalars(query).all()
        rows = [told(one, shell.settings.archive) for one in documents if one.missing or not incomplete]
    if as_json:
        put_json(rows)
        return
    for row in rows:
        missing = f"  待补：{'、'.join(row['missing'])}" if row["missing"] else ""
        click.echo(f"{row['number']}  {row['state']}  {row['title']}{missing}")
    click.echo(f"共 {len(rows)} 份。")


def found(session: Session, number: str, actor: Actor) -> Document:
    """The document of that number, or of the number that replaced it: scripts may go on with a draft's number.

    Raises:
        NotFound: there is none, or `actor` may not know of it.
    """
    number = number.strip()
    try:
        return queries.by_number(session, number, actor)
    except NotFound:
        following = successor_of(session, number)
        if following is None:
            raise
    return queries.by_number(session, following, actor)


def tell(shell: Shell, document_id: int, *, as_json: bool) -> None:
    """The document as it stands now."""
    with shell.database.read() as session:
        document = session.scalars(select(Document).where(Document.id == document_id).options(*_whole())).one()
        data = told(document, shell.settings.archive)
    if as_json:
        put_json(data)
        return
    click.echo(f"{data['number']}《{data['title']}》{data['state']}")
    if data["missing"]:
        click.echo(f"  待补：{'、'.join(data['missing'])}")
    for version in data["versions"]:
        click.echo(f"  {version['version']}  {version['state']}  {version['sha256']}")
        for file in version["files"]:
            click.echo(f"    {file}")


def _whole() -> tuple[Any, ...]:
    return (
        selectinload(Document.folder),
        selectinload(Document.unit),
        selectinload(Document.versions).selectinload(Version.file),
    )


def told(document: Document, archive: Path) -> dict[str, Any]:
    """The JSON of house 8; `files` are paths below the archive."""
    return {
        "number": document.number,
        "old_number": document.old_number,
        "title": document.title,
        "state": document.state.label,
        "folder": document.folder.code,
        "unit": document.unit.code,
        "missing": list(document.missing),
        "path": document.path,
        "versions": [_version(one, archive) for one in document.versions],
    }


def _version(version: Version, archive: Path) -> dict[str, Any]:
    """With the prints that docsys has made beside its file by now."""
    file = version.file
    files = []
    if file is not None:
        stem = f"{version.document.number}_{version.version}_"
        folder = (archive / file.path).parent
        beside = sorted(path.name for path in folder.glob("*") if path.name.startswith(stem)) if folder.is_dir() else []
        parent = file.path.rpartition("/")[0]
        files = list(dict.fromkeys([file.path, *(f"{parent}/{name}" for name in beside)]))
    return {
        "version": str(version.version),
        "state": version.state.label,
        "sha256": file.sha256 if file else None,
        "files": files,
    }


COMMANDS: list[click.Command] = [take_over]
