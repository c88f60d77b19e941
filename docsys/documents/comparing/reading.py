"""What of two versions is compared: their marks as words, and the text of their files, read in the limited child."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from docsys.clock import local
from docsys.documents.comparing import differences, folding
from docsys.documents.comparing.paragraphs import paragraphs
from docsys.documents.models import Version
from docsys.documents.rules import Level
from docsys.search.extraction import extract
from docsys.search.extraction.limits import Limits
from docsys.search.pages import TextState

# A person waits: less time than the search takes over a file, and not its longest texts.
LIMITS = Limits(cpu_seconds=15, wall_seconds=20.0, characters=2_000_000)
MOST_PARAGRAPHS = 30_000
PDF = ".pdf"


@dataclass(frozen=True)
class Mark:
    label: str
    left: str
    right: str

    @property
    def differs(self) -> bool:
        return self.left != self.right


@dataclass(frozen=True)
class Source:
    """The file of a version, in plain values: it is read without a transaction. None: paper only."""

    path: Path | None
    name: str = ""
    sha256: str = ""


@dataclass(frozen=True)
class Text:
    """The paragraphs of one side; `reason` says why there are none, or not all."""

    paragraphs: list[str] = field(default_factory=list)
    reason: str = ""

    @property
    def size(self) -> int:
        return sum(map(len, self.paragraphs))


@dataclass(frozen=True)
class Compared:
    """`folded` is None where the texts were not compared: `why`. `apart`: paragraphs on the one side and on the other only."""

    left: Text
    right: Text
    folded: folding.Folded | None = None
    counts: Counter[differences.Kind] = field(default_factory=Counter)
    rough: bool = False
    identical: bool = False
    why: str = ""
    apart: tuple[int, int] = (0, 0)


def marks(left: Version, right: Version) -> list[Mark]:
    """What a version is marked with, side by side, in the order of 4.3.5."""
    sides = zip(_marks(left), _marks(right), strict=True)
    return [Mark(label, one, other) for (label, one), (_, other) in sides]


def _marks(version: Version) -> list[tuple[str, str]]:
    file = version.file
    attached = "\n".join(f"F{one.ordinal:02} {one.title}" for one in version.attachments)
    return [
        ("文档名称", version.title),
        ("状态", version.state.label),
        ("编写人", version.author),
        ("编写日期", str(version.written_on or "")),
        ("审核批准", version.approved_by),
        ("发布时间", f"{local(version.published_at):%Y-%m-%d %H:%M}" if version.published_at else ""),
        ("保密级别", version.secrecy),
        ("使用范围", version.use_scope),
        ("审批级别", Level(version.level).label if version.level else ""),
        ("修订原因", version.reason),
        ("修订记录", "\n".join(str(note) for note in version.notes)),
        ("文件", f"{file.original_name}\nSHA-256 {file.sha256[:12]}…" if file else ""),
        ("附件", attached),
    ]


def read(source: Source) -> Text:
    """The paragraphs of a file, by the limits of a page that a person waits for."""
    if source.path is None:
        return Text(reason="没有电子文件")
    found = extract(source.path, source.name, LIMITS)
    if found.state is not TextState.EXTRACTED:
        return Text(reason=found.reason or found.state.label)
    laid_out = source.name.lower().endswith(PDF)
    return Text(paragraphs(found.pages, laid_out=laid_out), found.reason)


def compare(left: Source, right: Source) -> Compared:
    """The texts of two files; those of the same bytes are not even read."""
    if left.sha256 and left.sha256 == right.sha256:
        return Compared(Text(), Text(), identical=True)
    one, other = read(left), read(right)
    if not one.paragraphs or not other.paragraphs:
        return Compared(one, other, why="文本无法比较")
    if max(len(one.paragraphs), len(other.paragraphs)) > MOST_PARAGRAPHS:
        apart = differences.differing(one.paragraphs, other.paragraphs)
        return Compared(one, other, why="差异过大", apart=apart)
    found = differences.compare(one.paragraphs, other.paragraphs)
    return Compared(one, other, folding.fold(found.rows), found.counts, found.rough)
