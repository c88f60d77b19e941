"""Whatever can be set, called or granted stands in the manual; whatever the manual names exists."""

import re
from dataclasses import fields
from pathlib import Path

import click

from docsys.cli import docsys
from docsys.people.rules import HOLDERS
from docsys.settings import Settings
from tools import permissions_page, rules_covered

ROOT = Path(__file__).resolve().parent.parent
MANUAL = ROOT / "docs" / "manual"


def text(name: str) -> str:
    return (MANUAL / name).read_text("utf-8")


def commands(group: click.Group, prefix: str = "docsys") -> set[str]:
    """Every verb, as it is typed."""
    context = click.Context(group)
    found = set()
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        typed = f"{prefix} {name}"
        found |= commands(command, typed) if isinstance(command, click.Group) else {typed}
    return found


def test_every_setting_is_in_the_manual_with_its_default():
    rows = dict(re.findall(r"^\| `([a-z_]+)` \| `([^`]*)` \|", text("installation.md").split("## 6.")[1], re.MULTILINE))

    assert rows == {
        f.name: str(f.default).lower() if f.type is bool else str(f.default)
        for f in fields(Settings)
        if f.name != "home"
    }


def test_every_command_is_in_the_manual_and_no_other():
    documented = set(re.findall(r"^\| `(docsys [a-z -]+)` \|", text("command-line.md"), re.MULTILINE))

    assert documented == commands(docsys)


def test_the_page_of_permissions_says_what_the_table_says():
    """`make manual` writes it anew."""
    assert text("permissions.md") == permissions_page.page(HOLDERS)


def test_decisions_are_numbered_without_gap():
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs" / "adr").glob("*.md"))]

    assert numbers == list(range(1, len(numbers) + 1))


def test_every_decision_has_its_four_parts():
    parts = {"## Context", "## Options", "## Outcome", "## Consequences"}
    found = {p.name: parts - set(p.read_text("utf-8").splitlines()) for p in (ROOT / "docs" / "adr").glob("*.md")}

    assert {name: missing for name, missing in found.items() if missing} == {}


def test_each_chinese_term_stands_once_in_the_glossary():
    lines = (ROOT / "docs" / "glossary.md").read_text("utf-8").splitlines()
    terms = [line.split("|")[1].strip() for line in lines if line.startswith("| ")]
    terms = [term for term in terms if term != "Chinese"]

    assert sorted({term for term in terms if terms.count(term) > 1}) == []


def test_links_between_pages_lead_somewhere():
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    links = [(p, link) for p in pages for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", p.read_text("utf-8"))]

    assert [f"{p.relative_to(ROOT)}: {link}" for p, link in links if not (p.parent / link).exists()] == []


def test_tests_name_only_requirements_that_exist():
    known = {requirement.id for requirement in rules_covered.read(rules_covered.IDS.read_text("utf-8"))}

    assert sorted(set(rules_covered.collect(ROOT / "tests")) - known) == []
