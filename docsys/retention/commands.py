"""`docsys retention`."""

from datetime import datetime

import click

from docsys.clock import local_day
from docsys.people.rules import SYSTEM
from docsys.retention import queries
from docsys.shell import FINDINGS, Shell, json_option, pass_shell, put_json


@click.group()
def retention() -> None:
    """保管期限与鉴定。"""


@retention.command("due")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="截至哪一天，缺省为今天。")
@json_option
@pass_shell
@click.pass_context
def due(ctx: click.Context, shell: Shell, *, as_of: datetime | None, as_json: bool) -> None:
    """保存期满、等待鉴定的文档和记录；有则返回 1。期满不自动销毁。"""
    day = as_of.date() if as_of else local_day(shell.clock.now())
    with shell.database.read() as session:
        lines = queries.due(session, SYSTEM, day)
    if as_json:
        put_json([_told(line) for line in lines])
    else:
        for line in lines:
            click.echo(f"{line.term.due}  {line.standing}  {line.number} {line.title}（{line.why}）")
        click.echo(f"截至 {day}：{len(lines)} 件。")
    if lines:
        ctx.exit(FINDINGS)


def _told(line: queries.Line) -> dict[str, object]:
    told = {name: getattr(line, name) for name in ("number", "title", "unit", "standing", "why")}
    return told | {"due": str(line.term.due), "article": line.term.kind.article, "hold": dict(line.hold)}


COMMANDS: list[click.Command] = [retention]
