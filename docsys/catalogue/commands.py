"""`docsys catalogue check`, `docsys catalogue print`, `docsys export`."""

from dataclasses import replace
from pathlib import Path

import click

from docsys import audit
from docsys.catalogue import checking, directory, queries, repairing
from docsys.catalogue.exporting import actions as exporting
from docsys.catalogue.exporting import packing
from docsys.catalogue.rules import KIND_LABELS, Defect
from docsys.clock import local
from docsys.documents.listed import conditions
from docsys.folders import queries as folders
from docsys.people import queries as people
from docsys.people.models import Unit
from docsys.people.rules import SYSTEM, Permission, require
from docsys.printing import lists, render
from docsys.printing.limits import Limits
from docsys.shell import FINDINGS, Shell, json_option, pass_shell, put_json
from docsys.vault import write_atomically


@click.group()
def catalogue() -> None:
    """电子目录：检查与打印。"""


@catalogue.command("check")
@click.option("--repair", is_flag=True, help="逐处修复：从备份恢复、移回原处、改回名称；来历不明的移至“待查”。")
@json_option
@pass_shell
@click.pass_context
def check(ctx: click.Context, shell: Shell, *, repair: bool, as_json: bool) -> None:
    """目录、文件夹、文件一一对应（4.3.4）；有不符则返回 1。"""
    now = shell.clock.now()
    if repair:
        bench = repairing.Bench(shell.settings, shell.database, now)
        for done in repairing.repair_all(bench, SYSTEM):
            click.echo(
                f"{done.kind} {repairing.LABELS[done.kind]}  {done.path}  {done.reason or '已修复'}", err=as_json
            )
    checked = checking.check(shell.database, shell.settings.archive, now)
    checking.save(checked, shell.settings.var)
    if as_json:
        put_json([_told(one) for one in checked.defects])
    else:
        for one in checked.defects:
            click.echo(f"{one.kind} {KIND_LABELS[one.kind]}  {one.number or '—'}  {one.path}  {one.detail}")
        verdict = f"{len(checked.defects)} 处不符" if checked.defects else "一致"
        click.echo(f"文档 {checked.documents} 份、文件 {checked.files} 个：{verdict}。")
    if checked.defects:
        ctx.exit(FINDINGS)


def _told(defect: Defect) -> dict[str, str]:
    return {name: getattr(defect, name) for name in ("kind", "number", "path", "detail")}


@catalogue.command("print")
@click.option("--folder", "code", metavar="代码", help="只打印该文件夹及其下级，如 ZD、ZD07；缺省为全部。")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="写到哪个 PDF 文件。")
@pass_shell
def print_out(shell: Shell, *, code: str | None, out: Path) -> None:
    """打印电子文档目录（F-09a）。"""
    with shell.database.read() as session:
        under = folders.by_code(session, code) if code else None
        found = queries.lines(session, SYSTEM, *conditions({"folder": under.code} if under else {}))
        names = queries.names(session)
    title = f"{under.code} {under.name} 文档目录" if under else "文档目录"
    printed = f"{local(shell.clock.now()):%Y-%m-%d %H:%M}"
    sheet = directory.listing(title, found, names, unit=shell.settings.organisation, printed=printed)
    templates = shell.settings.templates
    html = lists.html(sheet, folder=templates)
    write_atomically(out, render(html, folder=templates, title=title, limits=Limits.of(shell.settings)))
    click.echo(f"已打印 {len(found)} 份文档的目录：{out}")


@click.command("export")
@click.argument("unit_code", metavar="单位代码")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="写到哪个 ZIP 文件。")
@click.option("--as", "login", metavar="登录名", help="只含该用户有权下载的文档；缺省为全部。")
@json_option
@pass_shell
@click.pass_context
def export(ctx: click.Context, shell: Shell, *, unit_code: str, out: Path, login: str | None, as_json: bool) -> None:
    """导出一个单位的现行文档：文件夹、目录 CSV、SHA256SUMS（4.3.3）；有缺则返回 1。"""
    now = shell.clock.now()
    with shell.database.read() as session:
        actor = people.actor_by_login(session, login) if login else replace(SYSTEM, channel="cli")
        unit = exporting.unit_of(session, Unit.code == unit_code.upper())
        if login:
            require(actor, Permission.DOCUMENT_READ_ALL, unit.id)
        planned = packing.plan(session, shell.settings.archive, unit, actor)
        if not planned.numbers:
            raise exporting.NothingToExport(unit=unit.short_name)
    packed = packing.pack(planned, out.absolute(), now)
    with shell.database.act() as session:
        audit.record(session, "catalogue.export", actor, unit_code.upper(), now=now, detail={"shell": True})
        exporting.note(session, planned, packed, actor, now)
    if as_json:
        put_json(packed)
    else:
        for problem in packed.problems:
            click.echo(problem, err=True)
        click.echo(f"已导出 {packed.documents} 份文档、{packed.files} 个文件：{out}")
    if packed.problems:
        ctx.exit(FINDINGS)


COMMANDS: list[click.Command] = [catalogue, export]
