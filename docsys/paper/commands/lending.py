"""`docsys paper loans|lend|return`: the counter of the store."""

from typing import Any

import click

from docsys.clock import local_day
from docsys.paper import actions, inputs, queries
from docsys.paper.actions import Wish
from docsys.paper.commands.copies import as_option, paper, tell
from docsys.paper.models import Loan
from docsys.paper.states import LoanState
from docsys.people.commands import act_as
from docsys.people.rules import SYSTEM
from docsys.shell import FINDINGS, Shell, json_option, pass_shell, put_json

DAY = click.DateTime(["%Y-%m-%d"])


@paper.command()
@click.option("--late", is_flag=True, help="只列逾期未还的；有则返回 1。")
@click.option("--out", is_flag=True, help="只列借出未还的。")
@json_option
@pass_shell
@click.pass_context
def loans(ctx: click.Context, shell: Shell, *, late: bool, out: bool, as_json: bool) -> None:
    """借阅登记（F-13），先到期的在前。"""
    today = local_day(shell.clock.now())
    asked = {"state": "late" if late else LoanState.OUT.value if out else ""}
    with shell.database.read() as session:
        query = queries.loans(SYSTEM, asked, today).order_by(Loan.due_on, Loan.id)
        rows = [_told(one) for one in session.scalars(query)]
    if as_json:
        put_json(rows)
    else:
        for row in rows:
            click.echo(f"{row['number']}  {row['state']}  {row['borrower']}  应还 {row['due']}  {row['code']}")
        click.echo(f"共 {len(rows)} 条。")
    if late and rows:
        ctx.exit(FINDINGS)


def _told(loan: Loan) -> dict[str, Any]:
    return {
        "number": loan.number,
        "code": loan.copy.code,
        "title": loan.copy.document.title,
        "state": loan.state.label,
        "borrower": loan.borrower_name,
        "purpose": loan.purpose,
        "lent_at": loan.lent_at,
        "due": loan.due_on,
        "returned_at": loan.returned_at,
    }


@paper.command()
@click.argument("code", metavar="份号")
@click.argument("borrower", metavar="借阅人")
@click.option("--purpose", required=True, help="用途。")
@click.option("--due", type=DAY, required=True, help="应还日期。")
@as_option
@json_option
@pass_shell
def lend(shell: Shell, /, *, code: str, borrower: str, login: str, as_json: bool, **typed: Any) -> None:
    """当场借出在库的一份；借阅人写登录名或姓名。敏感文件须先在网页上申请和批准。"""
    actor = act_as(shell, login)
    with shell.database.act() as session:
        copy = queries.copy_by_code(session, code, actor)
        whom, wish = inputs.person(session, borrower, "borrower"), Wish(typed["purpose"], typed["due"].date())
        actions.lend(session, copy.id, whom, wish, actor=actor, now=shell.clock.now())
    tell(shell, [code], as_json=as_json)


@paper.command("return")
@click.argument("code", metavar="份号")
@as_option
@json_option
@pass_shell
def return_(shell: Shell, *, code: str, login: str, as_json: bool) -> None:
    """登记归还：借出的连同其借阅，在用的直接入库；待回收的转为已回收。"""
    actor = act_as(shell, login)
    with shell.database.act() as session:
        copy = queries.copy_by_code(session, code, actor)
        actions.bring_back(session, copy.id, actor=actor, now=shell.clock.now())
    tell(shell, [code], as_json=as_json)
