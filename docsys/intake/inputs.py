"""What is typed into the table of proposals, as rows of the list that people also edit in a spreadsheet."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from docsys.documents.importing import manifest
from docsys.documents.importing.manifest import ANYWAY, Row
from docsys.documents.importing.rules import line
from docsys.documents.inputs import CHOICES
from docsys.documents.rules import VersionNumber, VersionUnreadable
from docsys.errors import InvalidInput
from docsys.intake.models import ImportItem

FIELDS = ("folder", "unit", "title", "author", "version", "written_on", "level", "secrecy", "use_scope", "old_number")
LABELS = {name: manifest.HEAD[name] for name in FIELDS}
# What may be set for many files at once: a title is one file's own.
BULK = ("folder", "unit", "author", "version", "level", "secrecy", "use_scope")
LONGEST = {"use_scope": 1000}


@dataclass(frozen=True)
class Known:
    """What a row may name: the folders that take documents, the units for which this person may import."""

    folders: frozenset[str]
    units: frozenset[str]


def row_of(item: ImportItem) -> Row:
    """A proposal as a row of the list."""
    duplicate = ANYWAY if item.is_wanted and item.duplicate else item.duplicate
    marks = {name: getattr(item, name) for name in FIELDS}
    return Row(path=item.path, sha256=item.sha256, duplicate=duplicate, note=item.reason or item.doubt, **marks)


def corrected(row: Row, typed: Mapping[str, str], names: Sequence[str] = FIELDS) -> Row:
    """The row with what was typed: `SC01 手册` is `SC01`, a day as Excel writes it is a day."""
    values = {name: typed[name].strip() for name in names if name in typed}
    return tidy(replace(row, **values))


def tidy(row: Row) -> Row:
    written_on = manifest.day(row.written_on)
    return replace(
        row,
        folder=row.folder.partition(" ")[0].upper(),
        unit=row.unit.partition(" ")[0].upper(),
        title=line(row.title),
        author=line(row.author),
        version=row.version.strip(),
        written_on=written_on.isoformat() if written_on else row.written_on,
        use_scope=" ".join(row.use_scope.split()),
        old_number=line(row.old_number),
    )


def wrong(row: Row, known: Known) -> Iterator[tuple[str, str]]:
    """What speaks against a row, as (field, sentence)."""
    if row.folder and row.folder not in known.folders:
        yield "folder", f"没有可归入的文件夹“{row.folder}”"
    if row.unit not in known.units:
        yield "unit", f"没有单位“{row.unit}”，或您没有为该单位导入的权限"
    yield from _wrong_choices(row)
    if row.written_on and manifest.day(row.written_on) is None:
        yield "written_on", "日期请写成 2026-11-23"
    for name in FIELDS:
        if len(getattr(row, name)) > LONGEST.get(name, 200):
            yield name, f"最多 {LONGEST.get(name, 200)} 字"
    if sentence := _wrong_version(row.version):
        yield "version", sentence


def _wrong_choices(row: Row) -> Iterator[tuple[str, str]]:
    for name in ("level", "secrecy"):
        if (value := getattr(row, name)) and value not in dict(CHOICES[name]):
            yield name, f"应为 {'、'.join(choice for choice, _ in CHOICES[name])} 之一"


def _wrong_version(text: str) -> str:
    if not text:
        return ""
    try:
        VersionNumber.parse(text)
    except VersionUnreadable as error:
        return error.sentence
    return ""


def check(row: Row, known: Known) -> None:
    """Refuse a row with the reason at each field."""
    fields: dict[str, list[str]] = {}
    for name, sentence in wrong(row, known):
        fields.setdefault(name, []).append(f"{sentence}。")
    if fields:
        raise InvalidInput(fields=fields, labels=LABELS)


def marks_of(row: Row) -> dict[str, str]:
    """The row's marks as columns of an item."""
    values = asdict(row)
    return {name: values[name] for name in FIELDS}
