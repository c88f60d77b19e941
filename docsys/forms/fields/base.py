"""What every field type knows: parse, check, widget, printed text, index text."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from docsys.forms.shape import Field, Value

Names = Mapping[str, str]
"""How the people named in a record are printed: `李静（lijing）` → `李静（上海期货交易所 · 网络管理员）`."""


class Unreadable(ValueError):
    """What was typed is not of this type. Carries the Chinese sentence for the field."""


class FieldType:
    """A type of field. A new one is a subclass and one line in the registry `TYPES`."""

    name: ClassVar[str]
    widget: ClassVar[str]
    """The macro of `templates/records/fields.html` that asks for a value."""
    options: ClassVar[Mapping[str, str]] = {}
    """Keys only this type has, each with the kind of its value, see `reading.Table.option`."""
    verb: ClassVar[str] = "填写"
    is_layout: ClassVar[bool] = False

    def parse(self, field: Field, raw: Any) -> Value:
        """Plain JSON out of what was typed; None where nothing was.

        Raises:
            Unreadable: it is not of this type.

        """
        text = clean(raw)
        return self.read(field, text) if text else None

    def read(self, field: Field, text: str) -> Value:
        return text

    def check(self, field: Field, value: Value) -> Iterator[str]:
        """The sentences to say about a readable value; none where it is fine."""
        return iter(())

    def text(self, field: Field, value: Value, names: Names) -> str:
        """As printed and shown."""
        return "" if value is None else str(value)

    def index(self, field: Field, value: Value) -> str:
        """As found by the search."""
        return self.text(field, value, {})

    def typed(self, field: Field, value: Value) -> str:
        """As put back into its input."""
        return "" if value is None else str(value)


class Many(FieldType):
    """A type whose option `many` allows several values, separated by 、 or new lines."""

    def parse(self, field: Field, raw: Any) -> Value:
        if not field.options.get("many"):
            return super().parse(field, raw)
        parts = raw if isinstance(raw, list | tuple) else split(clean(raw))
        return [self.read(field, text) for part in parts if (text := clean(part))] or None

    def text(self, field: Field, value: Value, names: Names) -> str:
        return "、".join(self.one(part, names) for part in listed(value))

    def one(self, value: str, names: Names) -> str:
        return value

    def typed(self, field: Field, value: Value) -> str:
        return "、".join(listed(value))


def clean(raw: Any) -> str:
    """One line of text: no control characters, no white space around."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in str(raw or "")).split(" ")).strip()


def split(text: str) -> list[str]:
    for mark in ("；", ";", "，", ",", "\n"):
        text = text.replace(mark, "、")
    return text.split("、")


def listed(value: Value) -> list[str]:
    """One value or several, as a list."""
    if value is None:
        return []
    return [str(part) for part in value] if isinstance(value, list) else [str(value)]
