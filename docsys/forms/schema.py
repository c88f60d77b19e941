"""The language of definitions as a JSON Schema, for editors: `docsys form schema`.

It is not written down a second time: the very functions that read a definition are run over a sketch of one, which notes
what they ask for. So a key that the loader learns is in the schema, and one that it forgets is out of it.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from docsys.forms.building import build
from docsys.forms.fields import TYPES
from docsys.forms.keys import KEYS
from docsys.forms.reading import DAY, Problems, Table

Schema = dict[str, Any]
TEXTS: Schema = {"type": "array", "items": {"type": "string"}}


class Sketch(Table):
    """A table that has every key, and remembers as what each was asked for. `name` is the table's name in `KEYS`."""

    def __init__(self, name: str, fixed: Mapping[str, str] | None = None) -> None:
        super().__init__({}, name, Problems(name))
        self.name = name
        self.fixed = fixed or {}
        self.properties: Schema = {}
        self.required: list[str] = []
        self.inner: dict[str, Sketch] = {}
        self.lists: dict[str, Sketch] = {}
        self.variants: dict[str, Sketch] = {}

    def schema(self) -> Schema:
        """What was asked for, nothing else allowed."""
        for key, one in self.inner.items():
            self._note(key, one.schema())
        for key, one in self.lists.items():
            self._note(key, {"type": "array", "items": one.schema()})
        found: Schema = {"type": "object", "additionalProperties": False, "properties": self.properties}
        return found | ({"required": self.required} if self.required else {})

    def _note(self, key: str, schema: Schema) -> None:
        words = KEYS["fields"] | KEYS[self.name] if self.name in TYPES else KEYS[self.name]
        self.properties[key] = {"description": words[key], **schema}

    def _must(self, key: str) -> None:
        if key not in self.required:
            self.required.append(key)

    def refuse(self, key: str, sentence: str) -> None:
        """Nothing is wrong with a sketch."""

    def has(self, key: str) -> bool:  # noqa: ARG002 - a table's own
        return True

    def text(self, key: str, default: str = "") -> str:
        self._note(key, {"type": "string"})
        return default

    def needed(self, key: str) -> str:
        self._note(key, {"type": "string", "minLength": 1})
        self._must(key)
        return ""

    def matching(self, key: str, pattern: re.Pattern[str], sentence: str) -> str:  # noqa: ARG002 - a table's own
        self._note(key, {"type": "string", "pattern": f"^({pattern.pattern})$"})
        self._must(key)
        return ""

    def counting(self, key: str, sentence: str) -> int:  # noqa: ARG002 - a table's own
        self._note(key, {"type": "integer", "minimum": 1})
        self._must(key)
        return 1

    def integer(self, key: str, default: int = 0) -> int:
        self._note(key, {"type": "integer"})
        return default

    def number(self, key: str, default: float = 0.0) -> float:
        self._note(key, {"type": "number"})
        return default

    def boolean(self, key: str, *, default: bool = False) -> bool:
        self._note(key, {"type": "boolean"})
        return default

    def texts(self, key: str) -> tuple[str, ...]:
        self._note(key, TEXTS)
        return ()

    def entries(self, key: str) -> tuple[str, ...]:
        self._note(key, TEXTS | {"minItems": 1, "uniqueItems": True})
        self._must(key)
        return ()

    def day(self, key: str) -> str:
        self._note(key, {"type": "string", "pattern": f"^{DAY.pattern}$"})
        return ""

    def integers(self, key: str, default: tuple[int, ...]) -> tuple[int, ...]:
        self._note(key, {"type": "array", "items": {"type": "integer"}})
        return default

    def one_of(self, key: str, allowed: Iterable[str], default: str = "") -> str:
        fixed = self.fixed.get(key)
        self._note(key, {"const": fixed} if fixed else {"enum": list(allowed)})
        if not default:
            self._must(key)
        return fixed or default

    def table(self, key: str) -> Table:
        self.inner[key] = Sketch("when" if key == "ended" else key)
        return self.inner[key]

    def tables(self, key: str) -> list[Table]:
        if key == "fields":
            return self._fields()
        self.lists[key] = Sketch(key)
        return [self.lists[key]]

    def _fields(self) -> list[Table]:
        """One sketch of each type: in a section all of them, in a row group those that a row may hold."""
        inside = self.name in TYPES
        names = [name for name, kind in TYPES.items() if not (inside and (name == "rows" or kind.is_layout))]
        some = [{"$ref": f"#/$defs/{name}"} for name in names]
        self._note("fields", {"type": "array", "minItems": 1, "items": {"anyOf": some}})
        self._must("fields")
        self.variants = {} if inside else {name: Sketch(name, {"type": name}) for name in names}
        return list(self.variants.values())

    def plain(self, key: str) -> Any:
        self._note(key, {})
        return None

    def open(self, key: str) -> dict[str, Any]:
        self._note(key, {"type": "object"})
        self._must(key)
        return {}

    def close(self, what: str = "") -> None:
        """Whatever was not asked for is refused by the schema too."""


def schema() -> Schema:
    """The whole language: one definition file as JSON Schema (draft 2020-12)."""
    top = sketch()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "docsys 表单定义",
        **top.schema(),
        "$defs": {name: one.schema() for name, one in top.lists["section"].variants.items()},
    }


def text() -> str:
    """The same as the file that is kept beside the manual."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def sketch() -> Sketch:
    """What `build` asks of a definition."""
    top = Sketch("form")
    build(top, {})
    return top
