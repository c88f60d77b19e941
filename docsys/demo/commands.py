"""`docsys demo`."""

import click
from rich.console import Console
from rich.table import Table

from docsys.demo import making
from docsys.demo.people import Shown
from docsys.shell import Shell, pass_shell


@click.command()
@pass_shell
def demo(shell: Shell) -> None:
    """写入样例文档库和样例人员；已有账户时不再写。"""
    made = making.make(shell.database, shell.settings, shell.services["forms"], shell.clock.now())
    if made is None:
        click.echo("已有账户，样例文档库不再写入。忘记密码时用 docsys user password 登录名 设置新密码。")
        return
    click.echo(
        f"样例文档库已写入：{made.documents} 份文档，{made.orders} 份变更单，{len(made.people)} 个账户。"
        "密码只显示这一次，首次登录须修改："
    )
    show(made.people)


def show(people: list[Shown]) -> None:
    table = Table("登录名", "姓名", "单位", "角色", "密码")
    for one in people:
        table.add_row(one.login, one.name, one.unit, one.roles, one.password)
    Console().print(table)


COMMANDS: list[click.Command] = [demo]
