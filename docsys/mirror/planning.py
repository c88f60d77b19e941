"""From "look at these paths" to what has to be done: one comparison of the library with what the mirror knows.

Events and the full comparison end here alike, so that a lost event costs time and nothing else. A rename is recognised
by the file itself (inode, size, mtime), not by the event: what left one place and arrived at another is carried over.
"""

from dataclasses import dataclass, field, replace

from docsys.mirror import rules
from docsys.mirror.source import Found, Source, SourceTrouble
from docsys.mirror.state import Known, State
from docsys.mirror.targets import digest_of


@dataclass
class Sight:
    """What was seen of the library: what is there, what is certainly not, what cannot be told."""

    found: dict[str, Found] = field(default_factory=dict)
    absent: set[str] = field(default_factory=set)
    troubles: dict[str, str] = field(default_factory=dict)
    relieved: set[str] = field(default_factory=set)  # odd names that are no longer there
    sure: set[str] = field(default_factory=set)  # reported closed or moved: nobody is writing them


@dataclass
class Plan:
    """What has to be done, in the order of its fields."""

    settled: list[str] = field(default_factory=list)  # already as they should be
    touched: list[tuple[Known, Found]] = field(default_factory=list)  # another mtime or inode, the same bytes
    unsettled: list[str] = field(default_factory=list)  # somebody may still be writing: look again soon
    renames: list[tuple[Known, Found]] = field(default_factory=list)
    replaced: list[Known] = field(default_factory=list)  # a file became a folder or the reverse
    folders: list[Found] = field(default_factory=list)
    copies: list[Found] = field(default_factory=list)
    changed: list[Known] = field(default_factory=list)  # those of the copies that replace other bytes
    removals: list[Known] = field(default_factory=list)

    @property
    def losses(self) -> list[Known]:
        return [*self.replaced, *self.removals]

    def paths(self) -> set[str]:
        """Everything that changes on the target."""
        arrivals = [*self.folders, *self.copies, *(found for _, found in self.touched + self.renames)]
        return {found.path for found in arrivals} | {known.path for known in self.losses}

    def without(self, held: set[str]) -> "Plan":
        """The same plan, leaving alone what must wait, and what would take its place."""
        blocked = {known.path for known in self.replaced if known.path in held}

        def goes(found: Found) -> bool:
            return found.path not in held and not any(
                found.path == path or found.path.startswith(f"{path}/") for path in blocked
            )

        return replace(
            self,
            replaced=[known for known in self.replaced if known.path not in held],
            folders=[found for found in self.folders if goes(found)],
            copies=[found for found in self.copies if goes(found)],
            changed=[known for known in self.changed if known.path not in held],
            removals=[known for known in self.removals if known.path not in held],
        )


class Planner:
    def __init__(self, source: Source, state: State) -> None:
        self._source = source
        self._state = state

    def see(self, paths: dict[str, bool]) -> Sight:
        """Look at each path, at all below it where it is a folder, and at the folders above it that are not known."""
        sight = Sight(sure={path for path, sure in paths.items() if sure})
        for path in paths:
            self._look(path, sight)
        for path in list(sight.found):
            self._look_above(path, sight)
        self._follow_moves(sight)
        return sight

    def folder_renames(self, sight: Sight) -> list[tuple[Known, Found]]:
        """Folders that were renamed with what is in them, outermost first."""
        gone = {
            known.inode: known
            for path in sight.absent
            if (known := self._state.known(path)) and known.is_folder and known.inode
        }
        renames: list[tuple[Known, Found]] = []
        for path, found in sorted(sight.found.items()):
            known = gone.get(found.inode) if found.is_folder else None
            inner = any(path.startswith(f"{outer.path}/") for _, outer in renames)
            if known and not inner and self._state.known(path) is None and self._carries(known, path, sight):
                renames.append((known, found))
        return renames

    def plan(self, sight: Sight, now_ns: int) -> Plan:
        plan = Plan()
        for path, found in sorted(sight.found.items()):
            restless = path not in sight.sure and 0 <= now_ns - found.mtime_ns < rules.SETTLED * 1e9
            self._arrange(found, plan, restless)
        gone = {known.path: known for path in sight.absent if (known := self._state.known(path))}
        plan.settled += sorted((sight.absent | sight.relieved) - gone.keys())
        self._carry_files(plan, gone)
        plan.removals = sorted(gone.values(), key=lambda known: (known.is_folder, -known.path.count("/"), known.path))
        return plan

    def is_same(self, known: Known, found: Found) -> bool:
        if known.is_folder or found.is_folder:
            return known.is_folder == found.is_folder and known.inode == found.inode
        racy = 0 <= known.read_ns - known.mtime_ns < rules.RACY
        return not racy and (known.size, known.mtime_ns, known.inode) == (found.size, found.mtime_ns, found.inode)

    def _look(self, path: str, sight: Sight) -> None:
        if path in sight.found or path in sight.absent:
            return
        try:
            found = self._source.look(path)
        except SourceTrouble as trouble:
            sight.troubles[rules.printable(path)] = trouble.sentence
            return
        if not rules.decodable(path):
            sight.relieved.add(rules.printable(path))
            return
        below = self._state.known_below(path)
        if found is None or not found.is_folder:
            sight.absent.update(known.path for known in below)
        if found is None:
            sight.absent.add(path)
            return
        sight.found[path] = found
        if found.is_folder:
            walk = self._source.walk(path)
            sight.found |= walk.found
            sight.troubles |= walk.troubles
            sight.absent.update(
                known.path for known in below if known.path not in walk.found and not walk.is_blind_to(known.path)
            )

    def _look_above(self, path: str, sight: Sight) -> None:
        while path := path.rpartition("/")[0]:
            if path in sight.found or self._state.known(path) is not None:
                return
            try:
                found = self._source.look(path)
            except SourceTrouble as trouble:
                sight.troubles[rules.printable(path)] = trouble.sentence
                return
            if found is not None:
                sight.found[path] = found

    def _follow_moves(self, sight: Sight) -> None:
        """The new place of a file is often reported before its old one is: look there too, or it would be copied."""
        for path, found in list(sight.found.items()):
            if self._state.known(path) is not None:
                continue
            for known in self._state.known_by_inode(found.inode):
                if (
                    known.path not in sight.absent
                    and known.path not in sight.found
                    and known.is_folder == found.is_folder
                ):
                    self._look(known.path, sight)

    def _carries(self, known: Known, destination: str, sight: Sight) -> bool:
        """Inodes of folders are given out again at once, so at least one thing inside must have come along."""
        for child in self._state.known_below(known.path):
            found = sight.found.get(f"{destination}{child.path.removeprefix(known.path)}")
            if found is not None and child.inode == found.inode and (child.is_folder or _same_bytes(child, found)):
                return True
        return False

    def _arrange(self, found: Found, plan: Plan, restless: bool) -> None:  # noqa: FBT001 - seen above
        known = self._state.known(found.path)
        if known is not None and known.is_folder != found.is_folder:
            plan.replaced += [*reversed(self._state.known_below(known.path)), known]
            known = None
        if known is not None and self.is_same(known, found):
            plan.settled.append(found.path)
        elif found.is_folder:
            plan.folders.append(found)
        elif restless:
            plan.unsettled.append(found.path)
        elif known is not None and known.size == found.size and known.sha256 == digest(self._source, found):
            plan.touched.append((known, found))
        else:
            plan.copies.append(found)
            plan.changed += [known] if known is not None else []

    def _carry_files(self, plan: Plan, gone: dict[str, Known]) -> None:
        """Turn "copy here, remove there" into a rename where it is the same file."""
        left = {known.inode: known for known in gone.values() if not known.is_folder}
        copies, plan.copies = plan.copies, []
        for found in copies:
            known = left.pop(found.inode, None)
            if known is not None and _same_bytes(known, found):
                plan.renames.append((known, found))
                del gone[known.path]
            else:
                plan.copies.append(found)


def _same_bytes(known: Known, found: Found) -> bool:
    return known.sha256 is not None and (known.inode, known.size, known.mtime_ns) == (
        found.inode,
        found.size,
        found.mtime_ns,
    )


def digest(source: Source, found: Found) -> str | None:
    """The hash of a file of the library; None if it changed or vanished meanwhile."""
    try:
        return digest_of(source.read(found))
    except SourceTrouble:
        return None
