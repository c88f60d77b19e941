"""References: to a person, a document, another record, an uploaded file. Whether they exist is for the room above to say."""

import re
from collections.abc import Iterator
from typing import Any

from docsys.forms.fields.base import FieldType, Many, Names, Unreadable
from docsys.forms.shape import Field, Value

LOGIN = re.compile(r"^(?P<name>.*?)（(?P<login>[A-Za-z0-9][A-Za-z0-9._-]*)）$")
DOCUMENT = re.compile(
    r"[A-Z]{2,6}-[A-Z]{2}(\d{2}){0,3}-((\d{4}-)?[A-Z]{3,6}-\d{3,}|[A-Z]{2}-([A-Z]{3,6}-)?\d{4}-\d{4,})"
)
RECORD = re.compile(r"(?P<form>[A-Z]{2})-([A-Z]{3,6}-)?\d{4}-\d{4,}")


class User(Many):
    """A person: `李静（lijing）` for one who has an account, a bare name for one who has none."""

    name = "user"
    widget = "person"
    options = {"many": "boolean", "known": "boolean"}

    def check(self, field: Field, value: Value) -> Iterator[str]:
        for part in value if isinstance(value, list) else [value]:
            if field.options.get("known") and not LOGIN.match(part):
                yield f"“{part}”不是系统用户，请从列表中选择。"

    def one(self, value: str, names: Names) -> str:
        return names.get(value) or name_of(value)


class Document(Many):
    name = "document"
    widget = "document"
    options = {"many": "boolean"}

    def read(self, field: Field, text: str) -> Value:
        number = text.upper()
        if not DOCUMENT.fullmatch(number):
            raise Unreadable(f"“{text}”不是文档编号，例如 ZLW-ZD07-YGZX-001。")
        return number


class Record(FieldType):
    """The number of another record, of the form named by `form`; with `settled` one that has been approved."""

    name = "record"
    widget = "line"
    options = {"form": "text", "settled": "boolean"}

    def read(self, field: Field, text: str) -> Value:
        found = RECORD.fullmatch(text.upper())
        wanted = field.options.get("form")
        if not found or (wanted and found["form"] != wanted):
            raise Unreadable(
                f"“{text}”不是{f' {wanted} ' if wanted else ''}表单编号，例如 {wanted or 'BG'}-2026-0001。"
            )
        return text.upper()


class File(FieldType):
    """An uploaded file: its name, size, SHA-256, and where the vault keeps it. The value only names the bytes."""

    name = "file"
    widget = "file"
    verb = "上传"

    def parse(self, field: Field, raw: Any) -> Value:
        if not raw:
            return None
        if not isinstance(raw, dict) or not {"name", "sha256", "size"} <= raw.keys():
            raise Unreadable("请重新上传文件。")
        kept = {"name": str(raw["name"]), "sha256": str(raw["sha256"]), "size": int(raw["size"])}
        return kept | ({"stored": int(raw["stored"])} if "stored" in raw else {})

    def text(self, field: Field, value: Value, names: Names) -> str:
        return "" if value is None else str(value["name"])

    def typed(self, field: Field, value: Value) -> str:
        return self.text(field, value, {})


def login_of(value: str) -> str | None:
    """The account behind a person's value, None for one without."""
    found = LOGIN.match(value)
    return found["login"] if found else None


def name_of(value: str) -> str:
    found = LOGIN.match(value)
    return found["name"] if found else value
