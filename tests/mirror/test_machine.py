"""Any sequence of acts, with the watcher losing events at will, ends in two equal trees and nothing lost."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from docsys.mirror import marker
from docsys.settings import Settings
from tests.mirror.worlds import World, make_world, tree

NAMES = st.sampled_from(["甲", "乙", "丙", "甲/子", "乙/子", "甲/子/孙"])
FILES = st.sampled_from(["一.txt", "二.txt", "三.txt"])
CONTENT = st.sampled_from([b"", b"1", b"2", b"33", b"4" * 5000])


class Mirrored(RuleBasedStateMachine):
    """The library is changed by hand; the mirror gets hints for some of it, and a full comparison now and then."""

    @initialize()
    def begin(self) -> None:
        self.home = Path(tempfile.mkdtemp())
        self.world: World = make_world(Settings(home=self.home))
        self.world.settings.var.mkdir()
        self.engine = self.world.sync()
        self.contents: set[bytes] = set()  # everything that was ever mirrored

    @rule(folder=NAMES, name=FILES, content=CONTENT, seen=st.booleans())
    def write(self, folder: str, name: str, content: bytes, *, seen: bool) -> None:
        if not any(path.is_file() for path in self._line(folder)) and not (self.world.library / folder / name).is_dir():
            self.world.write(f"{folder}/{name}", content)
            self._hint(seen, f"{folder}/{name}")

    @rule(source=NAMES, destination=NAMES, seen=st.booleans())
    def rename_folder(self, source: str, destination: str, *, seen: bool) -> None:
        old, new = self.world.library / source, self.world.library / destination
        if old.is_dir() and not new.exists() and new.parent.is_dir() and old not in new.parents:
            old.rename(new)
            self._hint(seen, source, destination)

    @rule(source=NAMES, destination=NAMES, name=FILES, other=FILES, seen=st.booleans())
    def rename_file(self, source: str, destination: str, name: str, other: str, *, seen: bool) -> None:
        old, new = self.world.library / source / name, self.world.library / destination / other
        if old.is_file() and new.parent.is_dir() and not new.is_dir():
            old.rename(new)
            self._hint(seen, f"{source}/{name}", f"{destination}/{other}")

    @rule(folder=NAMES, seen=st.booleans())
    def remove(self, folder: str, *, seen: bool) -> None:
        place = self.world.library / folder
        if place.is_dir():
            shutil.rmtree(place)
            self._hint(seen, folder)
        elif place.is_file():
            place.unlink()
            self._hint(seen, folder)

    @rule(folder=NAMES)
    def file_in_the_place_of_a_folder(self, folder: str) -> None:
        place = self.world.library / folder
        if place.is_dir() and not any(place.iterdir()):
            place.rmdir()
            self.world.write(folder, b"a file now")

    @rule()
    def tick(self) -> None:
        self.engine.tick(watch=False)
        self._note()

    @rule()
    def die_and_come_back(self) -> None:
        """As after a kill: what only the process knew is gone."""
        self.world.engines.clear()
        self.engine.state.close()
        self.engine = self.world.engine()

    @rule()
    def quiesce(self) -> None:
        self.world.write("常在.txt", b"so that the library is never empty")
        self.world.sync(self.engine)
        self._note()

        assert tree(self.world.backup) == tree(self.world.library)
        assert self.world.status()["in_step"]

    @invariant()
    def nothing_is_lost_and_nothing_is_half(self) -> None:
        if hasattr(self, "world"):
            places = [*self.world.backup.rglob("*")]
            kept = {place.read_bytes() for place in places if place.is_file()}
            assert self.contents <= kept
            assert [path.name for path in self.world.backup.rglob(".docsys-*")] == [marker.TARGET]

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.world.close()
            shutil.rmtree(self.home)

    def _note(self) -> None:
        self.contents |= {content for content in tree(self.world.backup).values() if content is not None}

    def _hint(self, seen: bool, *paths: str) -> None:  # noqa: FBT001 - drawn
        if seen:
            self.engine.inbox.put(*paths, sure=True)

    def _line(self, folder: str) -> list[Path]:
        place = self.world.library / folder
        return [place, *(parent for parent in place.parents if self.world.library in parent.parents)]


TestMirrored = Mirrored.TestCase
TestMirrored.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
