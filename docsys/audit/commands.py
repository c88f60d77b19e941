"""`docsys audit verify`."""

import click

from docsys.audit.chain import verify
from docsys.shell import FINDINGS, Shell, json_option, pass_shell, put_json


@click.group()
def audit() -> None:
    """审计记录。"""


@audit.command("verify")
@json_option
@pass_shell
@click.pass_context
def verify_chain(ctx: click.Context, shell: Shell, *, as_json: bool) -> None:
    """核验审计记录链，指出第一行不符。"""
    with shell.database.read() as session:
        broken = verify(session)
    if as_json:
        put_json({"ok": broken is None, "first_broken": broken})
    elif broken is None:
        click.echo("审计记录链完整。")
    else:
        click.echo(f"第 {broken.row_id} 行：{broken.reason}", err=True)
    if broken is not None:
        ctx.exit(FINDINGS)


COMMANDS: list[click.Command] = [audit]
