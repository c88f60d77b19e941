"""How each part of docsys stands, judged from plain facts: 正常, 注意 or 故障, what is so, and what to do. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

MEBIBYTE = 1024 * 1024
GIBIBYTE = 1024 * MEBIBYTE
DISK_FULL = 500 * MEBIBYTE  # free bytes below which saving may fail at any moment
DISK_LOW, DISK_LOW_SHARE = 5 * GIBIBYTE, 0.1  # below both of these somebody should look
LAG_CARE = 60.0  # seconds
JOB_LATE = 300.0  # seconds a due job may wait for its worker
BEAT_LATE = 60.0  # seconds between two signs of life of the worker
SNAPSHOT_LATE = 2  # days
SHOWN_DAYS = 30  # of the daily record

# What two persons release, kind by kind, and what follows from it. A library that is gone is brought back, not released.
RELEASABLE: Mapping[str, str] = {
    "mass": "放行后，上述删除和改动将同步到备份；被替换和删除的内容移入备份历史，仍可恢复。",
    "empty": "放行后，空的文档库将同步到备份；备份中的全部文件移入备份历史，仍可恢复。",
    "other": "放行后，备份改为跟随当前这个文档库；原文档库的文件移入备份历史，仍可恢复。",
    "marker": "放行后，在当前文件夹重新写入标记文件并继续镜像。若是共享未挂载，请不要放行，先挂载。",
}
BRING_BACK = "请恢复或重新挂载文档库文件夹，恢复后镜像自动继续，不需要放行。"


class Standing(StrEnum):
    FINE = "正常"
    CARE = "注意"
    BROKEN = "故障"

    @property
    def label(self) -> str:
        return self.value

    @property
    def tone(self) -> str:
        return {"正常": "valid", "注意": "soon", "故障": "late"}[self.value]


@dataclass(frozen=True)
class Part:
    """One part: how it stands, the sentence that says so, what to do (empty where nothing), and its figures."""

    key: str
    label: str
    standing: Standing
    sentence: str
    todo: str = ""
    figures: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        found = asdict(self)
        return {name: found[name] for name in ("standing", "sentence", "todo")} | dict(self.figures)


@dataclass(frozen=True)
class Place:
    """A disk: what lies on it, how much is free of how much."""

    label: str
    path: str
    free: int
    total: int


def lasting(seconds: float) -> str:
    """A span of time as one would say it."""
    for unit, word in ((86_400, "天"), (3_600, "小时"), (60, "分钟")):
        if seconds >= 2 * unit:
            return f"{seconds / unit:.0f} {word}"
    return f"{seconds:.0f} 秒"


def is_ok(parts: Iterable[Part]) -> bool:
    return all(part.standing is not Standing.BROKEN for part in parts)


def worst(standings: Iterable[Standing]) -> Standing:
    return max(standings, key=list(Standing).index, default=Standing.FINE)


def judge_database(engine: str, size: int, revision: str | None, head: str | None) -> Part:
    figures = {"engine": engine, "size": size, "revision": revision, "head": head}
    if revision != head:
        sentence = f"{engine}；数据库结构为 {revision or '未登记'}，程序需要 {head}"
        todo = "请停止服务，运行 docsys backup 和 docsys init，再启动。"
        return Part("database", "数据库", Standing.BROKEN, sentence, todo, figures)
    return Part("database", "数据库", Standing.FINE, f"{engine}；结构为最新（{head}）", "", figures)


def judge_search(engine: str, states: Mapping[str, int], owed: int) -> Part:
    """`states` counts the entries by the state of their text, `owed` those an index on disk has not taken up."""
    entries, waiting, failed = sum(states.values()), states.get("未提取", 0) + owed, states.get("失败", 0)
    figures = {"engine": engine, "entries": entries, "waiting": waiting, "failed": failed}
    sentence = f"{entries} 个条目，{waiting} 个等待提取或入索引"
    if engine == "none":
        todo = "请在配置中设置 search_url 为 database: 或 whoosh:///路径。"
        return Part("search", "检索", Standing.BROKEN, "检索引擎已关闭", todo, figures)
    if failed:
        todo = "这些文件只能按编号和标题查到；请检查原文件是否损坏或加密。"
        return Part("search", "检索", Standing.CARE, f"{sentence}，{failed} 个提取失败", todo, figures)
    return Part("search", "检索", Standing.FINE, sentence, "", figures)


def judge_mirror(status: Mapping[str, Any]) -> Part:
    """By what status.json and `mirror.queries.status` say."""
    failed, waiting = len(status["failed"]) + len(status["damaged"]), status["waiting"]
    names = ("configured", "running", "in_step", "waiting", "lag_seconds", "last_reconcile", "observer")
    figures = {name: status[name] for name in names} | {"failed": failed, "brake": status["brake"]}
    if status["alarms"]:
        sentence = " ".join(status["alarms"])
        return Part("mirror", "镜像", Standing.BROKEN, sentence, "请到“备份”页查明原因并处理。", figures)
    if failed:
        return Part("mirror", "镜像", Standing.CARE, f"{failed} 个文件未能同步", "请到“备份”页查看原因。", figures)
    if status["in_step"]:
        return Part("mirror", "镜像", Standing.FINE, "备份与文档库一致", "", figures)
    if waiting and status["lag_seconds"] <= LAG_CARE:
        return Part("mirror", "镜像", Standing.FINE, f"正在同步，{waiting} 项等待", "", figures)
    sentence = f"{waiting} 项等待，最久 {lasting(status['lag_seconds'])}" if waiting else "正在完整比对"
    return Part("mirror", "镜像", Standing.CARE, sentence, "一般会自行完成；超过 5 分钟将告警。", figures)


def judge_fonts(found: Sequence[str], missing: Sequence[str], sentence: str) -> Part:
    figures = {"found": list(found), "missing": list(missing)}
    if missing:
        todo = "请运行 apt-get install fonts-noto-cjk 后重启服务；在此之前打印会被拒绝。"
        return Part("fonts", "字体", Standing.BROKEN, sentence, todo, figures)
    return Part("fonts", "字体", Standing.FINE, sentence, "", figures)


def judge_jobs(waiting: int, running: int, failed: int, late: float) -> Part:
    """`late` is how many seconds the longest waiting job has been due."""
    figures = {"waiting": waiting, "running": running, "failed": failed, "oldest_seconds": round(late, 1)}
    sentence = f"等待 {waiting}，进行中 {running}，失败 {failed}"
    if failed:
        todo = "请到“作业”页查看原因，排除后重试。"
        return Part("jobs", "后台作业", Standing.BROKEN, sentence, todo, figures)
    if late > JOB_LATE:
        sentence = f"{sentence}；最早的一个已等待 {lasting(late)}"
        return Part("jobs", "后台作业", Standing.CARE, sentence, "请确认后台进程在运行。", figures)
    return Part("jobs", "后台作业", Standing.FINE, sentence, "", figures)


def judge_disk(places: Sequence[Place], missing: Sequence[str] = ()) -> Part:
    """`missing` are the folders that must be there and are not."""
    figures = {"places": [asdict(place) for place in places], "missing": list(missing)}
    if missing:
        sentence, todo = f"{'、'.join(missing)}的文件夹不存在", "请运行 docsys init；使用共享或外接磁盘的请先挂载。"
        return Part("disk", "磁盘", Standing.BROKEN, sentence, todo, figures)
    sentence = "；".join(f"{one.label}剩余 {one.free / GIBIBYTE:.1f} GB" for one in places)
    standing = worst(_room(place) for place in places)
    todo = "" if standing is Standing.FINE else "请清理或扩充磁盘；空间用尽时系统会拒绝保存，已保存的内容不受影响。"
    return Part("disk", "磁盘", standing, sentence, todo, figures)


def _room(place: Place) -> Standing:
    if place.free < DISK_FULL:
        return Standing.BROKEN
    low = place.free < DISK_LOW and place.free < place.total * DISK_LOW_SHARE
    return Standing.CARE if low else Standing.FINE


def judge_worker(age: float | None, *, alive: bool, busy: bool) -> Part:
    """`age` is how many seconds ago the worker last gave a sign of life; while `busy` it gives none."""
    figures = {"alive": alive, "busy": busy, "beat_seconds": None if age is None else round(age, 1)}
    todo = "请启动 docsys serve（或 docsys worker）；已登记的作业会在启动后继续。"
    if age is None or not alive:
        return Part("worker", "后台进程", Standing.BROKEN, "后台进程没有运行", todo, figures)
    if age > BEAT_LATE and not busy:
        return Part("worker", "后台进程", Standing.BROKEN, f"后台进程 {lasting(age)}没有响应", todo, figures)
    return Part("worker", "后台进程", Standing.FINE, "运行中" + ("，正在办理作业" if busy else ""), "", figures)


def judge_office(path: str | None) -> Part:
    if path is None:
        sentence, todo = (
            "未安装 LibreOffice，Word 文件由 mammoth 转换，版式从简",
            "需要原版式时请安装 libreoffice-writer。",
        )
        return Part("office", "文档转换", Standing.CARE, sentence, todo, {"libreoffice": None, "used": "mammoth"})
    figures = {"libreoffice": path, "used": "libreoffice"}
    return Part("office", "文档转换", Standing.FINE, "由 LibreOffice 转换", "", figures)


def judge_snapshots(last: date | None, today: date) -> Part:
    """12.2.1: a copy of the database each day."""
    figures = {"last": last.isoformat() if last else None}
    todo = "请到“备份”页立即快照，并确认后台进程每天 01:00 在运行。"
    if last is None:
        return Part("snapshots", "数据库快照", Standing.CARE, "还没有快照（12.2.1）", todo, figures)
    days = (today - last).days
    if days >= SNAPSHOT_LATE:
        sentence = f"已 {days} 天没有快照，最近一次 {last}（12.2.1）"
        return Part("snapshots", "数据库快照", Standing.BROKEN, sentence, todo, figures)
    return Part("snapshots", "数据库快照", Standing.FINE, f"最近一次 {last}", "", figures)


def gaps(days: Iterable[date], today: date) -> list[date]:
    """Which of the last days have no snapshot; days before the first one do not count, today may still get its own."""
    had = set(days)
    first = max(min(had, default=today), today - timedelta(days=SHOWN_DAYS))
    return [day for day in (first + timedelta(days=n) for n in range((today - first).days)) if day not in had]
