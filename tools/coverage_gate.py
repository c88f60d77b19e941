"""The gate of `make cover`: rules are covered wholly, actions nearly, everything well. Reads coverage's JSON report."""

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Gate:
    name: str
    pattern: str
    least: float


GATES = [
    Gate("rules", r"/(rules|guards)(/|\.py$)", 100.0),
    Gate("actions", r"/actions(/|\.py$)", 95.0),
    Gate("overall", r"", 90.0),
]


def main(report: Path) -> int:
    files: dict[str, Any] = json.loads(report.read_text("utf-8"))["files"]
    results = [(gate, *measure(gate, files)) for gate in GATES]
    for gate, percent, worst in results:
        print(f"{gate.name:<8} {percent:6.2f} % (>= {gate.least:g} %) {'' if percent >= gate.least else worst}")
    return 0 if all(percent >= gate.least for gate, percent, _ in results) else 1


def measure(gate: Gate, files: dict[str, Any]) -> tuple[float, str]:
    """Lines and branches covered, in percent, and the files that fall short."""
    chosen = {path: entry["summary"] for path, entry in files.items() if re.search(gate.pattern, path)}
    total = sum(s["num_statements"] + s["num_branches"] for s in chosen.values())
    covered = sum(s["covered_lines"] + s["covered_branches"] for s in chosen.values())
    short = sorted(path for path, s in chosen.items() if s["percent_covered"] < gate.least)
    return (100.0 * covered / total if total else 100.0), "、".join(short)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
