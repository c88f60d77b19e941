"""`docsys document dates NUMBER`: 评审周期, 下次评审 and 有效期至, shown, and set by one who keeps the library."""

from typing import Any

import click

from docsys.clock import local_day
from docsys.documents import actions
from docsys.documents.actions import Dates
from docsys.documents.commands.group import DAY, as_option, document, found
from docsys.documents.expiry import queries as expiry
from docsys.documents.models import Document
from docsys.people.commands import act_as
from docsys.people.rules import SYSTEM
from docsys.shell import Shell, json_option, pass_shell, put_json


@document.command()
@click.argument("number")
@click.option("--months", type=click.IntRange(0), help="评审周期（月）；0 为不定期，只用于不要求评审的类别。")
@click.option("--next-review", type=DAY, help="下次评审日期，只能提前；改了周期而不写则按周期推算。")
@click.option("--valid-until", type=DAY, help="有效期至。")
@click.option("--no-end", is_flag=True, help="取消有效期。")
@click.option("--reason", default="", help="调整原因；现行文档必填。")
@as_option
@json_option
@pass_shell
def dates(shell: Shell, /, *, number: str, login: str | None, as_json: bool, **typed: Any) -> None:
    """下次评审与有效期；有选项时先按选项调整，须用 --as 写明办理人。"""
    given = {name: value for name, value in typed.items() if value or (name == "months" and value == 0)}
    if given.get("no_end") and "valid_until" in given:
        raise click.UsageError("--valid-until 与 --no-end 不能同时使用。")
    if given and login is None:
        raise click.UsageError("调整日期须用 --as 写明办理人。")
    actor = act_as(shell, login) if login else SYSTEM
    if given:
        with shell.database.act() as session:
            one = found(session, number, actor)
            actions.set_dates(session, one.id, _dates(one, given), actor=actor, now=shell.clock.now())
    with shell.database.read() as session:
        told = _told(shell, found(session, number, actor))
    if as_json:
        put_json(told)
        return
    _show(told)


def _dates(one: Document, given: dict[str, Any]) -> Dates:
    """What was typed; the rest as it is. With another cycle the next review follows it."""
    months = given.get("months", one.review_months) or None
    review = given["next_review"].date() if "next_review" in given else None
    if review is None and months == one.review_months:
        review = one.next_review
    until = given["valid_until"].date() if "valid_until" in given else one.valid_until
    return Dates(months, review, None if given.get("no_end") else until, given.get("reason", ""))


def _told(shell: Shell, one: Document) -> dict[str, Any]:
    due = expiry.of(one, local_day(shell.clock.now()), shell.settings.due_soon_days)
    return {
        "number": one.number,
        "title": one.title,
        "review_months": one.review_months,
        "next_review": one.next_review,
        "valid_until": one.valid_until,
        "standing": due.standing.label,
        "days": due.days,
    }


def _show(told: dict[str, Any]) -> None:
    cycle = f"每 {told['review_months']} 个月" if told["review_months"] else "不定期"
    click.echo(f"{told['number']}《{told['title']}》{told['standing']}")
    click.echo(
        f"  评审周期：{cycle}　下次评审：{told['next_review'] or '—'}　有效期至：{told['valid_until'] or '长期'}"
    )
