"""Proof by hash instead of "no error": both sides are read again, and a rotten copy is mended from the good side (12.3.2)."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from docsys.clock import Clock
from docsys.errors import DocsysError
from docsys.mirror import history
from docsys.mirror.planning import digest
from docsys.mirror.source import Found, Source, SourceTrouble
from docsys.mirror.state import Known, State
from docsys.mirror.targets import Target, digest_of

OUTCOMES = {
    "ok": "一致",
    "repaired": "备份副本损坏或缺失，已用文档库中的文件修复",
    "main_damaged": "文档库中的文件损坏，备份副本完好，请用“恢复”取回",
    "both_damaged": "两侧内容都与记录不符",
    "pending": "等待同步，本次未校验",
}


@dataclass
class Report:
    """What a verification found. `findings` holds path, kind and the Chinese sentence of whatever is not in order."""

    checked: int = 0
    ok: int = 0
    pending: int = 0
    bytes: int = 0
    findings: list[dict[str, str]] = field(default_factory=list)

    def add(self, path: str, outcome: str, size: int) -> None:
        if outcome == "pending":
            self.pending += 1
            return
        self.checked += 1
        self.bytes += size
        if outcome == "ok":
            self.ok += 1
        else:
            self.findings.append({"path": path, "kind": outcome, "detail": OUTCOMES[outcome]})

    def shown(self) -> dict[str, Any]:
        return {
            "checked": self.checked,
            "ok": self.ok,
            "pending": self.pending,
            "bytes": self.bytes,
            "repaired": [row["path"] for row in self.findings if row["kind"] == "repaired"],
            "damaged": [row["path"] for row in self.findings if row["kind"] != "repaired"],
            "findings": self.findings,
        }


class Verifier:
    def __init__(self, source: Source, target: Target, state: State, clock: Clock) -> None:
        self._source = source
        self._target = target
        self._state = state
        self._clock = clock

    def check(self, path: str, report: Report) -> None:
        """Hash both sides of one file, mend the backup where only it is bad, and say what was found."""
        known = self._state.known(path)
        if known is None or known.is_folder:
            return
        outcome = self._outcome(known)
        report.add(path, outcome, known.size)
        now = self._clock.now().timestamp()
        with self._state.together():
            if outcome != "pending":
                self._state.verified(path, now)
            if outcome not in {"ok", "pending"}:
                self._state.log(now, outcome, path, OUTCOMES[outcome])

    def _outcome(self, known: Known) -> str:
        found = self._found(known)
        main = digest(self._source, found) if found is not None else None
        if found is None or main is None:
            return "pending"
        backup = self._backup(known.path)
        if main == known.sha256:
            if backup == main:
                return "ok"
            self._repair(known, found)
            return "repaired"
        self._state.damage(known.path, str(known.sha256), main, self._clock.now().timestamp())
        return "main_damaged" if backup == known.sha256 else "both_damaged"

    def _found(self, known: Known) -> Found | None:
        """The library's file, if it is still the one that was copied."""
        try:
            found = self._source.look(known.path)
        except SourceTrouble:
            return None
        if found is None or (found.size, found.mtime_ns, found.inode) != (known.size, known.mtime_ns, known.inode):
            return None
        return found

    def _backup(self, path: str) -> str | None:
        try:
            return digest_of(self._target.read(path))
        except OSError:
            return None

    def _repair(self, known: Known, found: Found) -> None:
        now = self._clock.now()
        came = datetime.fromtimestamp(known.copied_at, UTC)
        started = time.time_ns()

        def accept(sha256: str) -> None:
            if sha256 != known.sha256:
                raise RepairRefused(path=known.path)
            kept = history.keep(self._target, known.path, "corrupt", now=now, sha256=None, copied_at=came)
            if kept is not None:
                self._state.keep(kept.row())

        stored = self._target.put(known.path, self._source.read(found), found.mtime_ns, accept)
        self._state.remember(
            Known(
                *(known.path, False, found.size, found.mtime_ns, found.inode, stored.sha256),
                *(now.timestamp(), started, stored.size, stored.mtime_ns),
            )
        )


class RepairRefused(DocsysError):
    message = "“{path}”在修复过程中发生变化，未修复，请重新校验。"
