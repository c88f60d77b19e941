"""`docsys status`: how each part stands; 1 where one is out of order."""

import click

from docsys.shell import FINDINGS, Shell, json_option, pass_shell, put_json
from docsys.status import queries
from docsys.status.rules import Standing

COLOURS = {Standing.FINE: "green", Standing.CARE: "yellow", Standing.BROKEN: "red"}


@click.command()
@json_option
@pass_shell
@click.pass_context
def status(ctx: click.Context, shell: Shell, *, as_json: bool) -> None:
    """各部分的运行状况；有故障时返回 1。"""
    health = queries.health(lambda: shell.database, shell.settings, shell.clock)
    if as_json:
        put_json(health.as_json())
    else:
        for part in health.parts:
            click.echo(f"{click.style(part.standing, COLOURS[part.standing])}  {part.label}：{part.sentence}")
            if part.todo:
                click.echo(f"      {part.todo}")
    ctx.exit(0 if health.ok else FINDINGS)


COMMANDS: list[click.Command] = [status]
