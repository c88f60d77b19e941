"""What is mirrored, what counts as a loss, how long a copy is kept. Pure functions over plain values."""

import re
from dataclasses import dataclass
from datetime import timedelta

from docsys.errors import RuleBroken

CORE_DAYS = 366  # 12.2.2: core data at least one year
OTHER_DAYS = 183  # 12.2.2: all else at least half a year
BRAKE_WINDOW = 600.0  # seconds: deletions and alterations within ten minutes are one change set
BRAKE_SHARE = 0.05  # of the documents' files ...
BRAKE_SHARE_FROM = 200  # ... where there are more than these
ALARM_AFTER = 300.0  # seconds unsynced (R-4.3.6-2)
SETTLED = 0.4  # seconds without a write before a file nobody reported closed is copied
RACY = (
    50_000_000  # nanoseconds: a file read this soon after its last write may have changed within one tick of its mtime
)
METADATA = "元数据.json"

_CORE = re.compile(r"(^|/)\d\d_PZ|-PZ\d\d")
_GENERATED = ("_标识版.", "_属性页.")


class KeptTooShort(RuleBroken):
    message = "备份历史须至少保留 {days} 天，不能清除保留不足 {days} 天的内容。请把天数改为 {days} 或以上。"
    article = "12.2.2"


def ignored(path: str) -> bool:
    """Hidden names and the lock files of office programs are nobody's document."""
    return any(part.startswith((".", "~$")) for part in path.split("/"))


def decodable(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def printable(path: str) -> str:
    r"""`path` with undecodable bytes spelled out (`\xd6\xc6`), so that it can be shown and stored."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def is_core(path: str) -> bool:
    """Configurations of devices and network management are core data (12.2.1; R-12.2.1-1: the whole category PZ)."""
    return _CORE.search(path) is not None


def keep_days(path: str, configured: int) -> int:
    """How long a replaced or deleted copy of `path` stays: what is configured, never less than 12.2.2 demands."""
    return max(configured, CORE_DAYS if is_core(path) else OTHER_DAYS)


def check_purge(days: int, configured: int) -> None:
    """Refuse a purge that asks for anything 12.2.2 or the settings keep.

    Raises:
        KeptTooShort: names the least number of days.
    """
    least = max(configured, OTHER_DAYS)
    if days < least:
        raise KeptTooShort(days=least)


def is_expired(path: str, age: timedelta, configured: int) -> bool:
    return age >= timedelta(days=keep_days(path, configured))


def backoff(attempts: int) -> float:
    """Seconds until the next try."""
    return min(300.0, 0.5 * 2.0 ** min(attempts, 10))


def counts_when_deleted(path: str) -> bool:
    """Catalogues and snapshots are made anew and thinned out by the system itself; all else is somebody's work."""
    name = path.rsplit("/", 1)[-1]
    return not (path.startswith("系统快照/") or name.startswith("00_") or name == "编号台账.csv")


def counts_when_altered(path: str) -> bool:
    """What the system rewrites on its own may change for all documents at once without any harm."""
    return counts_when_deleted(path) and not path.endswith(METADATA) and not any(mark in path for mark in _GENERATED)


@dataclass(frozen=True)
class Toll:
    """What would have been deleted or altered within the window, and out of how many."""

    affected: int  # files
    of_documents: int  # those of them that lie in a document's folder
    documents: int  # files known in the folders of documents


def brake_reason(toll: Toll, limit: int) -> str | None:
    """Why this change set must wait for two persons, or None."""
    if toll.affected > limit:
        return f"十分钟内有 {toll.affected} 个文件被删除或改动，超过上限 {limit} 个"
    if toll.documents > BRAKE_SHARE_FROM and toll.of_documents > toll.documents * BRAKE_SHARE:
        return (
            f"十分钟内有 {toll.of_documents} 个文档文件被删除或改动，超过全部 {toll.documents} 个的 {BRAKE_SHARE:.0%}"
        )
    return None


def document_folders(path: str) -> tuple[str, ...]:
    """The folders whose 元数据.json may speak of `path`: its own, and for attachments the one above."""
    parts = path.split("/")[:-1]
    return tuple("/".join(parts[:depth]) for depth in range(len(parts), max(len(parts) - 2, 0), -1))
