"""The brake: an empty or vanished library is not a deletion, and a mass change waits for two persons.

Two of them: one on the library as a whole (gone, unmarked, another one, empty), which lets go by itself when the
library is back, and one on mass changes, which only a release by two persons lifts. Additions go on under the second.
"""

import json
import uuid
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from docsys.mirror import marker, rules
from docsys.mirror.source import Source
from docsys.mirror.state import Known, State

SOURCE, MASS = "brake_source", "brake_mass"
REASONS = {
    "missing": "找不到文档库文件夹",
    "marker": "文档库中没有标记文件 .docsys-library，可能是共享未挂载",
    "other": "文档库的标记与备份的标记不一致，不是同一个文档库",
    "empty": "文档库是空的，而备份中有文件",
}


@dataclass(frozen=True)
class Brake:
    """What stands in status.json under `brake`. `kind` is missing, marker, other, empty or mass."""

    id: str
    kind: str
    reason: str
    since: float
    counts: dict[str, int]

    def shown(self) -> dict[str, Any]:
        return asdict(self)


class Brakes:
    def __init__(self, source: Source, state: State, limit: int) -> None:
        self._source = source
        self._state = state
        self._limit = limit

    @property
    def on_source(self) -> Brake | None:
        return self._get(SOURCE)

    @property
    def on_mass(self) -> Brake | None:
        return self._get(MASS)

    def check_source(self, now: float) -> tuple[bool, bool]:
        """Whether the library may be believed, and whether that has just become so again."""
        kind = self._defect()
        standing = self.on_source
        if kind is None:
            self._drop(SOURCE, now, "文档库已恢复")
            return True, standing is not None
        if standing is None or standing.kind != kind:
            self._set(
                SOURCE, Brake(uuid.uuid4().hex, kind, REASONS[kind], now, {"known": self._state.file_count()}), now
            )
        return False, False

    def hold(self, losses: list[Known], changed: list[Known], now: float) -> tuple[set[str], set[str]]:
        """Which of the paths to be removed or altered must wait, and which count; sets the brake where they are too many."""
        counted = self._counted(losses, changed)
        approved = {path for path in counted if (work := self._state.work(path)) is not None and work.approved}
        counted -= approved
        if self.on_mass is None and counted:
            self._judge(counted, now)
        if self.on_mass is None:
            return set(), counted
        above = {
            known.path for known in losses if known.is_folder and any(_below(path, known.path) for path in counted)
        }
        return counted | above, counted

    def let_go(self, now: float) -> None:
        """When all that was held has come back by itself there is nothing left to decide."""
        if self.on_mass is not None and not self._state.holds():
            self._drop(MASS, now, "被删除或改动的文件已恢复原状")

    def lost(self, paths: set[str], now: float) -> None:
        """These have been removed or altered on the target: they count for the next ten minutes."""
        self._state.lose(paths, now)

    def _counts(self, known: Known, *, removed: bool) -> bool:
        if known.is_folder or (self._state.is_damaged(known.path) and not removed):
            return False
        return rules.counts_when_deleted(known.path) if removed else rules.counts_when_altered(known.path)

    def obey(self, path: Path, now: float) -> bool:
        """Carry out the release that two persons wrote to `path`; True if a brake was lifted. Anything else is refused and logged."""
        try:
            text = path.read_text("utf-8")
        except FileNotFoundError:
            return False
        path.unlink(missing_ok=True)
        brake, names = self._release(text)
        if brake is None or names is None:
            self._state.log(now, "release_refused", detail=text[:500])
            return False
        if brake.kind == "mass":
            self._state.unhold(approved=True)
            self._state.forget_losses()
            self._drop(MASS, now, "、".join(names))
        else:
            self._accept_source(brake)
            self._drop(SOURCE, now, "、".join(names))
        return True

    def _defect(self) -> str | None:
        if not self._source.is_there():
            return "missing"
        library = self._source.library()
        if library is None:
            return "marker"
        if library != self._state.get("library"):
            return "other"
        if self._source.is_empty() and self._state.file_count() and not self._state.get("empty_accepted"):
            return "empty"
        if self._state.get("empty_accepted") and not self._source.is_empty():
            self._state.set("empty_accepted", value=False)
        return None

    def _judge(self, counted: set[str], now: float) -> None:
        affected = counted | self._state.lost_since(now - rules.BRAKE_WINDOW)
        of_documents = sum(1 for path in affected if self._is_documents(path))
        toll = rules.Toll(len(affected), of_documents, self._state.document_count())
        reason = rules.brake_reason(toll, self._limit)
        if reason is not None:
            counts = {
                "affected": toll.affected,
                "of_documents": toll.of_documents,
                "documents": toll.documents,
                "held": len(counted),
            }
            self._set(MASS, Brake(uuid.uuid4().hex, "mass", reason, now, counts), now)

    def _counted(self, losses: list[Known], changed: list[Known]) -> set[str]:
        leaving = {known.path for known in losses}
        lost = {
            known.path for known in losses if self._counts(known, removed=True) and not self._lives_on(known, leaving)
        }
        return lost | {known.path for known in changed if self._counts(known, removed=False)}

    def _lives_on(self, known: Known, leaving: set[str]) -> bool:
        """The same bytes stay in the mirror under another name: a move that was seen in two halves."""
        return bool(known.size and known.sha256) and any(
            path not in leaving for path in self._state.paths_with(str(known.sha256)) if path != known.path
        )

    def _is_documents(self, path: str) -> bool:
        return any(
            self._state.known(f"{folder}/{rules.METADATA}") is not None for folder in rules.document_folders(path)
        )

    def _release(self, text: str) -> tuple[Brake | None, list[str] | None]:
        try:
            release = json.loads(text)
            names = sorted({name for name in release["by"] if isinstance(name, str) and name})
            brake = next(
                (b for b in (self.on_source, self.on_mass) if b is not None and b.id == release["brake_id"]), None
            )
        except (ValueError, KeyError, TypeError):
            return None, None
        return brake, names if len(names) > 1 else None

    def _accept_source(self, brake: Brake) -> None:
        if brake.kind == "empty":
            self._state.set("empty_accepted", value=True)
        elif brake.kind == "other":
            self._state.set("library", self._source.library())
            self._state.set("library_accepted", value=True)
        elif brake.kind == "marker":
            marker.write(self._source.root / marker.LIBRARY, str(self._state.get("library")))

    def _get(self, slot: str) -> Brake | None:
        value = self._state.get(slot)
        return None if value is None else Brake(**value)

    def _set(self, slot: str, brake: Brake, now: float) -> None:
        with self._state.together():
            self._state.set(slot, brake.shown())
            self._state.log(now, "brake", detail=brake.reason)

    def _drop(self, slot: str, now: float, why: str) -> None:
        if self._get(slot) is not None:
            with self._state.together():
                self._state.set(slot, value=None)
                self._state.log(now, "brake_released", detail=why)


def _below(path: str, folder: str) -> bool:
    return path.startswith(f"{folder}/")
