"""What an import goes through, what each of its files is, and which files of the inbox wait. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

PATH_LENGTH = 1000


class Source(StrEnum):
    """Where the files come from."""

    FOLDER = "folder"
    UPLOAD = "upload"
    INBOX = "inbox"

    @property
    def label(self) -> str:
        return {"folder": "服务器文件夹", "upload": "网页上传", "inbox": "收件夹"}[self.value]


class RunState(StrEnum):
    COLLECTING = "collecting"
    READING = "reading"
    READY = "ready"
    IMPORTING = "importing"
    DONE = "done"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return RUN_LABELS[self]


RUN_LABELS: Mapping[RunState, str] = {
    RunState.COLLECTING: "待上传",
    RunState.READING: "试读中",
    RunState.READY: "待核对",
    RunState.IMPORTING: "导入中",
    RunState.DONE: "已导入",
    RunState.CLOSED: "已结束",
}
RUN_TONES: Mapping[RunState, str] = {
    RunState.COLLECTING: "draft",
    RunState.READING: "draft",
    RunState.READY: "soon",
    RunState.IMPORTING: "draft",
    RunState.DONE: "valid",
    RunState.CLOSED: "plain",
}
AT_WORK = frozenset({RunState.READING, RunState.IMPORTING})
OPEN = frozenset(RunState) - {RunState.CLOSED}


class ItemState(StrEnum):
    """`WAITING`: of the inbox, still being written. `FOUND`: not read yet. `QUEUED`: its import was asked for."""

    WAITING = "waiting"
    FOUND = "found"
    PROPOSED = "proposed"
    QUEUED = "queued"
    DONE = "done"
    SKIPPED = "skipped"
    EXCLUDED = "excluded"
    FAILED = "failed"

    @property
    def label(self) -> str:
        return ITEM_LABELS[self]


ITEM_LABELS: Mapping[ItemState, str] = {
    ItemState.WAITING: "等待写完",
    ItemState.FOUND: "待试读",
    ItemState.PROPOSED: "待导入",
    ItemState.QUEUED: "排队导入",
    ItemState.DONE: "已导入",
    ItemState.SKIPPED: "已跳过",
    ItemState.EXCLUDED: "不导入",
    ItemState.FAILED: "失败",
}
ITEM_TONES: Mapping[ItemState, str] = {
    ItemState.WAITING: "plain",
    ItemState.FOUND: "plain",
    ItemState.PROPOSED: "draft",
    ItemState.QUEUED: "draft",
    ItemState.DONE: "valid",
    ItemState.SKIPPED: "plain",
    ItemState.EXCLUDED: "plain",
    ItemState.FAILED: "late",
}
# Its marks may still be changed, where it has been read at all.
EDITABLE = frozenset({ItemState.PROPOSED, ItemState.EXCLUDED, ItemState.SKIPPED, ItemState.FAILED})

NO_FOLDER = "未能判断归入哪个文件夹，请指定"
SAME_NUMBER = "原编号与 {other} 相同，请核对"
VANISHED = "文件已不在原处"


@dataclass(frozen=True)
class Marks:
    """What of a proposal is judged."""

    folder: str
    old_number: str = ""


def doubt(marks: Marks, namesake: str) -> str:
    """Why a person should look at a proposal; empty where nothing speaks against it. `namesake` bears the same number."""
    if not marks.folder:
        return NO_FOLDER
    return SAME_NUMBER.format(other=namesake) if namesake else ""


HALF_WRITTEN = re.compile(
    r"(?:^~\$|^\.~|^\.|~$|\.(?:part|partial|tmp|temp|crdownload|download|filepart|swp|!ut|opdownload)$)", re.IGNORECASE
)


def is_half_written(name: str) -> bool:
    """Whether a name says that a browser, an editor or a copy is not done with the file."""
    return HALF_WRITTEN.search(name) is not None


@dataclass(frozen=True)
class Seen:
    """A file of the inbox as it was when looked at; `mtime` in nanoseconds."""

    size: int
    mtime: int


def is_settled(before: Seen, after: Seen, *, seconds: float, settle: float) -> bool:
    """Whether nobody writes a file any more: neither size nor time has changed for `settle` seconds."""
    return before == after and seconds >= settle
