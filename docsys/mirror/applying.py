"""Carries a plan out on the target, one path at a time; what fails is postponed and its neighbours go on."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from docsys.clock import Clock
from docsys.mirror import history, rules
from docsys.mirror.damage import Approved, Damaged
from docsys.mirror.planning import Plan, digest
from docsys.mirror.source import Found, Source, SourceChanged, SourceGone, SourceTrouble
from docsys.mirror.state import Known, State, Work
from docsys.mirror.targets import BadCopy, Stat, Stored, Target, digest_of

GRACE = 3.0  # seconds within which a file and its 元数据.json may disagree: they are not written in one instant
CHANGING_QUIETLY = 5  # attempts before a file that is being written counts as failed


class Applier:
    """`pulse` is called often: it commits, writes the status, and says False where the process is to end."""

    def __init__(self, source: Source, target: Target, state: State, clock: Clock, pulse: Callable[[], bool]) -> None:
        self._source = source
        self._target = target
        self._state = state
        self._clock = clock
        self._pulse = pulse
        self._approved = Approved(source, target)
        self.look_again: list[str] = []
        self.finished: set[str] = set()

    def rename_folder(self, known: Known, found: Found) -> bool:
        """Carry a whole folder over without copying; False where the target does not have it as expected."""
        if self._target.stat(known.path) is None or self._target.stat(found.path) is not None:
            return False
        self._target.rename(known.path, found.path)
        self._state.begin()
        for child in [known, *self._state.known_below(known.path)]:
            self._state.forget(child.path)
            self._state.remember(replace(child, path=f"{found.path}{child.path.removeprefix(known.path)}"))
            self._state.done(child.path)
        self._state.log(self._now().timestamp(), "rename", found.path, known.path)
        return True

    def apply(self, plan: Plan) -> None:
        """In the order in which a plan must be done. `finished` then holds what needs no second look.

        Raises:
            TargetTrouble: the target as a whole; the rest is left undone.
        """
        self._approved.forget()
        self.finished = set()
        self._state.begin()
        for path, step in self._steps(plan):
            if not self._pulse():
                return
            self._try(path, step)
            self.finished.add(path)

    def _steps(self, plan: Plan) -> Iterator[tuple[str, Callable[[], None]]]:
        yield from ((path, partial(self._settle, path)) for path in plan.settled)
        yield from ((found.path, partial(self._touch, known, found)) for known, found in plan.touched)
        yield from ((known.path, partial(self._remove, known)) for known in plan.replaced)
        yield from ((found.path, partial(self._make_folder, found)) for found in plan.folders)
        yield from ((found.path, partial(self._rename, known, found)) for known, found in plan.renames)
        yield from ((found.path, partial(self._copy, found)) for found in plan.copies)
        yield from ((known.path, partial(self._remove_if_gone, known)) for known in plan.removals)

    def _try(self, path: str, step: Callable[[], None]) -> None:
        try:
            step()
        except SourceGone:
            self.look_again.append(path)
        except SourceChanged as changed:
            self._postpone(path, changed.sentence, quiet=True)
        except SourceTrouble as trouble:
            self._state.begin()
            self._state.done(path)
            self._state.trouble(path, trouble.sentence, self._now().timestamp())
        except Damaged as damage:
            self._flag(damage)
        except BadCopy as bad:
            self._postpone(path, bad.sentence)
        except OSError as error:
            self._postpone(path, f"写入备份失败：{error.strerror}")
        else:
            self._state.begin()
            self._state.done(path)

    def _settle(self, path: str) -> None:
        """In order, unless it was found damaged and still is: then only its own bytes can say so."""
        self._state.done(path)
        if not self._state.is_damaged(path):
            return
        known, found = self._state.known(path), self._source.look(path)
        if known is not None and found is not None:
            if digest(self._source, found) != known.sha256:
                return
            try:
                self._approved.check(path, str(known.sha256))
            except Damaged:
                return
        self._mend(path)

    def _mend(self, path: str) -> None:
        if self._state.mend(path):
            self._log("mended", path)

    def _touch(self, known: Known, found: Found) -> None:
        self._state.begin()
        self._state.remember(
            replace(
                known, mtime_ns=found.mtime_ns, inode=found.inode, read_ns=time.time_ns(), copied_at=known.copied_at
            )
        )
        self._settle(found.path)

    def _make_folder(self, found: Found) -> None:
        stat = self._target.stat(found.path)
        if stat is not None and not stat.folder:
            self._keep(found.path, "deleted", self._state.known(found.path))
        self._target.mkdir(found.path)
        self._state.begin()
        self._state.remember(self._row(found, None, Stored("", 0, 0), time.time_ns()))

    def _rename(self, known: Known, found: Found) -> None:
        there = self._target.stat(known.path)
        if there is None or there.folder or (there.size, there.mtime_ns) != (known.target_size, known.target_mtime_ns):
            self._copy(found)
            self._remove(known)
            return
        self._approve(found, str(known.sha256))
        self._keep(found.path, "replaced", self._state.known(found.path))
        self._target.rename(known.path, found.path)
        self._state.begin()
        self._state.forget(known.path)
        self._state.done(known.path)
        self._state.remember(replace(known, path=found.path))
        self._arrived(found.path)

    def _copy(self, found: Found) -> None:
        there = self._target.stat(found.path)
        if there is not None and there.folder:
            raise IsADirectoryError(21, "备份中同名的是文件夹")
        if there is not None and there.size == found.size and self._adopt(found, there):
            return
        if found.path.endswith(rules.METADATA) and there is not None:
            self._approved.check_metadata(found.path, b"".join(self._source.read(found)))
        started = time.time_ns()
        stored = self._target.put(found.path, self._chunks(found), found.mtime_ns, partial(self._accept, found, there))
        self._state.begin()
        self._state.remember(self._row(found, stored.sha256, stored, started))
        self._arrived(found.path)

    def _adopt(self, found: Found, there: Stat) -> bool:
        """The target has these bytes already (a copy finished just before a crash, a new state database)."""
        started = time.time_ns()
        known = self._state.known(found.path)
        trusted = known is not None and (known.target_size, known.target_mtime_ns) == (there.size, there.mtime_ns)
        ours = known.sha256 if known is not None and trusted else None
        digest = digest_of(self._chunks(found))
        if digest != (ours or digest_of(self._target.read(found.path))):
            return False
        self._state.begin()
        self._state.remember(self._row(found, digest, Stored(digest, there.size, there.mtime_ns), started))
        self._arrived(found.path)
        return True

    def _accept(self, found: Found, there: Stat | None, sha256: str) -> None:
        """Asked when the new copy lies verified beside the old one: the last moment to refuse, and to keep the old one."""
        self._approve(found, sha256, has_copy=there is not None)
        if there is not None:
            self._keep(found.path, "replaced", self._state.known(found.path))

    def _approve(self, found: Found, sha256: str, *, has_copy: bool = True) -> None:
        try:
            self._approved.check(found.path, sha256)
        except Damaged as damage:
            if time.time_ns() - found.ctime_ns < GRACE * 1e9:
                raise SourceChanged from damage
            if has_copy:
                raise
            self._flag(damage)  # a copy of the wrong thing is better than none
        else:
            self._state.begin()
            self._mend(found.path)

    def _flag(self, damage: Damaged) -> None:
        path, expected, found = (str(damage.data[key]) for key in ("path", "expected", "found"))
        self._state.begin()
        if self._state.damage(path, expected, found, self._now().timestamp()):
            self._log("damaged", path, f"{expected} -> {found}")
        self._state.done(path)

    def _arrived(self, path: str) -> None:
        """A new 元数据.json may explain files that looked damaged."""
        if path.endswith(f"/{rules.METADATA}"):
            self._approved.forget()
            self.look_again += self._state.damaged_below(path.rpartition("/")[0])

    def _remove_if_gone(self, known: Known) -> None:
        if self._source.look(known.path) is not None:
            self.look_again.append(known.path)
            return
        self._remove(known)

    def _remove(self, known: Known) -> None:
        if known.is_folder:
            if self._target.stat(known.path) is not None:
                self._target.remove(known.path)
        else:
            self._keep(known.path, "deleted", known)
        self._state.begin()
        self._state.forget(known.path)
        self._settle(known.path)

    def _keep(self, path: str, reason: str, known: Known | None) -> None:
        came = datetime.fromtimestamp(known.copied_at, UTC) if known is not None else None
        kept = history.keep(
            self._target, path, reason, now=self._now(), sha256=known.sha256 if known else None, copied_at=came
        )
        if kept is not None:
            self._state.begin()
            self._state.keep(kept.row())
            self._log(reason, path, kept.place)

    def _chunks(self, found: Found) -> Iterator[bytes]:
        for chunk in self._source.read(found):
            yield chunk
            self._pulse()

    def _row(self, found: Found, sha256: str | None, stored: Stored, read_ns: int) -> Known:
        return Known(
            *(found.path, found.is_folder, found.size, found.mtime_ns, found.inode, sha256),
            *(self._now().timestamp(), read_ns, stored.size, stored.mtime_ns),
        )

    def _postpone(self, path: str, reason: str, *, quiet: bool = False) -> None:
        now = self._now().timestamp()
        old = self._state.work(path)
        attempts = old.attempts + 1 if old else 1
        wait = 0.5 if quiet else rules.backoff(attempts)
        shown = None if quiet and attempts < CHANGING_QUIETLY else reason
        self._state.begin()
        self._state.postpone(
            Work(
                path,
                old.since if old else now,
                attempts,
                now + wait,
                shown,
                held=False,
                approved=bool(old and old.approved),
            )
        )

    def _log(self, act: str, path: str, detail: str | None = None) -> None:
        self._state.log(self._now().timestamp(), act, path, detail)

    def _now(self) -> datetime:
        return self._clock.now()
