"""One of a list, several of a list, yes or no."""

from collections.abc import Iterator
from typing import Any

from docsys.forms.fields.base import FieldType, Names, Unreadable, clean, listed, split
from docsys.forms.shape import Field, Value

YES = {"是": True, "true": True, "1": True, "on": True, "yes": True, "√": True}
NO = {"否": False, "false": False, "0": False, "off": False, "no": False}


class Choice(FieldType):
    name = "choice"
    widget = "choice"
    options = {"choices": "entries"}
    verb = "选择"

    def read(self, field: Field, text: str) -> Value:
        if text not in field.options["choices"]:
            raise Unreadable(f"没有“{text}”这一选项，请从{_list(field)}中选择。")
        return text


class Choices(FieldType):
    name = "choices"
    widget = "choices"
    options = {"choices": "entries"}
    verb = "选择"

    def parse(self, field: Field, raw: Any) -> Value:
        parts = raw if isinstance(raw, list | tuple) else split(clean(raw))
        chosen = {text for part in parts if (text := clean(part))}
        for text in sorted(chosen - set(field.options["choices"])):
            raise Unreadable(f"没有“{text}”这一选项，请从{_list(field)}中选择。")
        return [entry for entry in field.options["choices"] if entry in chosen] or None

    def text(self, field: Field, value: Value, names: Names) -> str:
        return "、".join(listed(value))


class YesNo(FieldType):
    """Yes or no. With `must = true` only yes is accepted: a duty to be ticked off."""

    name = "yes_no"
    widget = "yes_no"
    options = {"must": "boolean"}
    verb = "选择"

    def parse(self, field: Field, raw: Any) -> Value:
        if raw is None or isinstance(raw, bool):
            return raw
        text = clean(raw).lower()
        if not text:
            return None
        if text not in YES | NO:
            raise Unreadable(f"“{text}”既不是“是”也不是“否”。")
        return (YES | NO)[text]

    def check(self, field: Field, value: Value) -> Iterator[str]:
        if field.options.get("must") and value is not True:
            yield f"“{field.label}”须为“是”。"

    def text(self, field: Field, value: Value, names: Names) -> str:
        return "" if value is None else "是" if value else "否"

    def typed(self, field: Field, value: Value) -> str:
        return self.text(field, value, {})


def _list(field: Field) -> str:
    return "、".join(f"“{entry}”" for entry in field.options["choices"])
