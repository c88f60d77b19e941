"""The tables of docs/manual/forms.md and docs/forms.schema.json, from the code that reads definitions: `make manual`."""

import re
from pathlib import Path

from docsys.forms import schema
from docsys.forms.fields import TYPES
from docsys.forms.keys import CHECKS, KEYS, PREFILLS
from docsys.forms.keys import TYPES as TYPE_WORDS
from docsys.forms.rules import CHECKS as KNOWN_CHECKS

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGE = DOCS / "manual" / "forms.md"
SCHEMA = DOCS / "forms.schema.json"
BLOCK = re.compile(r"(<!-- 表：(\w+) -->\n).*?(<!-- 表完 -->)", re.DOTALL)


def page(text: str) -> str:
    """`text` with each of its marked tables written anew."""
    return BLOCK.sub(lambda found: f"{found[1]}\n{table(found[2])}\n{found[3]}", text)


def table(name: str) -> str:
    if name == "types":
        rows = (f"| `{key}` | {TYPE_WORDS[key]} | {_options(key)} |" for key in TYPES)
        return "\n".join(("| 类型 | 填什么 | 自己的键 |", "|---|---|---|", *rows)) + "\n"
    if name == "checks":
        rows = (f"| `{key}` | {CHECKS[key]} | {_listed(check.needs)} |" for key, check in KNOWN_CHECKS.items())
        return "\n".join(("| 检查 | 意思 | 必须写明 |", "|---|---|---|", *rows)) + "\n"
    words = PREFILLS if name == "prefills" else KEYS[name]
    needed = set() if name == "prefills" else required(name)
    rows = (f"| `{key}` | {'是' if key in needed else ''} | {said} |" for key, said in words.items())
    return "\n".join(("| 键 | 必写 | 含义 |", "|---|---|---|", *rows)) + "\n"


def required(name: str) -> set[str]:
    """The keys that a table of that name must have."""
    return set(tables()[name].required)


def tables() -> dict[str, schema.Sketch]:
    """Every table of the language by its name in `KEYS`."""
    found: dict[str, schema.Sketch] = {}
    waiting = [schema.sketch()]
    while waiting:
        one = waiting.pop()
        one.schema()
        found[one.name] = one
        waiting += [*one.inner.values(), *one.lists.values(), *one.variants.values()]
    return found | {"fields": found["text"]}


def _options(name: str) -> str:
    return "；".join(f"`{key}` {said}" for key, said in KEYS[name].items()) or "—"


def _listed(names: tuple[str, ...]) -> str:
    return "、".join(f"`{name}`" for name in names)


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), encoding="utf-8")
    SCHEMA.write_text(schema.text(), encoding="utf-8")
