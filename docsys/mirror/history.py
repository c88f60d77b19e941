"""The dated history on the target: nothing the mirror replaces or deletes is lost (12.2.2, R-4.3.6-3).

`.history/YYYY-MM-DD/HHMMSS_ffffff/<original path>`, and per day an `index.jsonl` written before the file is moved, so that a
history can be read without any database. Dates are those of Shanghai.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from docsys.clock import local
from docsys.mirror import rules
from docsys.mirror.targets import Target

ROOT = ".history"
INDEX = "index.jsonl"
PURGED = f"{ROOT}/purged.jsonl"
REASONS = {"replaced": "被新内容替换", "deleted": "在文档库中删除", "corrupt": "备份副本损坏"}


@dataclass(frozen=True)
class Kept:
    """One former copy. `at` is when it left the mirror, `copied_at` when it had come."""

    place: str
    path: str
    at: datetime
    reason: str
    sha256: str | None
    size: int
    copied_at: datetime | None

    def row(self) -> dict[str, Any]:
        """As the state database keeps it."""
        return asdict(self) | {
            "at": self.at.timestamp(),
            "copied_at": self.copied_at.timestamp() if self.copied_at else None,
        }


def keep(
    target: Target, path: str, reason: str, *, now: datetime, sha256: str | None, copied_at: datetime | None
) -> Kept | None:
    """Have the copy at `path` in the history: moved there if it was deleted, else until the new one takes its place.

    None if there is no such copy.
    """
    found = target.stat(path)
    if found is None:
        return None
    day, moment = _free_place(target, path, now)
    kept = Kept(f"{ROOT}/{day}/{moment}/{path}", path, now, reason, sha256, found.size, copied_at)
    line = asdict(kept) | {"at": _text(now), "copied_at": _text(copied_at)}
    target.append(f"{ROOT}/{day}/{INDEX}", f"{json.dumps(line, ensure_ascii=False)}\n".encode())
    if reason == "deleted" or found.folder:
        target.rename(path, kept.place)
    else:
        target.preserve(path, kept.place)
    return kept


def _free_place(target: Target, path: str, now: datetime) -> tuple[str, str]:
    moment = local(now)
    while target.stat(f"{ROOT}/{moment:%Y-%m-%d}/{moment:%H%M%S_%f}/{path}") is not None:
        moment += timedelta(microseconds=1)
    return f"{moment:%Y-%m-%d}", f"{moment:%H%M%S_%f}"


def entries(target: Target) -> Iterator[Kept]:
    """All former copies that are still there, oldest day first, from the index files of the target."""
    for day in sorted(_folders(target, ROOT)):
        yield from _of_day(target, day)


def _of_day(target: Target, day: str) -> Iterator[Kept]:
    if target.stat(f"{day}/{INDEX}") is None:
        return
    text = b"".join(target.read(f"{day}/{INDEX}")).decode("utf-8", "replace")
    for line in text.splitlines():
        kept = _parse(line)
        if kept is not None and target.stat(kept.place) is not None:
            yield kept


def _parse(line: str) -> Kept | None:
    """None for the half line that a power cut may leave: its file was then not moved either."""
    try:
        row = json.loads(line)
        row["at"] = datetime.fromisoformat(row["at"])
        row["copied_at"] = datetime.fromisoformat(row["copied_at"]) if row["copied_at"] else None
        return Kept(**row)
    except (ValueError, KeyError, TypeError):
        return None


@dataclass(frozen=True)
class Purge:
    removed: tuple[Kept, ...]
    kept: int  # still within their time


def purge(target: Target, *, days: int, configured: int, now: datetime) -> Purge:
    """Remove former copies older than `days`; core data stay at least a year whatever is asked.

    Raises:
        KeptTooShort: `days` is less than the settings and 12.2.2 allow.
    """
    rules.check_purge(days, configured)
    removed, kept = [], 0
    for entry in list(entries(target)):
        if not rules.is_expired(entry.path, now - entry.at, max(days, configured)):
            kept += 1
            continue
        line = json.dumps({"place": entry.place, "sha256": entry.sha256, "purged_at": _text(now)}, ensure_ascii=False)
        target.append(PURGED, f"{line}\n".encode())
        target.remove(entry.place)
        _prune(target, entry.place)
        removed.append(entry)
    return Purge(tuple(removed), kept)


def _prune(target: Target, place: str) -> None:
    """Remove the folders that became empty, up to the day."""
    folder = place.rpartition("/")[0]
    while folder.count("/") > 1 and not any(True for _ in target.list(folder)):
        target.remove(folder)
        folder = folder.rpartition("/")[0]


def _folders(target: Target, path: str) -> list[str]:
    if target.stat(path) is None:
        return []
    return [entry.path for entry in target.list(path) if entry.folder]


def _text(moment: datetime | None) -> str | None:
    return local(moment).isoformat() if moment else None
