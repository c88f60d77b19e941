"""`make coverage-of-rules`: each requirement of docs/requirements-ids.txt and the tests that show it.

A test names what it shows by `@pytest.mark.rule("R-4.3.5-1")`. Fails when a test names a requirement that does not exist.
"""

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IDS = ROOT / "docs" / "requirements-ids.txt"
MARK = {"pytest.mark.rule", "rule"}  # tables of cases shorten it


@dataclass(frozen=True)
class Requirement:
    id: str
    priority: str
    brought_by: str


def main() -> int:
    requirements = read(IDS.read_text("utf-8"))
    tests = collect(ROOT / "tests")
    shown = [r for r in requirements if r.id in tests]
    for requirement in shown:
        print(f"{requirement.id:<13} {requirement.priority:<4} {'; '.join(sorted(tests[requirement.id]))}")
    print_open([r for r in requirements if r.id not in tests and r.priority != "ORG"])
    print(f"\n{len(shown)} of {sum(r.priority != 'ORG' for r in requirements)} requirements have a test.")
    unknown = sorted(set(tests) - {r.id for r in requirements})
    for id_ in unknown:
        print(f"unknown: {id_} in {'; '.join(sorted(tests[id_]))}", file=sys.stderr)
    return 1 if unknown else 0


def print_open(missing: list[Requirement]) -> None:
    by_bringer: defaultdict[str, list[str]] = defaultdict(list)
    for requirement in missing:
        by_bringer[requirement.brought_by].append(requirement.id)
    for bringer, ids in sorted(by_bringer.items()):
        print(f"\nwithout a test, brought by {bringer} ({len(ids)}): {' '.join(ids)}")


def read(text: str) -> list[Requirement]:
    lines = [line.split(maxsplit=2) for line in text.splitlines() if line and not line.startswith("#")]
    return [Requirement(*line) for line in lines]


def collect(folder: Path) -> dict[str, set[str]]:
    """Requirement → the tests marked with it, as `people/test_rules.py::test_name`."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path in sorted(folder.rglob("test_*.py")):
        place = path.relative_to(folder).as_posix()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            for mark, name in marks(node):
                found[mark].add(f"{place}::{name}" if name else place)
    return dict(found)


def marks(node: ast.AST) -> Iterator[tuple[str, str]]:
    """What a test, a class of tests, or a whole file by its `pytestmark` is marked with."""
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        yield from ((mark, node.name) for decorator in node.decorator_list for mark in named(decorator))
    elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark":
        yield from ((mark, "") for mark in named(node.value))


def named(expression: ast.expr) -> Iterator[str]:
    """The ids in every mark of an expression, parameters of a parametrised test included."""
    for call in ast.walk(expression):
        if isinstance(call, ast.Call) and ast.unparse(call.func) in MARK:
            yield from (str(argument.value) for argument in call.args if isinstance(argument, ast.Constant))


if __name__ == "__main__":
    sys.exit(main())
