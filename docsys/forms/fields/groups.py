"""A group of fields that repeats, and the three that only lay out a page."""

from collections.abc import Iterator, Mapping
from typing import Any

from docsys.forms.fields.base import FieldType, Names, Unreadable
from docsys.forms.shape import Field, Value


class Rows(FieldType):
    """Repeating rows with fields of their own. The rows' cells are parsed and checked by `validation`.

    `blank` is how many rows the print has at least.
    """

    name = "rows"
    widget = "rows"
    options = {"min": "integer", "max": "integer", "blank": "integer"}

    def parse(self, field: Field, raw: Any) -> Value:
        rows = raw or []
        if not isinstance(rows, list | tuple) or not all(isinstance(row, Mapping | str) for row in rows):
            raise Unreadable(f"“{field.label}”须逐行填写。")
        # A bare text is a row of which only the first column is known.
        rows = [{field.fields[0].id: row} if isinstance(row, str) else row for row in rows]
        return [dict(row) for row in rows if any(_is_filled(row.get(one.id)) for one in field.fields)] or None

    def check(self, field: Field, value: Value) -> Iterator[str]:
        low, high = field.options.get("min", 0), field.options.get("max", 200)
        if len(value) < low:
            yield f"至少 {low} 行，现有 {len(value)} 行。"
        if len(value) > high:
            yield f"最多 {high} 行，现有 {len(value)} 行。"

    def text(self, field: Field, value: Value, names: Names) -> str:
        return "" if not value else f"{len(value)} 行"


class Heading(FieldType):
    name = "heading"
    widget = "heading"
    is_layout = True


class Note(FieldType):
    name = "note"
    widget = "note"
    is_layout = True


class Line(FieldType):
    name = "line"
    widget = "rule"
    is_layout = True


def _is_filled(value: object) -> bool:
    return value not in (None, "", [], {}) and str(value).strip() != ""
