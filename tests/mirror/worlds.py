"""A library, its mirror, and the means to wait for one to equal the other."""

import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from docsys.clock import Clock
from docsys.mirror import daemon, marker, reporting
from docsys.mirror.engine import Engine
from docsys.mirror.targets import Target
from docsys.settings import Settings

PATIENCE = 20.0
Tree = dict[str, bytes | None]


def tree(root: Path) -> Tree:
    """Relative path to content, None for a folder; hidden names, links and pipes left out."""
    found: Tree = {}
    for folder, folders, names in os.walk(os.fsencode(root)):
        here = Path(os.fsdecode(folder))
        folders[:] = [name for name in folders if not name.startswith(b".")]
        for name in [*folders, *names]:
            path = here / os.fsdecode(name)
            if not name.startswith(b".") and (path.is_dir() or path.is_file()) and not path.is_symlink():
                found[str(path.relative_to(root))] = _content(path)
    return found


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.is_file() else None
    except FileNotFoundError:
        return None


def until(condition: Callable[[], bool], what: str = "") -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.02)


@dataclass
class World:
    settings: Settings
    clock: Clock | None = None
    engines: list[Engine] = field(default_factory=list)
    is_running: bool = False

    @property
    def library(self) -> Path:
        return self.settings.archive

    @property
    def backup(self) -> Path:
        assert self.settings.backup is not None
        return self.settings.backup

    def write(self, path: str, content: str | bytes = "内容") -> Path:
        place = self.library / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
        if not self.is_running:  # written long enough ago not to be waited for, and never twice at the same moment
            moment = time.time_ns() - 60_000_000_000
            os.utime(place, ns=(moment, moment))
        return place

    def document(self, folder: str, content: str) -> Path:
        """A document's folder: the approved file, and the 元数据.json that vouches for it."""
        name = f"{folder.rsplit('/', 1)[-1]}_V1.0.txt"
        path = self.write(f"{folder}/{name}", content)
        files = [{"name": name, "sha256": sha256(content.encode()).hexdigest()}]
        self.write(f"{folder}/元数据.json", json.dumps({"number": folder, "files": files}, ensure_ascii=False))
        return path

    def status(self) -> dict[str, Any]:
        try:
            data: dict[str, Any] = json.loads(reporting.status_path(self.settings).read_text("utf-8"))
        except FileNotFoundError:
            return {}
        return data

    def history(self) -> dict[str, bytes]:
        """Original path to content of what the history keeps; the newest where there are several."""
        kept: dict[str, bytes] = {}
        for place in sorted((self.backup / ".history").glob("*-*-*/*_*/**/*")):
            if place.is_file():
                kept["/".join(place.relative_to(self.backup / ".history").parts[2:])] = place.read_bytes()
        return kept

    def engine(self, target: Target | None = None) -> Engine:
        """An engine that is driven by hand, without watcher."""
        engine = Engine(self.settings, target=target, clock=self.clock)
        self.engines.append(engine)
        return engine

    def sync(self, engine: Engine | None = None) -> Engine:
        """One full comparison and all that follows from it."""
        engine = engine or (self.engines[-1] if self.engines else self.engine())
        reporting.request_path(self.settings).write_text("test", "utf-8")
        end = time.monotonic() + PATIENCE
        engine.tick(watch=False)
        while not engine.is_idle():
            assert time.monotonic() < end
            engine.inbox.wait(0.1)
            engine.tick(watch=False)
        return engine

    def close(self) -> None:
        for engine in self.engines:
            engine.close()
        self.engines.clear()

    @contextmanager
    def running(self, target: Target | None = None) -> Iterator[None]:
        """The real process's loop and watcher, in a thread."""
        stop = threading.Event()
        thread = threading.Thread(target=daemon.run, args=(self.settings,), kwargs={"stop": stop, "target": target})
        reporting.status_path(self.settings).unlink(missing_ok=True)
        thread.start()
        self.is_running = True
        try:
            until(
                lambda: bool(self.status().get("last_reconcile") or self.status().get("brake")), "the first comparison"
            )
            yield
        finally:
            self.is_running = False
            stop.set()
            thread.join(PATIENCE)
            assert not thread.is_alive()

    def until_equal(self) -> None:
        until(lambda: tree(self.library) == tree(self.backup), "equal trees")

    def until_in_step(self) -> None:
        self.until_equal()
        until(lambda: self.status()["in_step"], "in step")


def make_world(settings: Settings, clock: Clock | None = None) -> World:
    marker.ensure(settings.archive)
    return World(settings, clock)
