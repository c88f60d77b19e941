"""What others may ask of the mirror. All of it works whether or not the mirror's process is running."""

import json
import os
import random
import time
import uuid
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from docsys.clock import Clock, SystemClock
from docsys.errors import Unavailable
from docsys.mirror import daemon, history, reporting, restoring, rules
from docsys.mirror.history import Purge
from docsys.mirror.listing import state_of
from docsys.mirror.restoring import Restored
from docsys.mirror.source import Source
from docsys.mirror.state import State
from docsys.mirror.targets import Target, TargetTrouble, open_target
from docsys.mirror.verifying import Report, Verifier
from docsys.settings import Settings

STALE = 20.0  # seconds without a word from the process
UNSET = "未设置备份文件服务器（4.3.6）：文档没有备份副本。"
NOT_RUNNING = "镜像进程没有运行，文档库的变更未同步到备份。"
NO_ANSWER = "镜像进程没有响应，状态可能已过时。"


class NotRunning(Unavailable):
    message = "镜像进程没有运行，不能比对。请先启动 docsys serve（或 docsys mirror run）；启动时会自动完整比对。"


class NoAnswer(Unavailable):
    message = "镜像进程在 {seconds:.0f} 秒内没有完成比对，请稍后查看镜像状态。"


def status(settings: Settings, *, clock: Clock | None = None) -> dict[str, Any]:
    """What status.json last said, and whether that still holds: `configured`, `running`, `stale`, `alarms`."""
    data = _read(reporting.status_path(settings)) or _nothing()
    if not settings.backup_url:
        data |= _nothing() | {"configured": False}
        return data | {"alarms": [UNSET], "alarm": True}
    running = _is_alive(data["pid"])
    age = (clock or SystemClock()).now().timestamp() - data["updated_at"]
    data |= {"configured": True, "running": running, "stale": running and age > STALE}
    word = NOT_RUNNING if not running else NO_ANSWER if data["stale"] else None
    if word is not None:
        data |= {"alarms": [word, *data["alarms"]], "alarm": True}
    return data


def file_state(settings: Settings, relative_path: str) -> str:
    """`in_step`, `waiting`, `failed` or `unknown` for one file of the library."""
    return file_states(settings, [relative_path])[relative_path]


def file_states(settings: Settings, relative_paths: Iterable[str]) -> dict[str, str]:
    """The same for many, through one connection."""
    paths = list(relative_paths)
    place = reporting.state_path(settings)
    if not place.exists():
        return dict.fromkeys(paths, "unknown")
    source = Source(settings.archive)
    with closing(State(place, reading=True)) as state:
        troubles = state.troubles()
        return {
            path: "failed" if rules.printable(path) in troubles else state_of(path, state, source) for path in paths
        }


def ask(settings: Settings) -> str:
    """Have the running process compare everything now, without waiting; its status names the request when it is done.

    Raises:
        NotRunning
    """
    if not status(settings)["running"]:
        raise NotRunning
    request = uuid.uuid4().hex
    reporting.request_path(settings).write_text(request, "utf-8")
    return request


def verify(
    settings: Settings,
    sample: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    *,
    clock: Clock | None = None,
) -> dict[str, Any]:
    """Hash both sides of all files, or of a random `sample`; a bad backup file is mended from the library, and logged.

    Raises:
        TargetTrouble: the target is not there.
    """
    clock = clock or SystemClock()
    target = _reach(settings)
    report = Report()
    with closing(State(reporting.state_path(settings))) as state:
        paths = state.oldest_verified(-1)
        if sample is not None:
            paths = random.sample(paths, min(sample, len(paths)))
        verifier = Verifier(Source(settings.archive), target, state, clock)
        for number, path in enumerate(paths, 1):
            verifier.check(path, report)
            if progress is not None:
                progress(number, len(paths))
        state.set("last_verify", {"at": clock.now().timestamp()} | report.shown())
    return report.shown()


def reconcile_now(settings: Settings, *, seconds: float = 120.0) -> dict[str, Any]:
    """A full comparison now: by the running process where there is one, else here. The status after it.

    Raises:
        NoAnswer: the process did not get it done in time.
    """
    try:
        daemon.run_once(settings)
    except daemon.AlreadyRunning:
        _ask(settings, seconds)
    return status(settings)


def restore(settings: Settings, relative_path: str, to_dir: Path, as_of: datetime | None = None) -> list[Restored]:
    """Bring a file or a folder back from the mirror or its history into `to_dir`; never overwrites.

    Raises:
        BadPath, NoCopy, AlreadyThere, BadCopyRefused, TargetTrouble
    """
    target = _reach(settings)
    place = reporting.state_path(settings)
    if not place.exists():
        return restoring.restore(target, None, relative_path, to_dir, as_of)
    with closing(State(place, reading=True)) as state:
        return restoring.restore(target, state, relative_path, to_dir, as_of)


def purge(settings: Settings, days: int, *, clock: Clock | None = None) -> Purge:
    """Clear former copies older than `days`, within what 12.2.2 and the settings allow.

    Raises:
        KeptTooShort, TargetTrouble
    """
    now = (clock or SystemClock()).now()
    purged = history.purge(_reach(settings), days=days, configured=settings.mirror_history_days, now=now)
    with closing(State(reporting.state_path(settings))) as state, state.together():
        for kept in purged.removed:
            state.unkeep(kept.place)
        state.log(now.timestamp(), "purged", detail=f"{len(purged.removed)} 个文件，早于 {days} 天")
    return purged


def accept_target(settings: Settings, *, clock: Clock | None = None) -> None:
    """Take a new, empty place into use where the old one is gone for good (a replaced disk).

    Raises:
        TargetTrouble: the place holds another library's copies, or cannot be written.
    """
    target = open_target(settings)
    with closing(State(reporting.state_path(settings))) as state:
        library = state.get("library") or Source(settings.archive).library()
        if target.library() not in {None, library}:
            raise TargetTrouble(state="foreign", reason="备份文件夹属于另一个文档库")
        target.found(str(library))
        with state.together():
            state.set("library", library)
            state.set("founded", target.address)
            state.log((clock or SystemClock()).now().timestamp(), "target_accepted", detail=target.address)


def awaits_acceptance(settings: Settings) -> bool:
    """Whether the target was ours and is now a folder without our marker: a replaced disk, or a share not mounted."""
    place = reporting.state_path(settings)
    if not (settings.backup_url and settings.backup and settings.backup.is_dir() and place.exists()):
        return False
    target = open_target(settings)
    with closing(State(place, reading=True)) as state:
        return target.library() is None and state.get("founded") == target.address


def _reach(settings: Settings) -> Target:
    target = open_target(settings)
    if target.library() is None:
        raise TargetTrouble(state="away", reason=f"“{target.address}”中没有备份标记文件，可能是共享未挂载")
    return target


def _ask(settings: Settings, seconds: float) -> None:
    request = ask(settings)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = _read(reporting.status_path(settings)) or {}
        if answer.get("request") == request:
            return
        time.sleep(0.1)
    raise NoAnswer(seconds=seconds)


def _read(path: Path) -> dict[str, Any] | None:
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return data if isinstance(data, dict) else None


def _is_alive(pid: int | None) -> bool:
    if pid is None:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # it lives, under another account
        return True
    return True


def _nothing() -> dict[str, Any]:
    """The status of a mirror that has not said anything yet."""
    return {
        "configured": True,
        "running": False,
        "stale": False,
        "in_step": False,
        "waiting": 0,
        "failed": [],
        "damaged": [],
        "lag_seconds": 0.0,
        "last_event": None,
        "last_reconcile": None,
        "brake": None,
        "observer": "none",
        "suspicions": [],
        "files": {"main": 0, "backup": 0, "different": 0},
        "history": {"files": 0, "bytes": 0},
        "target": {"address": "", "state": "ok", "reason": ""},
        "last_verify": None,
        "log": [],
        "request": None,
        "updated_at": 0.0,
        "pid": None,
        "alarms": [],
        "alarm": False,
    }
