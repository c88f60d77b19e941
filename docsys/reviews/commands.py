"""`docsys review due`."""

from datetime import datetime

import click

from docsys.clock import local_day
from docsys.people.rules import SYSTEM
from docsys.reviews import queries
from docsys.shell import FINDINGS, Shell, json_option, pass_shell, put_json


@click.group()
def review() -> None:
    """评审与到期。"""


@review.command("due")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="截至哪一天，缺省为今天。")
@json_option
@pass_shell
@click.pass_context
def due(ctx: click.Context, shell: Shell, *, as_of: datetime | None, as_json: bool) -> None:
    """已失效、已逾期、即将到期的文档；有则返回 1。"""
    day = as_of.date() if as_of else local_day(shell.clock.now())
    with shell.database.read() as session:
        lines = queries.due(session, SYSTEM, day, shell.settings.due_soon_days)
    if as_json:
        put_json([_told(line) for line in lines])
    else:
        for line in lines:
            days = "日期缺失" if line.days is None else f"{line.days} 天"
            click.echo(f"{line.state}  {days}  {line.number} {line.version} {line.title}")
        click.echo(f"截至 {day}：{len(lines)} 份。")
    if lines:
        ctx.exit(FINDINGS)


def _told(line: queries.Line) -> dict[str, object]:
    names = ("number", "title", "state", "next_review", "valid_until", "days")
    return {name: getattr(line, name) for name in names}


COMMANDS: list[click.Command] = [review]
