"""Setting up and running docsys: the commands `init`, `serve`, `worker`, `backup`, `rebuild`, and what gunicorn serves.

Loads every room; `cli` comes here only when a command needs them.
"""

import os
from pathlib import Path
from typing import Any

import click
from flask import Flask
from sqlalchemy import inspect, select

from docsys import app, audit, migrations, search, supervisor
from docsys import settings as configuration
from docsys.app.worker import work
from docsys.audit.models import AuditRow
from docsys.catalogue import jobs as catalogue
from docsys.db import Database
from docsys.documents.progress import steps
from docsys.documents.rebuilding import actions as rebuilding
from docsys.errors import DocsysError
from docsys.mirror import marker
from docsys.people.actions import accounts
from docsys.people.commands import account_of
from docsys.people.models import User
from docsys.people.rules import SYSTEM
from docsys.settings import Settings
from docsys.shell import FINDINGS, Shell, json_option, pass_shell, put_json
from docsys.status import snapshots


def wsgi() -> Flask:
    """What gunicorn serves: `docsys.running:wsgi()`."""
    return app.create_app(configuration.load(os.environ))


def wire(settings: Settings) -> tuple[Database, dict[str, Any]]:
    """The database with everybody who listens and the engine that finds, and the long-lived services."""
    database, services = app.wire(settings)
    search.attach(database, settings)
    return database, services


def note_refusal(shell: Shell, command: str, error: DocsysError) -> None:
    """The act was rolled back; that it was refused stays known, in a transaction of its own. Before `init` there is no log."""
    if not inspect(shell.database.engine).has_table(AuditRow.__tablename__):
        return
    detail = {"refused": type(error).__name__, "reason": error.sentence}
    with shell.database.act() as session:
        audit.record(
            session,
            f"cli.{command}",
            shell.actor or SYSTEM,
            command,
            now=shell.clock.now(),
            detail=detail,
            result="refused",
        )


@click.command()
@click.option("--administrator", metavar="登录名", help="尚无账户时建立首位系统管理员，显示其随机密码。")
@pass_shell
def init(shell: Shell, *, administrator: str | None) -> None:
    """建立或升级数据库，写入基础数据。可以反复运行。"""
    prepare(shell)
    click.echo("数据库与基础数据已就绪。")
    if administrator and (password := first_administrator(shell, administrator)):
        click.echo(f"首位系统管理员 {administrator}，密码（只显示这一次，首次登录须修改）：{password}")


def prepare(shell: Shell) -> None:
    """Tables, reference data, the marker of the library, its directories."""
    shell.settings.var.mkdir(parents=True, exist_ok=True)
    migrations.upgrade(shell.database)
    marker.ensure(shell.settings.archive)
    with shell.database.act() as session:
        for seed in app.SEEDS:
            seed(session, shell.clock.now())
        catalogue.order_all(session, shell.clock.now())
    catalogue.lay_out(shell.database, shell.settings.archive, shell.clock.now())


def first_administrator(shell: Shell, login: str) -> str | None:
    """His password, committed before it is shown; None where there are accounts already."""
    post = {"unit": "YGZX", "department": "综合部", "post": "系统管理员"}
    with shell.database.act() as session:
        if session.scalar(select(User.id).limit(1)) is not None:
            return None
        data = account_of(session, {"login": login, "name": "系统管理员", "staff_no": None, **post})
        return accounts.first_administrator(session, data, shell.clock.now())[1]


@click.command()
@pass_shell
def serve(shell: Shell) -> None:
    """启动网页服务、后台作业和镜像，由一个监管进程看护。"""
    supervisor.run(shell.settings, shell.clock)


@click.command()
@pass_shell
def worker(shell: Shell) -> None:
    """只运行后台作业（通常由 serve 启动）。"""
    work(shell.settings, shell.clock)


@click.command()
@json_option
@pass_shell
def backup(shell: Shell, *, as_json: bool) -> None:
    """立即做一份一致的数据库快照，存入文档库的 系统快照。"""
    snapshot = snapshots.take_and_record(shell.database, shell.settings.archive, SYSTEM, shell.clock.now())
    if as_json:
        put_json(snapshot)
    else:
        click.echo(f"已保存并核验：{snapshot.path}（{snapshot.size:,} 字节，SHA-256 {snapshot.sha256}）")


@click.command()
@click.option(
    "--from",
    "source",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="文档库文件夹或其备份。",
)
@json_option
@pass_shell
@click.pass_context
def rebuild(ctx: click.Context, shell: Shell, *, source: Path, as_json: bool) -> None:
    """只凭文档库或其备份，按各文件夹的元数据重建数据库。"""
    settings = shell.settings
    settings.var.mkdir(parents=True, exist_ok=True)
    rebuilding.check_empty(shell.database)
    library = rebuilding.look(source)
    prepare(shell)
    rebuilt = rebuilding.rebuild(shell.database, settings.archive, library, shell.clock.now(), steps)
    if as_json:
        put_json(rebuilt.as_data())
    else:
        for one in rebuilt.failed:
            click.echo(f"{one.path}：{one.reason}", err=True)
        click.echo(
            f"已重建：{rebuilt.documents} 份文档，{rebuilt.versions} 个版本，{rebuilt.files} 个文件，"
            f"{rebuilt.numbers} 个编号；{len(rebuilt.failed)} 处问题。"
        )
    if rebuilt.failed:
        ctx.exit(FINDINGS)


COMMANDS: list[click.Command] = [init, serve, worker, backup, rebuild]
