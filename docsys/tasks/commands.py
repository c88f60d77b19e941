"""`docsys tasks`: what waits for whom, and the reminders of today sent now."""

from datetime import date

import click

from docsys.clock import local_day
from docsys.errors import DocsysError
from docsys.jobs import Context
from docsys.people import queries as people
from docsys.shell import FINDINGS, Shell, json_option, pass_shell, put_json
from docsys.tasks import actions, mailing, queries
from docsys.tasks.rules import Task

AS = click.option("--as", "login", help="只看这个登录名的人。")


@click.group()
def tasks() -> None:
    """待办与邮件提醒。"""


@tasks.command("due")
@AS
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="按哪一天；缺省为今天。")
@json_option
@pass_shell
def due(shell: Shell, *, login: str | None, as_of: object, as_json: bool) -> None:
    """各人的待办，最急的在前。"""
    day = as_of.date() if hasattr(as_of, "date") else local_day(shell.clock.now())
    with shell.database.read() as session:
        actors = [people.actor_by_login(session, login)] if login else [one for _, one in people.everybody(session)]
        found = {one: queries.owed(session, shell.services["task_sources"], one, day) for one in actors}
    if as_json:
        put_json([_told(one.login, task, day) for one, owed in found.items() for task in owed])
        return
    for one, owed in found.items():
        for task in owed:
            click.echo(f"{one.name}（{one.login}）  {task.what}  {task.about}  {task.said(day)}".rstrip())
    if not any(found.values()):
        click.echo("没有待办。")


def _told(login: str, task: Task, day: date) -> dict[str, object]:
    return {
        "login": login,
        "what": task.what,
        "about": task.about,
        "path": task.path,
        "due": task.due,
        "days_late": max(task.days_late(day), 0),
    }


@tasks.command("send")
@json_option
@pass_shell
@click.pass_context
def send(ctx: click.Context, shell: Shell, *, as_json: bool) -> None:
    """现在就发送今天的提醒邮件；今天已发过的人不再发。有未发出的返回 1。"""
    mailing.check(shell.settings) if mailing.is_on(shell.settings) else _refuse_off()
    context = Context(shell.database, shell.settings, shell.clock, shell.services)
    day = local_day(shell.clock.now())
    with shell.database.read() as session:
        readers = [(user.id, user.login) for user in queries.readers(session)]
    sent, failed = [], []
    for user_id, login in readers:
        try:
            count = actions.remind(context, user_id, day)
        except DocsysError as error:
            failed.append({"login": login, "reason": error.sentence})
        else:
            sent += [{"login": login, "count": count}] if count else []
    if as_json:
        put_json({"day": day, "sent": sent, "failed": failed})
    else:
        click.echo(f"{day}：发出 {len(sent)} 封，未发出 {len(failed)} 封。")
        for one in failed:
            click.echo(f"  {one['login']}：{one['reason']}", err=True)
    ctx.exit(FINDINGS if failed else 0)


def _refuse_off() -> None:
    raise click.UsageError("没有设置邮件服务器（smtp_host），不能发送。见《安装与运维手册》。")


COMMANDS: list[click.Command] = [tasks]
