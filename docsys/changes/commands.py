"""`docsys change check`: the guards of chapter 15 upon orders given as JSON."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from docsys.calendars import queries as calendars
from docsys.calendars.rules import Which
from docsys.changes import queries
from docsys.changes.rules import circumstances, guards, stated
from docsys.changes.rules.guards import Facts, Finding, Standing
from docsys.changes.rules.stated import NotJson, NotOrders, Stated
from docsys.clock import SHANGHAI, local_day
from docsys.shell import FINDINGS, Shell, json_option, pass_shell, put_json

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
MOMENT = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])


@click.group()
def change() -> None:
    """变更单。"""


@change.command("check")
@click.argument("file", type=FILE)
@click.option(
    "--as-of", type=MOMENT, help="按何时提交检查；缺省为单中的 submitted_at 或 submitted_on，都没有则为现在。"
)
@json_option
@pass_shell
@click.pass_context
def check(ctx: click.Context, shell: Shell, *, file: Path, as_of: datetime | None, as_json: bool) -> None:
    """按提交变更单时的各项条件检查 JSON 文件中的一份或一列变更单；有不符合的返回 1。"""
    try:
        orders, is_list = stated.read(file.read_bytes(), file.name)
    except (NotJson, NotOrders) as error:
        raise click.UsageError(error.sentence) from error
    asked = as_of.replace(tzinfo=SHANGHAI) if as_of else None
    with shell.database.read() as session:
        judged = _judged(session, orders, asked, shell.clock.now())
    if as_json:
        told = [_told(findings) for findings in judged]
        put_json(told if is_list else told[0])
    else:
        for place, (order, findings) in enumerate(zip(orders, judged, strict=True), 1):
            _put(f"第 {place} 份 " if is_list else "", order, findings)
    if any(judged):
        ctx.exit(FINDINGS)


def _judged(session: Session, orders: Sequence[Stated], asked: datetime | None, now: datetime) -> list[list[Finding]]:
    """What is broken in each; both calendars and all people are read once."""
    working, trading = (calendars.load(session, which) for which in Which)
    people = queries.people(session, frozenset().union(*(queries.logins_of(order.plan) for order in orders)))
    judged = []
    for order in orders:
        at = asked or order.submitted or now
        facts = Facts(now=at, working=working, trading=trading, people=people, completing=order.completing)
        found = guards.submission(order.plan, facts)
        found += circumstances.judge(order.plan, order.circumstances, local_day(at))
        judged.append([finding for finding in found if finding.standing is Standing.BROKEN])
    return judged


def _told(findings: Sequence[Finding]) -> dict[str, Any]:
    refusals = [{"guard": one.guard, "article": one.article, "message": one.message} for one in findings]
    return {"ok": not findings, "refusals": refusals}


def _put(place: str, order: Stated, findings: Sequence[Finding]) -> None:
    click.echo(f"{place}{order.plan.name or '（未命名）'}：{f'{len(findings)} 处不符合' if findings else '符合'}")
    for one in findings:
        click.echo(f"  {one.guard}\t{one.sentence}")


COMMANDS: list[click.Command] = [change]
