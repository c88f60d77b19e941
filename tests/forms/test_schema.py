"""The JSON Schema of the language: made from the code that reads, and every shipped form keeps to it."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from docsys.forms import keys, schema
from docsys.forms.coherence import PREFILLED_BY
from docsys.forms.fields import TYPES
from docsys.forms.reading import plain
from docsys.forms.rules import CHECKS
from tools import forms_page

ROOT = Path(__file__).resolve().parent.parent.parent
SCHEMA = schema.schema()
SHIPPED = sorted((ROOT / "forms").glob("*.toml"))
KINDS: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
}


def faults(value: Any, wanted: dict[str, Any], path: str = "") -> list[str]:
    """Where `value` breaks `wanted`: as much of JSON Schema as the language uses."""
    if "$ref" in wanted:
        return faults(value, SCHEMA["$defs"][wanted["$ref"].rpartition("/")[2]], path)
    if "anyOf" in wanted:
        return min((faults(value, one, path) for one in wanted["anyOf"]), key=len)
    kind = KINDS.get(wanted.get("type", ""), object)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind in {int, (int, float)}):
        return [f"{path}: type"]
    return [f"{path}: {word}" for word in _broken(value, wanted)] + _inside(value, wanted, path)


def _broken(value: Any, wanted: dict[str, Any]) -> list[str]:
    looks = {
        "const": lambda limit: value == limit,
        "enum": lambda limit: value in limit,
        "pattern": lambda limit: re.search(limit, value) is not None,
        "minLength": lambda limit: len(value) >= limit,
        "minItems": lambda limit: len(value) >= limit,
        "minimum": lambda limit: value >= limit,
        "uniqueItems": lambda _limit: len(set(value)) == len(value),
        "required": lambda limit: set(limit) <= value.keys(),
    }
    return [word for word, holds in looks.items() if word in wanted and not holds(wanted[word])]


def _inside(value: Any, wanted: dict[str, Any], path: str) -> list[str]:
    if isinstance(value, list):
        return [fault for at, one in enumerate(value, 1) for fault in faults(one, wanted["items"], f"{path}[{at}]")]
    if not isinstance(value, dict) or "properties" not in wanted:
        return []
    known = wanted["properties"]
    strange = [f"{path}.{key}: unknown" for key in value if key not in known]
    return strange + [
        fault for key in value if key in known for fault in faults(value[key], known[key], f"{path}.{key}")
    ]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_form_keeps_to_the_schema(path):
    assert faults(plain(tomllib.loads(path.read_text("utf-8"))), SCHEMA) == []


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("revision = 2", 'revision = "二"', [".revision: type"]),
        ("revision = 2", "revision = 2\ncolour = 1", [".colour: unknown"]),
        ('kind = "register"', 'kind = "book"', [".kind: enum"]),
        ('retention = "10y"', 'retention = "long"', [".retention: pattern"]),
        ('choices = ["销毁", "留存"]', "choices = []", [".section[1].fields[4].choices: minItems"]),
        ('label = "份数", ', "", [".section[1].fields[2]: required"]),
    ],
)
def test_the_schema_refuses_what_the_loader_refuses(old, new, found):
    base = tomllib.loads((Path(__file__).parent / "broken.toml").read_text("utf-8"))["base"]

    assert faults(plain(tomllib.loads(base)), SCHEMA) == []
    assert faults(plain(tomllib.loads(base.replace(old, new, 1))), SCHEMA) == found


def test_the_file_for_editors_is_what_the_code_reads():
    """`make manual` writes it anew."""
    assert (ROOT / "docs" / "forms.schema.json").read_text("utf-8") == schema.text()
    assert json.loads(schema.text()) == SCHEMA


def test_every_key_that_is_read_is_told_and_no_other():
    asked = {name: set(one.properties) for name, one in forms_page.tables().items()}
    common = set(keys.KEYS["fields"])

    told = {name: set(words) for name, words in keys.KEYS.items()}
    asked["fields"] &= common
    own = {name: found - (common - told[name]) if name in TYPES else found for name, found in asked.items()}

    assert own == told


def test_every_type_check_and_prefill_is_told():
    assert list(keys.TYPES) == list(TYPES)
    assert list(keys.CHECKS) == list(CHECKS)
    assert set(keys.PREFILLS) == set(PREFILLED_BY)
