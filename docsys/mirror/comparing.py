"""The full comparison: both trees against what the mirror knows. It is the promise that the events are not."""

from dataclasses import dataclass, replace

from docsys.mirror import rules
from docsys.mirror.planning import Planner, Sight
from docsys.mirror.source import Source
from docsys.mirror.state import Known, State
from docsys.mirror.targets import Stat, Target, digest_of


@dataclass(frozen=True)
class Comparison:
    """What differs, and how many files the library has. `complete` is False where the library could not be read at all."""

    sight: Sight
    main_files: int
    complete: bool


def compare(source: Source, target: Target | None, state: State, planner: Planner) -> Comparison:
    """Without a `target` (it is away) the library is compared with what is known to lie there."""
    if target is not None:
        _learn(target, state)
    walk = source.walk("")
    known = state.all_known()
    sight = Sight(troubles=walk.troubles)
    if "" in walk.blind:
        return Comparison(sight, 0, complete=False)
    sight.found = {
        path: found
        for path, found in walk.found.items()
        if path not in known or not planner.is_same(known[path], found)
    }
    sight.absent = {path for path in known if path not in walk.found and not walk.is_blind_to(path)}
    for work in state.waiting():
        if work.path not in sight.found and work.path not in sight.absent and not walk.is_blind_to(work.path):
            state.done(work.path)
    return Comparison(sight, sum(not found.is_folder for found in walk.found.values()), complete=True)


def inventory(target: Target) -> dict[str, Stat]:
    """All that lies in the mirror tree, the history and other hidden names left out."""
    lying: dict[str, Stat] = {}
    waiting = [""]
    while waiting:
        for stat in target.list(waiting.pop()):
            if not rules.ignored(stat.path.rpartition("/")[2]) and rules.decodable(stat.path):
                lying[stat.path] = stat
                if stat.folder:
                    waiting.append(stat.path)
    return lying


def _learn(target: Target, state: State) -> None:
    """Correct what is known by what really lies there: copies that vanished, were changed, or nobody knew of.

    What nobody knew of is hashed, so that a lost state database neither copies everything anew nor takes every file
    for altered; and what the library does not have is then removed under the same brake as any deletion.
    """
    lying = inventory(target)
    with state.together():
        for path, known in state.all_known().items():
            stat = lying.pop(path, None)
            if stat is None or stat.folder != known.is_folder:
                state.forget(path)
            elif not known.is_folder and (stat.size, stat.mtime_ns) != (known.target_size, known.target_mtime_ns):
                state.remember(_learned(target, stat))
            if stat is not None and stat.folder != known.is_folder:
                state.remember(_learned(target, stat))
    for stat in lying.values():
        state.remember(_learned(target, stat))


def _learned(target: Target, stat: Stat) -> Known:
    sha256 = None if stat.folder else digest_of(target.read(stat.path))
    known = Known(stat.path, stat.folder, stat.size, stat.mtime_ns, None, sha256, 0.0, 0, stat.size, stat.mtime_ns)
    return replace(known, copied_at=stat.mtime_ns / 1e9)
