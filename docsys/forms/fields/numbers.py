"""Figures. A decimal is stored as text, so that 0.10 stays 0.10."""

import unicodedata
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from docsys.forms.fields.base import FieldType, Names, Unreadable
from docsys.forms.shape import Field, Value


class Integer(FieldType):
    name = "integer"
    widget = "figure"
    options = {"min": "integer", "max": "integer", "unit": "text"}

    def read(self, field: Field, text: str) -> Value:
        try:
            return int(unicodedata.normalize("NFKC", text))
        except ValueError:
            raise Unreadable(f"“{text}”不是整数。") from None

    def check(self, field: Field, value: Value) -> Iterator[str]:
        yield from between(field, Decimal(value))

    def text(self, field: Field, value: Value, names: Names) -> str:
        return "" if value is None else f"{value}{_unit(field)}"


class Number(FieldType):
    name = "decimal"
    widget = "figure"
    options = {"min": "number", "max": "number", "places": "integer", "unit": "text"}

    def read(self, field: Field, text: str) -> Value:
        try:
            number = Decimal(unicodedata.normalize("NFKC", text))
        except InvalidOperation:
            raise Unreadable(f"“{text}”不是数字。") from None
        if not number.is_finite():
            raise Unreadable(f"“{text}”不是数字。")
        return f"{number:f}"

    def check(self, field: Field, value: Value) -> Iterator[str]:
        number = Decimal(value)
        places = field.options.get("places")
        exponent = number.as_tuple().exponent
        if places is not None and isinstance(exponent, int) and -exponent > places:
            yield f"最多 {places} 位小数。"
        yield from between(field, number)

    def text(self, field: Field, value: Value, names: Names) -> str:
        return "" if value is None else f"{value}{_unit(field)}"


def between(field: Field, number: Decimal) -> Iterator[str]:
    low, high = field.options.get("min"), field.options.get("max")
    if (low is not None and number < Decimal(str(low))) or (high is not None and number > Decimal(str(high))):
        yield _bounds(low, high)


def _bounds(low: object, high: object) -> str:
    if low is not None and high is not None:
        return f"须为 {low} 至 {high}。"
    return f"不得小于 {low}。" if high is None else f"不得大于 {high}。"


def _unit(field: Field) -> str:
    return f" {field.options['unit']}" if field.options.get("unit") else ""
