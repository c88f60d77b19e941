"""The shape of the house: ceilings of size, names that say something, nothing left for later (house 3, style 2)."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILE, FUNCTION, TEMPLATE, STYLESHEET = 300, 40, 150, 400
TEST_FILE = 500  # a manual of refusals is long: one table, one file
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "misc", "util", "helper"}
LEFT_FOR_LATER = re.compile(r"\b(TODO|FIXME|XXX|HACK|raise NotImplementedError|mark\.skip|pytest\.skip|xfail)\b")
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE)
GENERATED = ("docsys/migrations/versions/",)
VENDORED = "docsys/web/static/vendor/"


def files(*patterns: str) -> list[Path]:
    """Ours, known to git or about to be."""
    listed = subprocess.run(
        ["git", "-c", "core.quotepath=off", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return [ROOT / name for name in listed if not name.startswith((*GENERATED, VENDORED)) and (ROOT / name).exists()]


def lines(path: Path) -> int:
    return path.read_text("utf-8").count("\n")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def too_long(paths: list[Path], ceiling: int) -> dict[str, int]:
    return {named(path): lines(path) for path in paths if lines(path) > ceiling}


def test_no_file_is_longer_than_its_ceiling():
    tests = [path for path in files("*.py") if named(path).startswith("tests/")]

    assert too_long([path for path in files("*.py") if path not in tests], FILE) == {}
    assert too_long(tests, TEST_FILE) == {}


def test_no_template_is_longer_than_its_ceiling():
    assert too_long(files("templates/*.html"), TEMPLATE) == {}


def test_no_stylesheet_is_longer_than_its_ceiling():
    assert too_long(files("*.css"), STYLESHEET) == {}


def test_no_function_is_longer_than_its_ceiling():
    found = {}
    for path in files("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > FUNCTION:
                    found[f"{named(path)}:{node.name}"] = length
    assert found == {}


def test_every_file_is_named_for_what_it_does():
    assert [named(path) for path in files("*.py") if path.stem in FORBIDDEN_NAMES] == []


def test_nothing_is_left_for_later():
    found = []
    for path in set(files("*.py", "*.html", "*.css", "*.js", "*.toml", "Makefile")) - {Path(__file__)}:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if LEFT_FOR_LATER.search(line):
                found.append(f"{named(path)}:{number}: {line.strip()}")
    assert found == []


def test_no_page_carries_a_script():
    """The content security policy would stop it; the page must work without."""
    found = [named(path) for path in files("templates/*.html") if INLINE_SCRIPT.search(path.read_text("utf-8"))]
    assert found == []


def test_nothing_is_excused_wholesale():
    """A `noqa` names its rule and gives its reason or follows one that does."""
    bare = re.compile(r"# noqa(?!: [A-Z]+\d+)|# ruff: noqa|# type: ignore(?!\[)|# mypy: ignore")
    found = [named(path) for path in files("*.py") if path != Path(__file__) and bare.search(path.read_text("utf-8"))]
    assert found == []


@pytest.mark.parametrize("pattern", ["*.py", "*.html", "*.css", "*.md", "*.toml"])
def test_text_ends_with_one_line_break_and_has_no_trailing_space(pattern):
    found = []
    for path in files(pattern):
        text = path.read_text("utf-8")
        if text and (not text.endswith("\n") or text.endswith("\n\n") or re.search(r"[ \t]+$", text, re.MULTILINE)):
            found.append(named(path))
    assert found == []


def test_tests_mirror_the_package():
    """`tests/<room>/…` belongs to `docsys/<room>`; browser, fault and bench look at the whole."""
    rooms = {path.relative_to(ROOT / "tests").parts[0] for path in files("tests/*/*.py")}
    strangers = {r for r in rooms if not (ROOT / "docsys" / r).is_dir() and not (ROOT / "docsys" / f"{r}.py").exists()}
    assert strangers <= {"browser", "fault", "bench"}
