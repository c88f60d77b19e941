"""Words: one line, or paragraphs."""

import unicodedata
from collections.abc import Iterator
from typing import Any

from docsys.forms.fields.base import FieldType, Many, clean, listed
from docsys.forms.shape import Field, Value

LINE = 200
PARAGRAPHS = 4000


class Text(Many):
    """One line. `suggest` names a list that the page offers without forcing it."""

    name = "text"
    widget = "line"
    options = {"max_length": "integer", "many": "boolean", "suggest": "text"}

    def check(self, field: Field, value: Value) -> Iterator[str]:
        limit = field.options.get("max_length", LINE)
        for part in listed(value):
            if len(part) > limit:
                yield f"最多 {limit} 字，现有 {len(part)} 字。"


class Paragraph(FieldType):
    name = "paragraph"
    widget = "paragraph"
    options = {"max_length": "integer", "lines": "integer"}

    def parse(self, field: Field, raw: Any) -> Value:
        text = "\n".join(map(str, raw)) if isinstance(raw, list | tuple) else str(raw or "")
        lines = [clean(line) for line in _lines(text)]
        return "\n".join(lines).strip("\n") or None

    def check(self, field: Field, value: Value) -> Iterator[str]:
        limit = field.options.get("max_length", PARAGRAPHS)
        if len(str(value)) > limit:
            yield f"最多 {limit} 字，现有 {len(str(value))} 字。"


def _lines(text: str) -> list[str]:
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
