"""`docsys calendar show|import|check`: working days and trading days from the shell."""

from datetime import date
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from docsys.calendars import actions, grid, inputs, notices, queries
from docsys.calendars.rules import Which
from docsys.clock import local_day
from docsys.people.commands import act_as
from docsys.shell import FINDINGS, Shell, json_option, pass_shell, put_json

YEAR = click.IntRange(inputs.FIRST, inputs.LAST)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("calendar")
def calendar() -> None:
    """工作日与交易日日历。"""


@calendar.command()
@click.argument("year", type=YEAR, required=False)
@json_option
@pass_shell
def show(shell: Shell, *, year: int | None, as_json: bool) -> None:
    """一年的工作日与交易日：天数、来源、与周一至周五不同的日子；缺省为今年。"""
    with shell.database.read() as session:
        told = _told(session, year or local_day(shell.clock.now()).year)
    if as_json:
        put_json(told)
        return
    for which in Which:
        _put(which, told["year"], told[which.value])


def _told(session: Session, year: int) -> dict[str, Any]:
    working, trading = (queries.load(session, which) for which in Which)
    counted = grid.figures(year, working, trading)
    figures = {Which.WORKING: counted.working, Which.TRADING: counted.trading}
    return {"year": year} | {which.value: _book(session, which, year, figures[which]) for which in Which}


def _book(session: Session, which: Which, year: int, days: int | None) -> dict[str, Any] | None:
    row = queries.years(session)[which].get(year)
    if row is None:
        return None
    listed = [
        {"day": day, "kind": one.kind, "note": one.note, "source": one.source}
        for day, one in queries.days_of(session, which, year).items()
    ]
    by = {"requested_by": row.requested_by, "confirmed_by": row.confirmed_by}
    return {"days": days, "source": row.source, **by, "exceptions": listed}


def _put(which: Which, year: int, book: dict[str, Any] | None) -> None:
    if book is None:
        click.echo(f"{which.label}：{year} 年尚未导入。")
        return
    click.echo(f"{which.label}：{year} 年共 {book['days']} 天。来源：{book['source']}")
    for one in book["exceptions"]:
        kind = notices.CSV_KINDS[one["kind"]].label
        click.echo(f"  {one['day']}\t{kind}\t{one['note']}" + (f"\t{one['source']}" if one["source"] else ""))


@calendar.command("import")
@click.argument("file", type=FILE)
@click.option(
    "--calendar",
    "which",
    type=click.Choice([which.value for which in Which]),
    required=True,
    help="working 或 trading。",
)
@click.option("--year", type=YEAR, required=True, help="导入哪一年。")
@click.option("--source", default="", help="来源：文号或公告名称。")
@click.option("--as", "login", metavar="登录名", help="申请人；其密码从标准输入读。缺省只预览，不申请。")
@json_option
@pass_shell
@click.pass_context
def import_(ctx: click.Context, shell: Shell, /, *, file: Path, login: str | None, as_json: bool, **asked: Any) -> None:
    """读入通知全文或 CSV：不带 --as 只预览，带 --as 则申请，由另一人在“双人确认”中确认后生效。"""
    notice = notices.read(Which(asked["which"]), asked["year"], inputs.decoded(file.read_bytes()))
    if login is None:
        with shell.database.read() as session:
            looked = _preview(session, notice)
        _tell(looked, as_json=as_json)
        if looked["problems"]:
            ctx.exit(FINDINGS)
        return
    actor = act_as(shell, login)
    with shell.database.act() as session:
        title = actions.request_import(session, notice, asked["source"], actor=actor, now=shell.clock.now()).title
    if as_json:
        put_json({"asked": title})
    else:
        click.echo(f"已申请{title}，须由另一人在“双人确认”中确认后生效。")


def _preview(session: Session, notice: notices.Notice) -> dict[str, Any]:
    before = queries.load(session, notice.which)
    problems = [*notice.problems, *actions.problems_beside(notice, before)]
    if problems:
        return {"problems": problems, "remarks": notice.remarks, "changes": []}
    after = grid.imported(before, notice.year, {day: entry.kind for day, entry in notice.days.items()})
    return {"problems": [], "remarks": notice.remarks, "changes": grid.changes(before, after)}


def _tell(looked: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        put_json(looked)
        return
    for sentence in (*looked["problems"], *looked["remarks"]):
        click.echo(sentence, err=True)
    for change in looked["changes"]:
        click.echo(f"{change.told}\t{change.before or '未导入'} → {change.after}")
    if not looked["problems"]:
        click.echo(f"共 {len(looked['changes'])} 处变化；这是预览，加 --as 申请导入。")


@calendar.command()
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="按哪一天检查，缺省为今天。")
@json_option
@pass_shell
@click.pass_context
def check(ctx: click.Context, shell: Shell, *, as_of: Any, as_json: bool) -> None:
    """应有的年度是否都已导入（11 月 1 日起包括下一年），两个日历是否矛盾；有问题返回 1。"""
    day: date = as_of.date() if as_of else local_day(shell.clock.now())
    with shell.database.read() as session:
        findings = queries.findings(session, day)
    if as_json:
        put_json({"findings": findings})
    else:
        for sentence in findings or ["日历齐全，没有矛盾。"]:
            click.echo(sentence)
    if findings:
        ctx.exit(FINDINGS)


COMMANDS: list[click.Command] = [calendar]
