"""watchdog tells which paths to look at. It is the fast path only: it loses events and tells no handler (facts 3)."""

import logging
import os
import threading
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

from docsys.mirror import rules

# Only what is acted upon: with the default mask half of a burst of 20,000 files was lost, with this one nothing of 50,000.
EVENTS: list[type[FileSystemEvent]] = [
    *(FileClosedEvent, FileMovedEvent, FileDeletedEvent, FileCreatedEvent),
    *(DirCreatedEvent, DirMovedEvent, DirDeletedEvent),
]
LOGGERS = ("watchdog.observers.inotify_c", "watchdog.observers.inotify", "watchdog.observers.polling")
DELETION_WAITS = 0.3  # seconds, so that a mass deletion is seen as one change set, and save-by-delete as a change
RETRY = 30.0  # seconds until watching is tried again where the system refused it
PATIENCE = 10.0  # seconds after which a file that never stops changing is copied as it is


@dataclass(frozen=True)
class Hint:
    due: float  # monotonic
    sure: bool  # reported closed or moved
    since: float  # monotonic, first heard of


class Inbox:
    """Paths to look at. Filled by the observer's thread, emptied by the engine."""

    def __init__(self) -> None:
        self._hints: dict[str, Hint] = {}
        self._news = threading.Condition()
        self._suspicion: str | None = None
        self.last_event: float | None = None

    def put(self, *paths: str, delay: float = 0.0, sure: bool = False, since: float | None = None) -> None:
        now = time.monotonic()
        with self._news:
            for path in paths:
                old = self._hints.get(path)
                due = min(now + delay, old.due) if old else now + delay
                first = min(since or now, old.since) if old else since or now
                self._hints[path] = Hint(due, sure or (old is not None and old.sure), first)
            self._news.notify_all()

    def take(self) -> dict[str, Hint]:
        now = time.monotonic()
        with self._news:
            due = {path: hint for path, hint in self._hints.items() if hint.due <= now}
            for path in due:
                del self._hints[path]
        return {path: Hint(h.due, h.sure or now - h.since > PATIENCE, h.since) for path, h in due.items()}

    def wait(self, seconds: float) -> None:
        """Until something is due, but no longer than this."""
        end = time.monotonic() + seconds
        with self._news:
            while (now := time.monotonic()) < end and self._suspicion is None:
                next_due = min((hint.due for hint in self._hints.values()), default=end)
                if next_due <= now:
                    return
                self._news.wait(min(next_due, end) - now)

    def suspect(self, reason: str) -> None:
        """Events may have been lost: a full comparison is due at once."""
        with self._news:
            self._suspicion = reason
            self._news.notify_all()

    def suspicion(self) -> str | None:
        with self._news:
            reason, self._suspicion = self._suspicion, None
        return reason

    def wake(self) -> None:
        with self._news:
            self._news.notify_all()

    def __len__(self) -> int:
        return len(self._hints)

    def oldest(self) -> float | None:
        """Seconds since the oldest hint was heard of."""
        with self._news:
            first = min((hint.since for hint in self._hints.values()), default=None)
        return None if first is None else time.monotonic() - first


class Handler(FileSystemEventHandler):
    """From events to hints. What watchdog synthesises below a moved folder is skipped: the folder itself is walked."""

    def __init__(self, root: Path, inbox: Inbox) -> None:
        self._root = os.fspath(root)
        self._inbox = inbox

    def dispatch(self, event: FileSystemEvent) -> None:
        if event.is_synthetic:
            return
        self._inbox.last_event = time.time()
        paths = [path for path in (self._relative(event.src_path), self._relative(event.dest_path)) if path is not None]
        if "" in paths:
            self._inbox.suspect("文档库根目录有变动")
            return
        wanted = [path for path in paths if not rules.ignored(path)]
        if not wanted:
            return
        if isinstance(event, (FileDeletedEvent, DirDeletedEvent)):
            self._inbox.put(*wanted, delay=DELETION_WAITS)
        else:
            self._inbox.put(*wanted, sure=isinstance(event, (FileClosedEvent, FileMovedEvent, DirMovedEvent)))

    def _relative(self, path: bytes | str) -> str | None:
        text = os.fsdecode(path)
        if text == self._root:
            return ""
        return text.removeprefix(f"{self._root}/") if text.startswith(f"{self._root}/") else None


class _Alarm(logging.Handler):
    """watchdog says in its log alone that events were lost."""

    def __init__(self, inbox: Inbox) -> None:
        super().__init__(logging.WARNING)
        self._inbox = inbox

    def emit(self, record: logging.LogRecord) -> None:
        self._inbox.suspect(f"事件可能丢失：{record.getMessage()}")


class Watcher:
    """The observer of one root, restarted when the root comes back as another folder."""

    def __init__(self, root: Path, inbox: Inbox, *, polling: bool, every: float = 1.0) -> None:
        self.kind = "polling" if polling else "inotify"
        self._root = root
        self._inbox = inbox
        self._make: Callable[[], BaseObserver] = (lambda: PollingObserver(timeout=every)) if polling else Observer
        self._events = [*EVENTS, FileModifiedEvent] if polling else EVENTS
        self._observer: BaseObserver | None = None
        self._identity: tuple[int, int] | None = None
        self._alarm = _Alarm(inbox)
        self._retry_at = 0.0

    @property
    def is_watching(self) -> bool:
        return self._observer is not None

    def keep_up(self) -> bool:
        """Start watching, or start anew where the watch died or the root was replaced. True if it (re)started."""
        identity = self._identify()
        if identity is not None and identity == self._identity and self._is_alive():
            return False
        self.stop()
        if identity is None or time.monotonic() < self._retry_at:
            return False
        for name in LOGGERS:
            logging.getLogger(name).addHandler(self._alarm)
        # A folder made and filled at one go is registered twice, and watchdog warns with all watched paths in the text.
        warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)
        observer = self._make()
        observer.schedule(
            Handler(self._root, self._inbox), os.fspath(self._root), recursive=True, event_filter=self._events
        )
        try:
            observer.start()
        except OSError as error:  # out of watches or gone again: the full comparison carries on alone
            self._retry_at = time.monotonic() + RETRY
            self._inbox.suspect(f"无法监视文档库：{error.strerror}")
            return False
        self._observer, self._identity = observer, identity
        return True

    def stop(self) -> None:
        for name in LOGGERS:
            logging.getLogger(name).removeHandler(self._alarm)
        if self._observer is not None:
            self._observer.stop()
            self._observer.join()
        self._observer = self._identity = None

    def _is_alive(self) -> bool:
        """All its threads: watchdog itself does not notice when the one that reads inotify has died."""
        reader = getattr(self._observer, "_inotify_fd", None)
        threads = [self._observer, reader, *(self._observer.emitters if self._observer else ())]
        return self._observer is not None and all(thread is None or thread.is_alive() for thread in threads)

    def _identify(self) -> tuple[int, int] | None:
        try:
            stat = self._root.stat()
        except OSError:
            return None
        return stat.st_dev, stat.st_ino
