"""The directory as tables: what its page exports, its prints show, and 00_目录 keeps on disk (F-09a)."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from docsys.catalogue.checking import Checked
from docsys.catalogue.queries import Line, Node
from docsys.catalogue.rules import KIND_LABELS, Defect
from docsys.printing.lists import Column, Group, Listing, one_group

HEAD = (
    "序号",
    "文档编号",
    "文档名称",
    "版本",
    "编写人",
    "归口单位",
    "发布日期",
    "保密级别",
    "载体",
    "卷号",
    "备注",
)
COLUMNS = (
    Column("序号", 4, "center"),
    Column("文档编号", 19, is_number=True),
    Column("文档名称", 29),
    Column("版本", 5, "center"),
    Column("编写人", 8),
    Column("归口单位", 8),
    Column("发布日期", 10, "center"),
    Column("保密级别", 7, "center"),
    Column("载体", 6, "center"),
    Column("卷号", 6, "center"),
    Column("备注", 18),
)
ROOT_HEAD = ("代码", "名称", "文档数")
ROOT_COLUMNS = (Column("代码", 12, is_number=True), Column("名称", 60), Column("文档数", 10, "right"))

DEFECT_HEAD = ("类别", "说明", "编号", "位置", "详情")
DEFECT_COLUMNS = (
    Column("类别", 5, "center"),
    Column("说明", 14),
    Column("编号", 18, is_number=True),
    Column("位置", 45),
    Column("详情", 22),
)


def rows(lines: Iterable[Line], start: int = 1) -> list[tuple[str, ...]]:
    """The lines in the columns of F-09a. 卷号 is filled where a paper copy is bound in a volume."""
    return [
        (
            str(ordinal),
            line.number,
            line.title,
            line.version,
            line.author,
            line.unit,
            str(line.published or ""),
            line.secrecy,
            line.medium,
            "",
            line.note,
        )
        for ordinal, line in enumerate(lines, start)
    ]


def root_rows(nodes: Sequence[Node]) -> list[tuple[str, ...]]:
    """Each folder, indented by its depth, with the number of documents in and below it."""
    found = (node for top in nodes for node in top.walk())
    return [(one.folder.code, f"{'　' * (one.folder.depth - 1)}{one.folder.name}", str(one.count)) for one in found]


def listing(
    title: str, lines: Sequence[Line], names: dict[str, str], *, unit: str, printed: str, filtered_by: str = ""
) -> Listing:
    """The print, grouped by folder."""
    groups, start = [], 1
    for code, group in groupby(lines, key=lambda line: line.folder):
        found = list(group)
        heading = " / ".join(f"{part} {names[part]}" for part in _chain(code))
        groups.append(Group(f"{heading}（{len(found)} 份）", tuple(rows(found, start))))
        start += len(found)
    return Listing(
        title, COLUMNS, tuple(groups), filtered_by, summary=f"共 {len(lines)} 份", unit=unit, printed=printed
    )


def root_listing(title: str, nodes: Sequence[Node], *, unit: str, printed: str) -> Listing:
    """The print of the root: folders with counts."""
    groups = tuple(
        Group(f"{top.folder.code} {top.folder.name}（{top.count} 份）", tuple(root_rows(top.nodes))) for top in nodes
    )
    total = sum(top.count for top in nodes)
    return Listing(
        title, ROOT_COLUMNS, groups, summary=f"共 {total} 份", unit=unit, printed=printed, is_landscape=False
    )


def _chain(code: str) -> list[str]:
    return [code[:length] for length in range(2, len(code) + 1, 2)]


def defect_rows(defects: Iterable[Defect]) -> list[tuple[str, ...]]:
    return [(one.kind.value, KIND_LABELS[one.kind], one.number, one.path, one.detail) for one in defects]


def check_listing(checked: Checked, *, unit: str, at: str) -> Listing:
    """The outcome on paper, to be signed as evidence (report 5)."""
    verdict = f"{len(checked.defects)} 处不符" if checked.defects else "一致"
    return Listing(
        "目录、文件夹、文件一一对应检查",
        DEFECT_COLUMNS,
        one_group(defect_rows(checked.defects)),
        filtered_by=f"文档 {checked.documents} 份、文件 {checked.files} 个",
        summary=f"结果：{verdict}",
        unit=unit,
        printed=at,
        signatures=("检查人", "复核人"),
        empty="目录、文件夹、文件全部对应",
    )
