"""`docsys paper check`: 纸电核对, and with `--kind no-scan` the important paper without a scan (report 4, 4.3.8)."""

from dataclasses import asdict

import click

from docsys.clock import local_day
from docsys.paper import comparing
from docsys.paper.commands.copies import paper
from docsys.paper.comparing import Kind
from docsys.people.rules import SYSTEM
from docsys.shell import FINDINGS, Shell, json_option, pass_shell, put_json

KINDS = "、".join(f"{one.value}（{one.label}）" for one in Kind)


@paper.command()
@click.option("--kind", type=click.Choice([one.value for one in Kind]), help=f"只查一类：{KINDS}。")
@json_option
@pass_shell
@click.pass_context
def check(ctx: click.Context, shell: Shell, *, kind: str | None, as_json: bool) -> None:
    """纸电核对：版本不一致、作废未回收、重要未扫描等；有则返回 1。"""
    today = local_day(shell.clock.now())
    with shell.database.read() as session:
        found = comparing.lines(session, SYSTEM, today, kind or "")
    if as_json:
        told = [{**asdict(one), "kind": one.kind.value, "label": one.kind.label} for one in found]
        put_json([{name: value for name, value in one.items() if not name.endswith("_id")} for one in told])
    else:
        for one in found:
            click.echo(f"{one.kind.label}  {one.code or one.number}  {one.title}  {one.detail}")
        click.echo(f"截至 {today}：{len(found)} 处。")
    if found:
        ctx.exit(FINDINGS)
