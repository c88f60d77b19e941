"""`docsys mirror …`: run, status, reconcile, verify, restore, purge, accept-target."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from docsys.clock import SHANGHAI
from docsys.mirror import daemon, queries
from docsys.mirror.verifying import OUTCOMES
from docsys.settings import Settings

FINDINGS = 1
MOMENTS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S"]


class HasSettings(Protocol):
    """What these commands need of the shell."""

    settings: Settings


json_option = click.option("--json", "as_json", is_flag=True, help="在标准输出上只给出一个 JSON 文档。")


@click.group()
def mirror() -> None:
    """备份文件服务器上的副本（4.3.6）。"""


@mirror.command()
@click.pass_obj
def run(shell: HasSettings) -> None:
    """运行镜像进程，直到收到结束信号（通常由 serve 启动）。"""
    daemon.run(shell.settings)


@mirror.command()
@json_option
@click.pass_obj
def status(shell: HasSettings, *, as_json: bool) -> None:
    """镜像状态。与文档库一致且没有告警时返回 0，否则返回 1。"""
    found = queries.status(shell.settings)
    _answer(found, as_json=as_json, show=_show_status)
    sys.exit(0 if found["in_step"] and not found["alarm"] else FINDINGS)


@mirror.command()
@json_option
@click.option("--seconds", default=120.0, show_default=True, help="最多等待的秒数。")
@click.pass_obj
def reconcile(shell: HasSettings, seconds: float, *, as_json: bool) -> None:
    """立即完整比对文档库与备份。"""
    found = queries.reconcile_now(shell.settings, seconds=seconds)
    _answer(found, as_json=as_json, show=_show_status)
    done = found["brake"] is None and not (found["waiting"] or found["failed"] or found["damaged"])
    sys.exit(0 if done and found["target"]["state"] == "ok" else FINDINGS)


@mirror.command()
@json_option
@click.option("--sample", type=click.IntRange(min=1), help="只校验随机抽取的若干个文件。")
@click.pass_obj
def verify(shell: HasSettings, sample: int | None, *, as_json: bool) -> None:
    """重新读取两侧文件并比对校验值，用文档库中的好文件修复备份中的坏副本（12.3.2）。"""
    with _bar("校验", quiet=as_json) as progress:
        report = queries.verify(shell.settings, sample, progress)
    _answer(report, as_json=as_json, show=_show_report)
    sys.exit(FINDINGS if report["findings"] else 0)


@mirror.command()
@click.argument("path")
@click.option(
    "--to", "to_dir", required=True, type=click.Path(file_okay=False, path_type=Path), help="恢复到这个文件夹。"
)
@click.option("--as-of", type=click.DateTime(MOMENTS), help="恢复当时的内容，例如 2026-11-23T09:00。")
@json_option
@click.pass_obj
def restore(shell: HasSettings, path: str, to_dir: Path, as_of: datetime | None, *, as_json: bool) -> None:
    """从备份或其历史中恢复一个文件或文件夹，不覆盖任何文件。PATH 为文档库内的相对路径。"""
    moment = as_of.replace(tzinfo=SHANGHAI) if as_of else None
    restored = queries.restore(shell.settings, path, to_dir, moment)
    rows = [{"path": r.path, "to": str(r.to), "sha256": r.sha256, "size": r.size, "origin": r.origin} for r in restored]
    _answer(rows, as_json=as_json, show=_show_restored)


@mirror.command()
@click.option("--days", required=True, type=click.IntRange(min=1), help="清除保留超过这些天的内容。")
@json_option
@click.pass_obj
def purge(shell: HasSettings, days: int, *, as_json: bool) -> None:
    """清除备份历史中过期的内容。核心数据至少一年，其他至少半年（12.2.2）。"""
    purged = queries.purge(shell.settings, days)
    found = {"removed": [kept.path for kept in purged.removed], "kept": purged.kept}
    _answer(
        found,
        as_json=as_json,
        show=lambda found: click.echo(f"已清除 {len(found['removed'])} 个，保留 {found['kept']} 个。"),
    )


@mirror.command("accept-target")
@click.confirmation_option(prompt="确认把当前的备份文件夹作为新的空备份启用？", help="不再询问。")
@click.pass_obj
def accept_target(shell: HasSettings) -> None:
    """更换备份磁盘后，启用新的空文件夹并重新复制全部文件。"""
    queries.accept_target(shell.settings)
    click.echo("已启用新的备份文件夹，镜像将重新复制全部文件。")


COMMANDS: list[click.Command] = [mirror]


def _answer(found: Any, *, as_json: bool, show: Callable[[Any], object]) -> None:
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        show(found)


def _show_status(found: dict[str, Any]) -> None:
    table = Table(show_header=False, box=None)
    rows = {
        "状态": ("一致" if found["in_step"] else "未一致") + ("" if found["running"] else "（镜像进程未运行）"),
        "等待": f"{found['waiting']} 项，最久 {found['lag_seconds']:.0f} 秒",
        "文件": f"文档库 {found['files']['main']}，备份 {found['files']['backup']}，不同 {found['files']['different']}",
        "历史": f"{found['history']['files']} 个，{found['history']['bytes'] / 1e6:.1f} MB",
        "备份位置": f"{found['target']['address']} {found['target']['reason']}",
        "监视方式": {"inotify": "即时（inotify）", "polling": "轮询", "scan": "仅定期比对"}.get(
            found["observer"], "无"
        ),
        "最近比对": _moment(found["last_reconcile"]),
    }
    for name, text in rows.items():
        table.add_row(name, text)
    console = Console()
    console.print(table, highlight=False)
    for sentence in found["alarms"]:
        console.print(f"告警：{sentence}", style="red", highlight=False, markup=False)
    for row in [*found["failed"], *found["damaged"]]:
        console.print(f"  {row['path']}：{row.get('reason', '现行文件被改动')}", highlight=False, markup=False)


def _show_report(report: dict[str, Any]) -> None:
    click.echo(f"校验 {report['checked']} 个文件，一致 {report['ok']} 个，等待同步 {report['pending']} 个。")
    for row in report["findings"]:
        click.echo(f"  {row['path']}：{OUTCOMES[row['kind']]}")


def _show_restored(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        click.echo(f"已恢复 {row['to']}（{row['size']} 字节，校验一致）")


def _moment(seconds: float | None) -> str:
    return "尚未" if seconds is None else f"{datetime.fromtimestamp(seconds, SHANGHAI):%Y-%m-%d %H:%M:%S}"


@contextmanager
def _bar(title: str, *, quiet: bool) -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar on a terminal; nothing where the output is read by a program."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task(title, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
