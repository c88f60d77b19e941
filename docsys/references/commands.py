"""`docsys reference show|history|print|change`: tables 19.1 to 19.3 from the shell."""

import csv
import io
from pathlib import Path

import click

from docsys.clock import local
from docsys.errors import InvalidInput
from docsys.people.commands import act_as
from docsys.references import actions, prints, queries
from docsys.references.rules import Row, Table
from docsys.shell import Shell, json_option, pass_shell, put_json

WHICH = click.Choice([which.value for which in Table])
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("reference")
def reference() -> None:
    """参考表 19.1 至 19.3。"""


@reference.command()
@click.argument("which", type=WHICH)
@click.option("--version", "number", type=int, help="哪一版，缺省为现行版本。")
@json_option
@pass_shell
def show(shell: Shell, *, which: str, number: int | None, as_json: bool) -> None:
    """显示一张表：缺省为现行版本。"""
    table = Table(which)
    with shell.database.read() as session:
        it = queries.version(session, table, number) if number else queries.current(session, table)
        rows, told = it.rows, {"table": which, "version": it.number, "basis": it.basis, "reason": it.reason}
    if as_json:
        put_json({**told, "columns": table.columns, "rows": rows})
        return
    click.echo(f"{table.caption}（第 {told['version']} 版，依据：{told['basis']}）")
    for row in prints.numbered(table, rows):
        click.echo("\t".join(row))


@reference.command()
@click.argument("which", type=WHICH)
@json_option
@pass_shell
def history(shell: Shell, *, which: str, as_json: bool) -> None:
    """一张表的全部版本：何时起、依据、原因、申请人和确认人。"""
    with shell.database.read() as session:
        found = [
            {
                "version": it.number,
                "since": f"{local(it.in_force_at):%Y-%m-%d %H:%M}",
                "basis": it.basis,
                "reason": it.reason,
                "requested_by": it.requested_by,
                "confirmed_by": it.confirmed_by,
            }
            for it in queries.history(session, Table(which))
        ]
    if as_json:
        put_json(found)
        return
    for one in found:
        by = f"\t{one['requested_by']}申请，{one['confirmed_by']}确认" if one["requested_by"] else ""
        click.echo(f"第 {one['version']} 版\t{one['since']}\t{one['reason']}\t{one['basis']}{by}")


@reference.command("print")
@click.argument("which", type=WHICH)
@click.option("--version", "number", type=int, help="哪一版，缺省为现行版本。")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="PDF 写到哪里。")
@pass_shell
def print_(shell: Shell, *, which: str, number: int | None, out: Path) -> None:
    """按规章制度的版式打印一张表。"""
    table = Table(which)
    with shell.database.read() as session:
        found = queries.version(session, table, number) if number else queries.current(session, table)
        it = prints.printable(found)
    out.write_bytes(prints.pdf(it, shell.settings, shell.clock.now()))
    click.echo(f"已打印：{out}")


@reference.command()
@click.argument("which", type=WHICH)
@click.argument("file", type=FILE)
@click.option("--basis", default="", help="依据：变更单编号或文号。")
@click.option("--reason", default="", help="原因。")
@click.option("--as", "login", metavar="登录名", required=True, help="申请人；其密码从标准输入读。")
@json_option
@pass_shell
def change(shell: Shell, *, which: str, file: Path, basis: str, reason: str, login: str, as_json: bool) -> None:  # noqa: PLR0913 - one option each
    """申请以 CSV（与导出的相同，含表头）代替现行版本，由另一人在“双人确认”中确认后生效。"""
    table, actor = Table(which), act_as(shell, login)
    rows = _rows_of(table, file)
    with shell.database.act() as session:
        base = queries.current(session, table).number
        title = actions.request_change(
            session, table, rows, base=base, basis=basis, reason=reason, actor=actor, now=shell.clock.now()
        ).title
    if as_json:
        put_json({"asked": title})
    else:
        click.echo(f"已申请：{title}。须由另一人在“双人确认”中确认后生效。")


def _rows_of(table: Table, file: Path) -> list[Row]:
    """The rows of a CSV as it is exported; the column that only counts is left out."""
    head = prints.head(table)
    try:
        lines = [tuple(line) for line in csv.reader(io.StringIO(file.read_text("utf-8-sig")), strict=True) if line]
    except (UnicodeDecodeError, csv.Error) as error:
        raise InvalidInput(message="{name} 不是 UTF-8 编码的 CSV。", name=file.name) from error
    if not lines or lines[0] != head or any(len(line) != len(head) for line in lines):
        raise InvalidInput(
            message="{name} 的表头应为：{head}；每行 {count} 列。", name=file.name, head=",".join(head), count=len(head)
        )
    return [line[len(head) - len(table.columns) :] for line in lines[1:]]


COMMANDS: list[click.Command] = [reference]
