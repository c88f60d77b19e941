"""The engine of the mirror: takes what is due, compares, obeys the brakes, applies, reports. One thread, one tick at a time."""

import threading
import time
from collections.abc import Iterable

from docsys.clock import Clock, SystemClock
from docsys.mirror import history, reporting, rules
from docsys.mirror.applying import Applier
from docsys.mirror.brakes import Brakes
from docsys.mirror.comparing import compare
from docsys.mirror.link import Link
from docsys.mirror.planning import Plan, Planner, Sight
from docsys.mirror.rounds import Rounds
from docsys.mirror.source import Source
from docsys.mirror.state import State, Work
from docsys.mirror.targets import Target, TargetTrouble, open_target
from docsys.mirror.verifying import Verifier
from docsys.mirror.watching import Hint, Inbox, Watcher
from docsys.settings import Settings

TICK = 0.5  # seconds between looks at request and release files when nothing happens
REPORT_EVERY = 1.0
COMMIT_EVERY = 0.3
UNSETTLED = 0.15  # seconds until a file that may still be written is looked at again
DEPTH = 20  # renamed folders within renamed folders


class Engine:
    """Not safe for two at a time on the same `var`: `daemon.locked` sees to that."""

    def __init__(
        self,
        settings: Settings,
        *,
        target: Target | None = None,
        clock: Clock | None = None,
        stop: threading.Event | None = None,
    ) -> None:
        self._settings = settings
        self._clock = clock or SystemClock()
        self._stop = stop or threading.Event()
        self.target = target or open_target(settings)
        self.source = Source(settings.archive)
        self.state = State(reporting.state_path(settings))
        self.inbox = Inbox()
        self.watcher = Watcher(settings.archive, self.inbox, polling=settings.mirror_polling)
        self.brakes = Brakes(self.source, self.state, settings.mirror_brake_files)
        self.figures = reporting.Figures(observer=self.watcher.kind)
        self.link = Link(self.source, self.target, self.state, self.figures)
        self._planner = Planner(self.source, self.state)
        self._applier = Applier(self.source, self.target, self.state, self._clock, self._pulse)
        self._rounds = Rounds(Verifier(self.source, self.target, self.state, self._clock), self.state, self._clock)
        self._compare_due = True
        self._compared = self._committed = self._reported = 0.0

    def tick(self, *, watch: bool = True) -> None:
        """Whatever is due now; returns at once where nothing is."""
        now = self._now()
        self._listen(now, watch=watch)
        believed, back = self.brakes.check_source(now)
        self.brakes.let_go(now)
        self._compare_due |= back
        if not believed:
            self.inbox.take()
            self._compare_due = True  # as soon as the library is back
        elif self._is_compare_due():
            self._compare(now)
        else:
            self._follow(now)
        self.state.commit()
        if time.monotonic() - self._reported > REPORT_EVERY or not len(self.inbox):
            self.report()

    def report(self) -> None:
        self._reported = time.monotonic()
        self.figures.watching = self.watcher.is_watching
        self.figures.inbox, self.figures.inbox_age = len(self.inbox), self.inbox.oldest()
        self.figures.last_event = self.inbox.last_event
        status = reporting.compose(self.state, self.brakes, self.figures, self.target.address, self._now())
        reporting.write(reporting.status_path(self._settings), status)

    def close(self) -> None:
        self.watcher.stop()
        self.state.commit()
        self.report()
        self.state.close()

    def is_idle(self) -> bool:
        """Nothing left that could be done now or soon."""
        blocked = self.figures.target_state != "ok" or self.brakes.on_source is not None
        return blocked or not (self._compare_due or len(self.inbox) or self.state.due(self._now() + 2.0))

    def _listen(self, now: float, *, watch: bool) -> None:
        """Requests, releases, and what the watcher thinks it may have lost."""
        if self.brakes.obey(reporting.release_path(self._settings), now):
            self._compare_due = True
        if watch and self.watcher.keep_up():
            self._compare_due = True
        if (reason := self.inbox.suspicion()) is not None:
            self.figures.suspicions.append(reason)
            self.state.log(now, "suspicion", detail=reason)
            self._compare_due = True
        request = reporting.request_path(self._settings)
        if request.exists():
            self.figures.request = request.read_text("utf-8")
            request.unlink(missing_ok=True)
            self._compare_due = True

    def _is_compare_due(self) -> bool:
        return self._compare_due or time.monotonic() - self._compared > self._settings.mirror_scan_seconds

    def _compare(self, now: float) -> None:
        ready = self.link.is_ready(now)
        self._compare_due = False
        self._compared = time.monotonic()
        try:
            if ready:
                self._recall_history()
            comparison = compare(self.source, self.target if ready else None, self.state, self._planner)
        except TargetTrouble as trouble:
            self.link.broke(trouble, now)
            self.figures.compared = False
            return
        if not comparison.complete:
            self.figures.compared = False
            return
        self.state.replace_troubles(comparison.sight.troubles, now)
        if not ready:
            self._park(comparison.sight.found.keys() | comparison.sight.absent, now)
            self.figures.compared = False
        elif self._carry(comparison.sight, {}):
            self.figures.last_reconcile, self.figures.compared = self._now(), True
        self.figures.not_mirrored = comparison.main_files - self.state.file_count()

    def _follow(self, now: float) -> None:
        if not self.link.is_ready(now):
            self._park(self.inbox.take(), now)
            self.figures.compared = False
        elif not self.figures.compared:  # library or target were away and are back: the comparison finds everything
            self._compare_due = True
        else:
            hints = self.inbox.take()
            works = dict.fromkeys((work.path for work in self.state.due(now)), True)
            if hints or works:
                self._carry(
                    self._planner.see(works | {path: hint.sure for path, hint in hints.items() if path not in works}),
                    hints,
                )
            else:
                self._rounds.step()

    def _carry(self, sight: Sight, hints: dict[str, Hint]) -> bool:
        """Bring the target in step with what was seen. False where the library or the target failed meanwhile."""
        now = self._now()
        if not self.brakes.check_source(now)[0]:  # what was seen as gone may have been a share that went
            self._compare_due = True
            return False
        try:
            self._carry_folders(sight)
        except TargetTrouble as trouble:
            self._broke(trouble, set(), now)
            return False
        plan = self._planner.plan(sight, time.time_ns())
        held, counted = self.brakes.hold(plan.losses, plan.changed, now)
        self._hold(held, now)
        plan = plan.without(held)
        try:
            self._applier.apply(plan)
        except TargetTrouble as trouble:
            self._broke(trouble, plan.paths() - self._applier.finished, now)
            return False
        finally:
            self.brakes.lost((counted - held) & self._applier.finished, now)
            self._look_again(plan, sight, hints, now)
        self.link.works()
        return not self._stop.is_set()

    def _carry_folders(self, sight: Sight) -> None:
        for _ in range(DEPTH):
            renames = self._planner.folder_renames(sight)
            carried = [found.path for known, found in renames if self._applier.rename_folder(known, found)]
            for path in carried:
                sight.absent |= {known.path for known in self.state.known_below(path) if known.path not in sight.found}
            if not carried:
                return

    def _hold(self, held: set[str], now: float) -> None:
        with self.state.together():
            for path in held:
                old = self.state.work(path)
                self.state.postpone(
                    Work(path, old.since if old else now, 0, 0.0, "等待两人确认", held=True, approved=False)
                )

    def _look_again(self, plan: Plan, sight: Sight, hints: dict[str, Hint], now: float) -> None:
        """What was not ready comes back soon; what cannot be mirrored is said."""
        self.state.begin()
        for path, reason in sight.troubles.items():
            self.state.trouble(path, reason, now)
        self.state.commit()
        for path in plan.unsettled:
            self.inbox.put(path, delay=UNSETTLED, since=hints[path].since if path in hints else None)
        self.inbox.put(*self._applier.look_again, delay=UNSETTLED)
        self._applier.look_again.clear()

    def _broke(self, trouble: TargetTrouble, undone: Iterable[str], now: float) -> None:
        self.link.broke(trouble, now)
        self.figures.compared = False
        self._park(undone, now)

    def _park(self, paths: Iterable[str], now: float) -> None:
        with self.state.together():
            self.state.park((path for path in paths if rules.decodable(path)), now)

    def _pulse(self) -> bool:
        """Called between paths and between chunks: commits now and then, and says False where the process is to end."""
        if time.monotonic() - self._committed > COMMIT_EVERY:
            self.state.commit()
            self._committed = time.monotonic()
            self.link.check()
        if time.monotonic() - self._reported > REPORT_EVERY:
            self.report()
        return not self._stop.is_set()

    def _recall_history(self) -> None:
        """A new state database learns the history from the index files on the target."""
        if self.state.get("history_recalled") is None:
            with self.state.together():
                for kept in history.entries(self.target):
                    self.state.keep(kept.row())
                self.state.set("history_recalled", value=True)

    def _now(self) -> float:
        return self._clock.now().timestamp()
