"""status.json: what the mirror says of itself, for the pages, the command line and whoever watches over it."""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docsys.mirror import rules
from docsys.mirror.brakes import Brakes
from docsys.mirror.state import State
from docsys.settings import Settings

TARGET_STATES = {
    "ok": "正常",
    "away": "备份位置无法访问或未挂载",
    "full": "备份磁盘空间不足",
    "readonly": "备份位置为只读",
    "foreign": "备份文件夹属于另一个文档库",
}
SHOWN = 500  # rows of failed and damaged files


@dataclass
class Figures:
    """What only the running engine knows."""

    observer: str = "inotify"
    watching: bool = False
    inbox: int = 0
    inbox_age: float | None = None
    last_event: float | None = None
    last_reconcile: float | None = None
    compared: bool = False  # a full comparison with the target ended since the start
    not_mirrored: int = (
        0  # files of the library beyond those on the target as long as something waits, as of the last comparison
    )
    target_state: str = "ok"
    target_since: float | None = None
    request: str | None = None
    suspicions: list[str] = field(default_factory=list)


def folder(settings: Settings) -> Path:
    return settings.var / "mirror"


def status_path(settings: Settings) -> Path:
    return folder(settings) / "status.json"


def release_path(settings: Settings) -> Path:
    return folder(settings) / "release.json"


def request_path(settings: Settings) -> Path:
    return folder(settings) / "reconcile.request"


def state_path(settings: Settings) -> Path:
    return folder(settings) / "state.sqlite3"


def compose(state: State, brakes: Brakes, figures: Figures, target: str, now: float) -> dict[str, Any]:
    work = state.waiting()
    failed = [{"path": item.path, "reason": item.reason} for item in work if item.reason and not item.held]
    failed += [{"path": path, "reason": reason} for path, reason in state.troubles().items()]
    damaged = state.damaged()
    brake = brakes.on_source or brakes.on_mass
    waiting = len(work) + figures.inbox
    ages = [now - min((item.since for item in work), default=now), figures.inbox_age or 0.0]
    status: dict[str, Any] = {
        "configured": True,
        "running": True,
        "in_step": figures.compared
        and brake is None
        and figures.target_state == "ok"
        and not (waiting or failed or damaged),
        "waiting": waiting,
        "failed": failed[:SHOWN],
        "damaged": damaged[:SHOWN],
        "lag_seconds": round(max(0.0, *ages), 1),
        "last_event": figures.last_event,
        "last_reconcile": figures.last_reconcile,
        "brake": brake.shown() if brake else None,
        "observer": figures.observer if figures.watching else "scan",
        "suspicions": figures.suspicions[-10:],
        "files": _files(
            state, figures.not_mirrored if waiting else 0, len(work) + len(damaged) + len(state.troubles())
        ),
        "history": dict(zip(("files", "bytes"), state.history(), strict=True)),
        "target": {"address": target, "state": figures.target_state, "reason": TARGET_STATES[figures.target_state]},
        "last_verify": state.get("last_verify"),
        "log": state.logged(20),
        "request": figures.request,
        "updated_at": now,
        "pid": os.getpid(),
    }
    status["alarms"] = _alarms(status, figures, now)
    status["alarm"] = bool(status["alarms"])
    return status


def _files(state: State, not_mirrored: int, different: int) -> dict[str, int]:
    backup = state.file_count()
    return {"main": backup + not_mirrored, "backup": backup, "different": different}


def _alarms(status: dict[str, Any], figures: Figures, now: float) -> list[str]:
    alarms = []
    if status["brake"]:
        alarms.append(f"镜像已停止：{status['brake']['reason']}。请核实后由两人确认放行。")
    if status["damaged"]:
        alarms.append(f"现行文件被改动：{len(status['damaged'])} 个文件与批准发布时的内容不一致，备份中保留了原内容。")
    if figures.target_state != "ok" and now - (figures.target_since or now) > rules.ALARM_AFTER:
        alarms.append(f"备份中断超过 5 分钟：{TARGET_STATES[figures.target_state]}。")
    elif status["lag_seconds"] > rules.ALARM_AFTER:
        alarms.append(f"有 {status['waiting']} 项变更超过 5 分钟未同步到备份。")
    return alarms


def write(path: Path, data: dict[str, Any]) -> None:
    """At once or not at all; it is written anew every second, so no sync."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    temporary.replace(path)
