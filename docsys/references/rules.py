"""The three tables, what may stand in them, and how two versions differ. Pure."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

Row = tuple[str, ...]
Rows = tuple[Row, ...]

SEPARATOR = "，"
LONGEST = 200
MOST = 200
NODE = re.compile(r"[A-Z]{2}-[1-9][0-9]?")
CONTACT_LABELS = ("地址", "邮编", "证联网运管中心服务热线", "传真", "电子邮件")


class Table(StrEnum):
    """A table by its number in the rulebook. Its rows are kept without the counting column."""

    CONTACT = "19.1"
    ROOMS = "19.2"
    NODES = "19.3"

    @property
    def caption(self) -> str:
        return _CAPTIONS[self][0]

    @property
    def heading(self) -> str:
        return _CAPTIONS[self][1]

    @property
    def label(self) -> str:
        return _CAPTIONS[self][2]

    @property
    def columns(self) -> tuple[str, ...]:
        return _COLUMNS[self]

    @property
    def is_fixed(self) -> bool:
        """Its lines are those of the rulebook: only what stands beside them changes."""
        return self is Table.CONTACT


_CAPTIONS: Mapping[Table, tuple[str, str, str]] = {
    Table.CONTACT: ("19.1 运管中心联系方式", "", "运管中心联系方式"),
    Table.ROOMS: ("表 19.2 托管机房信息表", "已接入证联网的行业托管机房详细信息", "托管机房信息表"),
    Table.NODES: ("表 19.3 接入点信息表", "证联网接入点详细信息", "接入点信息表"),
}
_COLUMNS: Mapping[Table, tuple[str, ...]] = {
    Table.CONTACT: ("项目", "内容"),
    Table.ROOMS: ("机构", "机房", "接入证联网节点"),
    Table.NODES: ("接入点", "接入点名称", "地址"),
}
# What names a row, so that a change of it is told from another row: the columns of its key.
_KEYS: Mapping[Table, tuple[int, ...]] = {Table.CONTACT: (0,), Table.ROOMS: (0, 1), Table.NODES: (0,)}


def as_rows(content: Sequence[Sequence[str]]) -> Rows:
    return tuple(tuple(row) for row in content)


def nodes_in(cell: str) -> tuple[str, ...]:
    """The nodes that a cell of 19.2 names: `SH-1，SH-2`, whatever stands between them."""
    return tuple(part for part in re.split(r"[，,、；;\s]+", cell) if part)


def tidy(which: Table, rows: Sequence[Sequence[str]]) -> Rows:
    """As they are kept: no empty row, no blanks at the ends, nodes in capitals and joined as printed."""
    cells = (tuple(" ".join(cell.split()) for cell in row) for row in rows)
    kept = [row for row in cells if any(row)]
    if which is Table.ROOMS:
        return tuple((*row[:2], SEPARATOR.join(nodes_in(row[2].upper()))) for row in kept)
    if which is Table.NODES:
        return tuple((row[0].upper(), *row[1:]) for row in kept)
    return tuple(kept)


def problems(which: Table, rows: Rows, other: Rows) -> list[str]:
    """Why the table cannot be kept, a sentence each. `other` is 19.3 for 19.2 and 19.2 for 19.3: their nodes must agree."""
    if which is Table.CONTACT:
        return list(_contact_problems(rows))
    if not rows:
        return ["表中至少要有一行。"]
    if len(rows) > MOST:
        return [f"最多 {MOST} 行。"]
    own = _rooms_problems(rows, {row[0] for row in other}) if which is Table.ROOMS else _nodes_problems(rows, other)
    return [*_cell_problems(which, rows), *_twins(which, rows), *own]


def _contact_problems(rows: Rows) -> Iterator[str]:
    if tuple(row[0] for row in rows) != CONTACT_LABELS:
        yield f"19.1 的项目固定为{'、'.join(CONTACT_LABELS)}。"
    yield from _cell_problems(Table.CONTACT, rows)


def _cell_problems(which: Table, rows: Rows) -> Iterator[str]:
    for place, row in enumerate(rows, 1):
        for column, cell in zip(which.columns, row, strict=True):
            if not cell:
                yield f"第 {place} 行没有填写“{column}”。"
            elif len(cell) > LONGEST:
                yield f"第 {place} 行的“{column}”超过 {LONGEST} 字。"


def _twins(which: Table, rows: Rows) -> Iterator[str]:
    first: dict[Row, int] = {}
    for place, row in enumerate(rows, 1):
        named = tuple(row[at] for at in _KEYS[which])
        if all(named) and first.setdefault(named, place) != place:
            yield f"第 {place} 行与第 {first[named]} 行重复：{' '.join(named)}。"


def _rooms_problems(rows: Rows, known: Collection[str]) -> Iterator[str]:
    for place, row in enumerate(rows, 1):
        named = nodes_in(row[2])
        if unknown := [node for node in dict.fromkeys(named) if node not in known]:
            yield f"第 {place} 行的节点 {'、'.join(unknown)} 不在表 19.3 中，请先在表 19.3 中增加该接入点。"
        if len(set(named)) < len(named):
            yield f"第 {place} 行的节点有重复。"


def _nodes_problems(rows: Rows, rooms: Rows) -> Iterator[str]:
    for place, row in enumerate(rows, 1):
        if row[0] and not NODE.fullmatch(row[0]):
            yield f"第 {place} 行的接入点“{row[0]}”应为两个大写字母、连字符和数字，例如 SH-1。"
    codes = {row[0] for row in rows}
    for place, room in enumerate(rooms, 1):
        if gone := [node for node in nodes_in(room[2]) if node not in codes]:
            yield f"表 19.2 第 {place} 行（{room[1]}）仍接入 {'、'.join(gone)}，请先更改表 19.2。"


@dataclass(frozen=True)
class Difference:
    """A row of one version beside what it is in another; `before` or `after` is empty where it is new or gone."""

    kind: str
    before: Row
    after: Row


def compare(which: Table, before: Rows, after: Rows) -> list[Difference]:
    """What became of each row: 新增 added, 删除 removed, 更改 changed, 移动 moved; rows that stayed are left out."""
    named = {_key(which, row): row for row in before}
    kept = {_key(which, row): row for row in after}
    found = [Difference("删除", row, ()) for key, row in named.items() if key not in kept]
    found += [
        Difference("更改" if key in named else "新增", named.get(key, ()), row)
        for key, row in kept.items()
        if named.get(key) != row
    ]
    moved = _moved([key for key in named if key in kept], [key for key in kept if key in named])
    return found + [Difference("移动", named[key], kept[key]) for key in moved]


def _key(which: Table, row: Row) -> Row:
    return tuple(row[at] for at in _KEYS[which])


def _moved(before: list[Row], after: list[Row]) -> list[Row]:
    """As few rows as explain the new order."""
    stayed: set[Row] = set()
    for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        stayed.update(before[block.a : block.a + block.size])
    return [key for key in after if key not in stayed]


def counted(differences: Sequence[Difference]) -> str:
    """新增 1 行、更改 2 行; what a request is called by."""
    kinds = [one.kind for one in differences]
    return "、".join(f"{kind} {kinds.count(kind)} 行" for kind in ("新增", "删除", "更改", "移动") if kind in kinds)
