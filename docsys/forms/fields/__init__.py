"""The closed vocabulary of field types. A new type is one class and one line here."""

from docsys.forms.fields.base import FieldType, Names, Unreadable
from docsys.forms.fields.choices import Choice, Choices, YesNo
from docsys.forms.fields.groups import Heading, Line, Note, Rows
from docsys.forms.fields.moments import Day, DayTime, Time
from docsys.forms.fields.numbers import Integer, Number
from docsys.forms.fields.references import Document, File, Record, User
from docsys.forms.fields.words import Paragraph, Text
from docsys.forms.shape import Field, Value

TYPES: dict[str, FieldType] = {
    kind.name: kind
    for kind in (
        Text(),
        Paragraph(),
        Integer(),
        Number(),
        Day(),
        Time(),
        DayTime(),
        Choice(),
        Choices(),
        YesNo(),
        User(),
        Document(),
        Record(),
        File(),
        Rows(),
        Heading(),
        Note(),
        Line(),
    )
}


def type_of(field: Field) -> FieldType:
    return TYPES[field.type]


def shown(field: Field, value: Value, names: Names | None = None) -> str:
    """`value` as it is printed."""
    return type_of(field).text(field, value, names or {})


def is_filled(value: Value) -> bool:
    """Whether something was filled in; False (no) is an answer, an empty list is none."""
    return value is not None and value not in ("", [], {})


__all__ = ["TYPES", "FieldType", "Names", "Unreadable", "is_filled", "shown", "type_of"]
