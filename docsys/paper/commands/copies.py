"""`docsys paper list|show|register|scan`: numbered copies."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from docsys import vault
from docsys.clock import local_day
from docsys.documents import queries as documents
from docsys.paper import actions, queries, rules, unscanned
from docsys.paper.actions import NewCopies
from docsys.paper.measuring import measured
from docsys.paper.models import PaperCopy
from docsys.paper.states import CopyState, LoanState
from docsys.people.commands import act_as
from docsys.people.rules import SYSTEM
from docsys.shell import Shell, json_option, pass_shell, put_json

as_option = click.option("--as", "login", metavar="登录名", required=True, help="办理人；其密码从标准输入读。")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def paper() -> None:
    """纸质文件：份、借阅、扫描件、纸电核对。"""


@paper.command("list")
@click.option("--folder", default="", metavar="ZD07", help="只列该文件夹及其下级。")
@click.option("--state", type=click.Choice([one.label for one in CopyState]), help="只列该状态；缺省为未销毁的。")
@click.option("--find", "q", default="", metavar="词", help="份号、文档编号、名称、持有人、地点中含该词。")
@click.option("--unscanned", "unscanned_only", is_flag=True, help="只列重要而无扫描件的（4.3.8）。")
@json_option
@pass_shell
def list_(shell: Shell, *, folder: str, state: str | None, q: str, unscanned_only: bool, as_json: bool) -> None:
    """列出纸质份，按编号排列。"""
    asked = {"folder": folder, "q": q, "state": next((one.value for one in CopyState if one.label == state), "")}
    asked |= {"scan": "lacking"} if unscanned_only else {}
    with shell.database.read() as session:
        query = queries.copies(SYSTEM, asked).order_by(*queries.COPY_COLUMNS["order"])
        rows = _told(session, session.scalars(query).all())
    if as_json:
        put_json(rows)
        return
    for row in rows:
        click.echo(_line(row))
    click.echo(f"共 {len(rows)} 份。")


@paper.command()
@click.argument("code", metavar="份号")
@json_option
@pass_shell
def show(shell: Shell, *, code: str, as_json: bool) -> None:
    """一份纸质件：在哪里、在谁手里、卷号、扫描件、未结的借阅。"""
    tell(shell, [code], as_json=as_json)


@paper.command()
@click.argument("number", metavar="文档编号")
@click.option("--count", default=1, help="份数，缺省为 1。")
@click.option("--location", default=rules.STORE, help=f"存放地点，缺省为{rules.STORE}。")
@click.option("--pages", type=click.IntRange(1), help="页数。")
@click.option("--important/--ordinary", "is_important", default=None, help="是否重要；缺省按类别（4.3.8）。")
@click.option("--remark", default="", help="备注。")
@click.option("--widen", is_flag=True, help="文档只有电子版时，同时把载体改为电子+纸质。")
@as_option
@json_option
@pass_shell
def register(shell: Shell, /, *, number: str, login: str, as_json: bool, **typed: Any) -> None:
    """登记现行版本的纸质份，取得份号。"""
    actor = act_as(shell, login)
    with shell.database.act() as session:
        document = documents.by_number(session, number, actor)
        made = actions.register(session, document.id, NewCopies(**typed), actor=actor, now=shell.clock.now())
        codes = [one.code for one in made]
    tell(shell, codes, as_json=as_json)


@paper.command()
@click.argument("code", metavar="份号")
@click.argument("files", metavar="文件…", type=FILE, nargs=-1, required=True)
@click.option("--paper", "size", type=click.Choice(rules.SCAN_PAPERS), default="A4", help="图片按哪种纸折算分辨率。")
@as_option
@json_option
@pass_shell
def scan(shell: Shell, /, *, code: str, files: tuple[Path, ...], size: str, login: str, as_json: bool) -> None:
    """登记扫描件：量出分辨率，存入扫描备份（4.3.8）。"""
    actor = act_as(shell, login)
    scanned = []
    for file in files:
        with file.open("rb") as stream:
            scanned.append(measured(vault.stage(shell.settings.archive, stream), file.name, size, shell.settings))
    with shell.database.act() as session:
        copy = queries.copy_by_code(session, code, actor)
        actions.add(session, copy.id, scanned, actor=actor, now=shell.clock.now())
    tell(shell, [code], as_json=as_json)


def tell(shell: Shell, codes: Sequence[str], *, as_json: bool) -> None:
    """The copies as they stand now."""
    with shell.database.read() as session:
        rows = _told(session, [queries.copy_by_code(session, code, SYSTEM) for code in codes])
    if as_json:
        put_json(rows)
        return
    for row in rows:
        click.echo(_line(row))
        for one in row["scans"]:
            click.echo(f"  扫描件 {one['path']}  {one['measured']}")
        if loan := row["loan"]:
            click.echo(f"  借阅 {loan['number']}  {loan['state']}  {loan['borrower']}  应还 {loan['due']}")


def _told(session: Session, copies: Sequence[PaperCopy]) -> list[dict[str, Any]]:
    lacking = unscanned.among(session, copies)
    return [told(one, lacks_scan=one.id in lacking) for one in copies]


def told(copy: PaperCopy, *, lacks_scan: bool) -> dict[str, Any]:
    """`loan` is the one that holds the copy or waits for it."""
    waiting = {LoanState.REQUESTED, LoanState.APPROVED, LoanState.OUT}
    loan = next((one for one in copy.loans if one.state in waiting), None)
    return {
        "code": copy.code,
        "title": copy.document.title,
        "state": copy.state.label,
        "holder": copy.holder,
        "location": copy.location,
        "important": copy.is_important,
        "lacks_scan": lacks_scan,
        "pages": copy.pages,
        "volume": copy.item.volume.number if copy.item else None,
        "registered": local_day(copy.created_at),
        "scans": [{"path": one.file.path, "dpi": one.dpi, "measured": one.measured} for one in copy.scans],
        "loan": {
            "number": loan.number,
            "state": loan.state.label,
            "borrower": loan.borrower_name,
            "due": loan.due_on,
        }
        if loan
        else None,
    }


def _line(row: dict[str, Any]) -> str:
    marks = [row["volume"] or "", "重要" if row["important"] else ""]
    marks.append("未扫描" if row["lacks_scan"] else "")
    where = row["holder"] or row["location"]
    return "  ".join(filter(None, (row["code"], row["state"], where, *marks, row["title"])))
