"""The files of the library, each with how far its copy is: what is wrong or waits first, then the latest copied."""

from contextlib import closing
from dataclasses import dataclass

from docsys.mirror import reporting
from docsys.mirror.damage import Damaged
from docsys.mirror.source import Source, SourceTrouble
from docsys.mirror.state import State
from docsys.settings import Settings


@dataclass(frozen=True)
class FileLine:
    """One file of the library as the mirror knows it. `state` as in `state_of`; times in seconds since the epoch."""

    path: str
    state: str
    reason: str = ""
    size: int | None = None
    copied_at: float | None = None
    attempts: int = 0
    next_try: float | None = None


def files(settings: Settings, words: str = "", *, limit: int = 300) -> list[FileLine]:
    """What is wrong or waits first, then the latest copied; of all of them those whose path holds `words`."""
    place = reporting.state_path(settings)
    if not place.exists():
        return []
    source = Source(settings.archive)
    with closing(State(place, reading=True)) as state:
        troubles = state.troubles()
        reasons = {row["path"]: Damaged.message for row in state.damaged()} | troubles
        waiting = [work.path for work in state.waiting()]
        wanted = [path for path in (*reasons, *waiting) if words.casefold() in path.casefold()]
        paths = list(dict.fromkeys([*wanted, *state.paths_holding(words, limit)]))[:limit]
        return [_line(path, reasons.get(path, ""), state, source, is_trouble=path in troubles) for path in paths]


def state_of(path: str, state: State, source: Source) -> str:
    """`in_step`, `waiting`, `failed` or `unknown`."""
    work, known = state.work(path), state.known(path)
    if state.is_damaged(path) or (work is not None and work.reason is not None and not work.held):
        return "failed"
    try:
        found = source.look(path)
    except SourceTrouble:
        return "failed"
    if known is None and found is None:
        return "unknown"
    if work is not None or known is None or found is None:
        return "waiting"
    same = known.is_folder == found.is_folder and (
        known.is_folder or (known.size, known.mtime_ns) == (found.size, found.mtime_ns)
    )
    return "in_step" if same else "waiting"


def _line(path: str, reason: str, state: State, source: Source, *, is_trouble: bool) -> FileLine:
    known, work = state.known(path), state.work(path)
    return FileLine(
        path=path,
        state="failed" if is_trouble else state_of(path, state, source),
        reason=reason or (work.reason or "" if work else ""),
        size=known.size if known else None,
        copied_at=known.copied_at if known else None,
        attempts=work.attempts if work else 0,
        next_try=work.next_try if work and work.reason and not work.held else None,
    )
