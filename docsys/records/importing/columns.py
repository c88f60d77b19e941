"""Which columns a register has in a table, and what the rows of such a table mean. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from docsys.errors import InvalidInput
from docsys.forms.fields import shown
from docsys.forms.shape import DRAFT, Field, Form, Value

MOST = 200
HEAD_WITHIN = 10
PLAIN = frozenset({"序号", "编号", "状态", "登记单位", "登记人", "最后修改"})
"""Columns of an exported list that docsys fills itself."""
QUOTED = re.compile(r"^'(?=\s*[=+\-@＝＋－＠])")
MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d) 00:00")


@dataclass(frozen=True)
class Line:
    """One row of the table: where it stands, and what it says of each field."""

    place: int
    raw: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    lines: tuple[Line, ...]
    strange: tuple[str, ...] = ()
    """Heads that the register does not know."""


def columns(form: Form) -> list[Field]:
    """What a row says when it is entered: the writer's part, and what closes it. Days that are counted are not typed."""
    stages = {DRAFT}
    if form.register and form.register.closed:
        stages.add(form.stage_of(form.register.closed))
    return [
        field
        for field in form.fields
        if form.stage_of(field.id) in stages
        and field.type not in {"rows", "file"}
        and not field.options.get("counted_from")
    ]


def heads(form: Form) -> list[str]:
    """The heads of the table; those that must be filled in bear a star."""
    return [f"{'*' if is_asked(form, field) else ''}{field.label}" for field in columns(form)]


def sample(form: Form) -> list[str]:
    """The example of the form as a row of the table."""
    return [shown(field, form.sample.get(field.id)) for field in columns(form)]


def understand(form: Form, cells: Sequence[Sequence[str]]) -> Table:
    """The rows below the heads, by the columns of `form`.

    Raises:
        InvalidInput: no heads, a column that must be there is missing, no rows, or too many.

    """
    fields = {field.label: field for field in columns(form)}
    at = _head(cells, fields)
    names = [_bare(text) for text in cells[at]]
    if missing := [
        name for name, field in fields.items() if is_asked(form, field) and field.default is None and name not in names
    ]:
        raise _refused(
            f"缺少列：{'、'.join(f'“{name}”' for name in missing)}。请使用导入模板，或在第 {at + 1} 行补上列名。"
        )
    if twice := sorted({name for name in names if name in fields and names.count(name) > 1}):
        raise _refused(f"列名重复：{'、'.join(f'“{name}”' for name in twice)}，每列只能出现一次。")
    absent = {field.id: str(field.default) for name, field in fields.items() if name not in names and field.default}
    lines = tuple(Line(line.place, {**absent, **line.raw}) for line in _lines(cells, at, names, fields))
    if not lines:
        raise _refused("列名下面没有内容，请填写后再导入。")
    if len(lines) > MOST:
        raise _refused(f"一次最多导入 {MOST} 行，本文件有 {len(lines)} 行，请分成几个文件。")
    return Table(lines, tuple(name for name in names if name and name not in fields and name not in PLAIN))


def is_asked(form: Form, field: Field) -> bool:
    """Whether a row must say it; what closes a row may come later."""
    return field.required and form.stage_of(field.id) == DRAFT


def _head(cells: Sequence[Sequence[str]], fields: Mapping[str, Field]) -> int:
    """The first row of which most cells are names of columns."""
    for at, row in enumerate(cells[:HEAD_WITHIN]):
        said = [_bare(text) for text in row if text]
        if said and 2 * sum(text in fields for text in said) >= len(said):
            return at
    raise _refused("没有找到列名行。请下载导入模板，在模板中填写。")


def _lines(
    cells: Sequence[Sequence[str]], at: int, names: Sequence[str], fields: Mapping[str, Field]
) -> Iterator[Line]:
    for place, row in enumerate(cells[at + 1 :], start=at + 2):
        raw = {
            fields[name].id: _meant(fields[name], text)
            for name, text in zip(names, row, strict=False)
            if name in fields and text
        }
        if raw:
            yield Line(place, raw)


def _meant(field: Field, text: str) -> str:
    """Without the quote that keeps a spreadsheet from computing; a day of a spreadsheet is a day."""
    plain = QUOTED.sub("", text)
    midnight = MIDNIGHT.fullmatch(plain)
    unit = str(field.options.get("unit", "")) if field.type in {"integer", "decimal"} else ""
    if midnight and field.type != "datetime":
        return midnight[1]
    return plain.removesuffix(unit).strip() if unit else plain


def _bare(text: str) -> str:
    return text.replace("*", "").strip()


def _refused(sentence: str) -> InvalidInput:
    return InvalidInput(fields={"file": [sentence]})


def is_same(form: Form, one: Mapping[str, Value], other: Mapping[str, Value]) -> bool:
    """Whether two rows say the same in all that their writers fill in."""
    own = (field.id for field in columns(form) if form.stage_of(field.id) == DRAFT)
    return all((one.get(name) or None) == (other.get(name) or None) for name in own)
