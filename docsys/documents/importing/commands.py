"""`docsys import`: taking over an existing folder tree."""

from pathlib import Path

import click

from docsys.documents.importing import applying, manifest, planning
from docsys.documents.importing.applying import Report, Work
from docsys.documents.importing.planning import Candidate, Left
from docsys.documents.progress import steps
from docsys.errors import InvalidInput, Refused
from docsys.folders import queries as folders
from docsys.people.commands import act_as, unit_called
from docsys.people.rules import SYSTEM
from docsys.shell import FINDINGS, Shell, json_option, pass_shell, put_json

SHOWN = 20  # of what was left out, on a terminal


@click.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--into", metavar="ZD07", help="不能由文件夹名称判断时归入的文件夹。")
@click.option("--unit", default="YGZX", show_default=True, help="归口单位代码。")
@click.option("--manifest", "listing", type=click.Path(dir_okay=False, path_type=Path), help="导入清单（CSV）。")
@click.option("--dry-run", is_flag=True, help="只生成清单，不导入；清单编辑后用 --manifest 交回。")
@click.option("--as", "login", metavar="登录名", help="以该用户的身份；其密码从标准输入读。")
@json_option
@pass_shell
@click.pass_context
def take_over(  # noqa: PLR0913 - the options of the command
    ctx: click.Context,
    shell: Shell,
    *,
    folder: Path,
    into: str | None,
    unit: str,
    listing: Path | None,
    dry_run: bool,
    login: str | None,
    as_json: bool,
) -> None:
    """接管已有的文件夹：每个文件成为现行文档，缺少的标识列为待补。可以反复运行，已导入的不再导入。"""
    actor = act_as(shell, login) if login else SYSTEM
    _check(shell, folder, into, unit)
    listed = manifest.read(_existing(listing)) if listing and not dry_run else None
    root = folder.resolve()
    work = Work(shell.database, shell.settings.archive, shell.clock, actor, root, into, unit, listed)
    report, found = Report(), _found(root, listed)
    for left in found[1]:
        report.leave(left)
    out = _fresh(listing or Path(f"{root.name}_导入清单.csv")) if dry_run else None
    with steps("试读" if dry_run else "导入", len(found[0])) as step:
        (applying.try_out if dry_run else applying.run)(work, found[0], report, step)
    if out is not None:
        out.write_bytes(manifest.written(report.rows))
    _tell(report, out, as_json=as_json)
    if report.failed:
        ctx.exit(FINDINGS)


def _check(shell: Shell, folder: Path, into: str | None, unit: str) -> None:
    """What would fail for each file is said once, before the first."""
    root, archive = folder.resolve(), shell.settings.archive.resolve()
    if root.is_relative_to(archive) or archive.is_relative_to(root):
        raise Refused(message="“{folder}”与文档库重叠，不能导入。请先把要导入的文件复制到别处。", folder=folder)
    with shell.database.read() as session:
        unit_called(session, unit)
        if into is not None:
            folders.by_code(session, into)


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise click.UsageError(f"没有导入清单 {path}。")
    return path


def _fresh(path: Path) -> Path:
    """Where the manifest goes; one that somebody may have edited is never overwritten."""
    if path.exists():
        raise InvalidInput(message="{path} 已存在，为免覆盖已编辑的清单，请另起名称或先移走。", path=path)
    return path


def _found(root: Path, listed: dict[str, manifest.Row] | None) -> tuple[list[Candidate], list[Left]]:
    """What is to be taken over, and what not; a row of the list without its file is a failure."""
    everything = list(planning.walk(root))
    candidates = [one for one in everything if isinstance(one, Candidate)]
    left = [one for one in everything if isinstance(one, Left)]
    there = {one.shown for one in candidates}
    absent = [path for path in listed or {} if path not in there]
    return candidates, [*left, *(Left(path, "文件夹中没有清单所列的文件", failed=True) for path in absent)]


def _tell(report: Report, out: Path | None, *, as_json: bool) -> None:
    if as_json:
        put_json(report.as_data() | ({"manifest": str(out), "planned": len(report.rows)} if out else {}))
        return
    for name, rows in (("跳过", report.skipped), ("失败", report.failed)):
        for row in rows[:SHOWN]:
            click.echo(f"{name}  {row['path']}：{row['reason']}", err=name == "失败")
        if len(rows) > SHOWN:
            click.echo(f"{name}  另有 {len(rows) - SHOWN} 项，用 --json 列出全部。")
    missing = sum(1 for one in report.documents if one["missing"])
    if out is not None:
        click.echo(f"清单已写入 {out}：{len(report.rows)} 个文件。编辑后用 --manifest 交回。")
    else:
        click.echo(
            f"已导入 {len(report.documents)} 份，其中 {missing} 份有待补标识；跳过 {len(report.skipped)}，失败 {len(report.failed)}。"
        )
