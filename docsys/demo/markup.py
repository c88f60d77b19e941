"""The texts of the sample library as blocks: `# heading`, `- item`, `| cell | cell |`, fenced lines, else a paragraph a line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

FENCE = "```"
RULE = re.compile(r"^\|[-:| ]+\|$")


@dataclass(frozen=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Item:
    text: str


@dataclass(frozen=True)
class Code:
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """The first row is its head."""

    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Item | Code | Table


def blocks(text: str) -> Iterator[Block]:
    lines = iter(text.splitlines())
    rows: list[tuple[str, ...]] = []
    for line in lines:
        if line.startswith("|"):
            if not RULE.match(line):
                rows.append(tuple(cell.strip() for cell in line.strip("|").split("|")))
            continue
        if rows:
            yield Table(tuple(rows))
            rows = []
        if line.startswith(FENCE):
            yield Code(tuple(_fenced(lines)))
        elif line.strip():
            yield _block(line.strip())
    if rows:
        yield Table(tuple(rows))


def _fenced(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if line.startswith(FENCE):
            return
        yield line


def _block(line: str) -> Block:
    if found := re.match(r"(#{1,4}) +(.+)", line):
        return Heading(len(found[1]), found[2])
    return Item(line[2:]) if line.startswith("- ") else Paragraph(line)
