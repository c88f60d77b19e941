"""The link to the target: whether it is there, whose it is, and when to try again."""

import time

from docsys.mirror import marker
from docsys.mirror.reporting import Figures
from docsys.mirror.source import Source
from docsys.mirror.state import State
from docsys.mirror.targets import Target, TargetTrouble

FIRST_WAIT, LONGEST_WAIT = 1.0, 30.0


class Link:
    def __init__(self, source: Source, target: Target, state: State, figures: Figures) -> None:
        self._source = source
        self._target = target
        self._state = state
        self._figures = figures
        self._retry_at = 0.0
        self._wait = FIRST_WAIT
        self._identify()

    def is_ready(self, now: float) -> bool:
        """Whether the target may be written to now: it carries our marker, or is taken into use for the first time.

        A target that carried our marker before and lacks it now is an unmounted share: it is never founded anew.
        """
        if time.monotonic() < self._retry_at:
            return False
        try:
            self._take()
        except TargetTrouble as trouble:
            self.broke(trouble, now)
            return False
        if self._figures.target_state not in {"full", "readonly"}:  # those are over when something was written
            self.works()
        return True

    def check(self) -> None:
        """Called in the midst of long work.

        Raises:
            TargetTrouble: the target went away.
        """
        if self._target.library() != self._state.get("library"):
            raise TargetTrouble(state="away", reason="备份位置的标记文件已不在")

    def broke(self, trouble: TargetTrouble, now: float) -> None:
        state = str(trouble.data["state"])
        if self._figures.target_state != state:
            self._state.log(now, "target", detail=trouble.sentence)
        self._figures.target_since = self._figures.target_since or now
        self._figures.target_state = state
        self._retry_at = time.monotonic() + self._wait
        self._wait = min(self._wait * 2, LONGEST_WAIT)

    def works(self) -> None:
        """Something was written, or there was nothing to write."""
        self._figures.target_state, self._figures.target_since = "ok", None
        self._wait = FIRST_WAIT

    def _identify(self) -> None:
        """Which library this mirror belongs to: as remembered, else as the target says, else as the library says."""
        if self._state.get("library") is not None:
            return
        library = self._target.library() or self._source.library()
        if library is None and self._source.is_there():
            library = marker.ensure(self._source.root)  # neither side was ever used: nothing can be lost
        if library is not None:
            self._state.set("library", library)

    def _take(self) -> None:
        self._identify()
        library, there = self._state.get("library"), self._target.library()
        if there is not None and (there == library or self._state.get("library_accepted")):
            if there != library:
                self._target.found(library)
            self._state.set("library_accepted", value=False)
        elif there is not None:
            raise TargetTrouble(state="foreign", reason="备份文件夹属于另一个文档库")
        elif self._state.get("founded") == self._target.address:
            raise TargetTrouble(state="away", reason=f"“{self._target.address}”中没有备份标记文件，可能是共享未挂载")
        else:
            self._target.found(library)
        if self._state.get("founded") != self._target.address:
            self._state.set("founded", self._target.address)
