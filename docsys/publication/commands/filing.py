"""`docsys document file|supplement|contract`: the short life of records, and what a contract says (6.2)."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from docsys.clock import local_day
from docsys.documents import actions as documents
from docsys.documents import contracts
from docsys.documents.commands import DAY, FILE, document, found, tell
from docsys.documents.contracts import CLAUSES, OUTCOMES, Terms
from docsys.documents.importing import reading
from docsys.documents.models import Document
from docsys.people.commands import act_as
from docsys.people.rules import SYSTEM, Actor
from docsys.publication import actions
from docsys.publication.commands.stepping import as_option, carry_out
from docsys.search.extraction.limits import FIRST_PAGE
from docsys.shell import Shell, json_option, pass_shell, put_json


@document.command("file")
@click.argument("number")
@as_option
@json_option
@pass_shell
def file_record(shell: Shell, *, number: str, login: str, as_json: bool) -> None:
    """归档一份记录（HT、SP、CZ、RZ），取得正式编号，此后不再更改。"""

    def step(session: Session, document: Document, actor: Actor, now: datetime) -> None:
        actions.file_record(session, document.id, actor=actor, now=now)

    carry_out(shell, number, login, step, as_json=as_json)


@document.command()
@click.argument("number")
@click.argument("file", type=FILE)
@click.option("--reason", required=True, help="补充或更正的内容。")
@as_option
@json_option
@pass_shell
def supplement(shell: Shell, *, number: str, file: Path, reason: str, login: str, as_json: bool) -> None:
    """为已归档的记录登记一份补充记录（草稿），两份互相指向。"""
    actor = act_as(shell, login)
    taken = reading.take(shell.settings.archive, file, file.name, FIRST_PAGE)
    with shell.database.act() as session:
        whole = found(session, number, actor)
        now = shell.clock.now()
        made = actions.supplement(session, whole.id, reason, taken.staged, taken.name, actor=actor, now=now)
        document_id = made.id
    tell(shell, document_id, as_json=as_json)


@document.command()
@click.argument("number")
@click.option("--party", help="对方单位。")
@click.option("--from", "starts_on", type=DAY, help="起始日。")
@click.option("--to", "ends_on", type=DAY, help="终止日。")
@click.option("--has", "has", multiple=True, type=click.Choice(tuple(CLAUSES)), help="合同中有的条款，可多次。")
@click.option("--without", multiple=True, type=click.Choice(tuple(CLAUSES)), help="不适用的条款，可多次。")
@click.option("--outcome", type=click.Choice(OUTCOMES), help="到期后的结果。")
@click.option("--on", "ended_on", type=DAY, help="续签或终止的日期，缺省为今天。")
@click.option("--successor", default="", help="续签的新合同编号。")
@click.option("--remark", default="", help="说明。")
@click.option("--as", "login", metavar="登录名", help="办理人；其密码从标准输入读。更改时必填。")
@json_option
@pass_shell
def contract(shell: Shell, /, *, number: str, login: str | None, as_json: bool, **typed: Any) -> None:
    """合同信息：对方单位、期限、条款；有选项时先按选项填写，须用 --as 写明办理人。"""
    given = {name: value for name, value in typed.items() if value}
    if given and login is None:
        raise click.UsageError("填写合同信息须用 --as 写明办理人。")
    actor = act_as(shell, login) if login else SYSTEM
    if given:
        with shell.database.act() as session:
            _write(session, found(session, number, actor), given, actor, shell.clock.now())
    with shell.database.read() as session:
        told = _told(shell, found(session, number, actor))
    if as_json:
        put_json(told)
        return
    for name, value in told.items():
        click.echo(f"{name}：{'、'.join(value) if isinstance(value, list) else value or '—'}")


def _write(session: Session, one: Document, given: dict[str, Any], actor: Actor, now: datetime) -> None:
    if "outcome" in given:
        day = given["ended_on"].date() if "ended_on" in given else local_day(now)
        word, remark = given["outcome"], given.get("remark", "")
        outcome = documents.Outcome(word, day, remark, given.get("successor", ""))
        documents.end_contract(session, one.id, outcome, actor=actor, now=now)
        return
    documents.set_terms(session, one.id, _terms(one, given), actor=actor, now=now)


def _terms(one: Document, given: dict[str, Any]) -> Terms:
    """What was typed; the rest as it stands."""
    there = one.contract
    known: dict[str, Any] = (
        {"party": there.party, "starts_on": there.starts_on, "ends_on": there.ends_on} if there else {}
    )
    known |= {name: given[name].date() for name in ("starts_on", "ends_on") if name in given}
    known |= {"party": given["party"]} if "party" in given else {}
    if known.keys() != {"party", "starts_on", "ends_on"}:
        raise click.UsageError("首次填写须写明 --party、--from 和 --to。")
    clauses = dict(there.clauses) if there else {}
    clauses |= dict.fromkeys(given.get("has", ()), "有") | dict.fromkeys(given.get("without", ()), "不适用")
    return Terms(**known, clauses=clauses)


def _told(shell: Shell, one: Document) -> dict[str, Any]:
    terms, day = one.contract, local_day(shell.clock.now())
    if terms is None:
        return {"编号": one.number, "合同": one.title, "状态": "未登记"}
    stands = contracts.standing(terms.ends_on, terms.outcome, day, shell.settings.due_soon_days)
    return {
        "编号": one.number,
        "合同": one.title,
        "对方单位": terms.party,
        "期限": f"{terms.starts_on} 至 {terms.ends_on}",
        "状态": stands.label,
        "待核对条款": contracts.unanswered(terms.clauses),
        "新合同": terms.successor,
    }
