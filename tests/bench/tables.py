"""Measuring, and a small table of what was measured. A bench asserts that the work was done, never how fast."""

import time
from collections.abc import Callable, Iterable, Sequence
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table


def seconds(work: Callable[[], Any], times: int = 1) -> list[float]:
    """How long `work` took, each time."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return found


def shown(found: Sequence[float]) -> str:
    """Median, and the slowest, in a unit that suits."""
    return f"{_unit(median(found))} (max {_unit(max(found))}, n={len(found)})"


def ratio(found: Sequence[float], floor: Sequence[float]) -> str:
    return f"{median(found) / median(floor):.1f}×"


def put(
    title: str, rows: Iterable[tuple[str, ...]], head: Sequence[str] = ("what", "median", "beside its floor")
) -> None:
    table = Table(*head, title=title, title_justify="left")
    for row in rows:
        table.add_row(*row)
    console = Console(width=120)
    console.print()
    console.print(table)


def _unit(value: float) -> str:
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.1f} ms"
