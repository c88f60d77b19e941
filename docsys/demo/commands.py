"""`docsys demo`."""

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy import select

from docsys.demo import library, people
from docsys.people.models import User
from docsys.shell import Shell, pass_shell


@click.command()
@pass_shell
def demo(shell: Shell) -> None:
    """写入样例文档库和样例人员；已有账户时不再写。"""
    now = shell.clock.now()
    with shell.database.act() as session:
        if session.scalar(select(User.id).limit(1)) is not None:
            click.echo("已有账户，样例文档库不再写入。")
            return
        shown = people.make(session, now)
        scene = library.Scene(session, people.cast(session), shell.settings.archive)
        count = library.make(scene, now)
    click.echo(f"样例文档库已写入：{count} 份文档，{len(shown)} 个账户。密码只显示这一次，首次登录须修改：")
    table = Table("登录名", "姓名", "单位", "角色", "密码")
    for one in shown:
        table.add_row(one.login, one.name, one.unit, one.roles, one.password)
    Console().print(table)


COMMANDS: list[click.Command] = [demo]
