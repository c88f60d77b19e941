"""Print templates to HTML: sandboxed Jinja that sees templates/print and plain data, nothing else."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from docsys.clock import local
from docsys.printing.labels import qr_svg

BLANK = "—"
PLAIN = (str, int, float, Decimal, date, time, type(None))


class Environment(ImmutableSandboxedEnvironment):
    """A field named `items` or `values` is that field, never the method of a dict."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


def page(template: str, data: Mapping[str, Any], *, folder: Path) -> str:
    """The HTML of `template`, named from `folder` (`settings.templates`) and always below its print/: `print/list.html`.

    `data` holds plain values, and mappings, sequences and dataclasses of them; anything else is a TypeError, so that no
    template ever holds an object of the database.
    """
    return _environment(folder).get_template(template).render(plain(dict(data)))


def plain(value: Any) -> Any:
    """A copy of `value` of plain values alone."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, PLAIN):
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"a print template takes plain data, not {type(value).__name__}")


@lru_cache(maxsize=4)
def _environment(folder: Path) -> Environment:
    environment = Environment(
        loader=PrefixLoader({"print": FileSystemLoader(folder / "print")}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"day": day, "moment": moment, "qr": qr}
    return environment


def qr(text: str) -> Markup:
    return Markup(qr_svg(text))  # noqa: S704 - drawn here, from nothing but squares


def day(value: date | datetime | str | None) -> str:
    """2026-11-22; a text stays as it is."""
    if isinstance(value, datetime):
        return f"{local(value):%Y-%m-%d}"
    return value.isoformat() if isinstance(value, date) else value or BLANK


def moment(value: datetime | str | None) -> str:
    """2026-11-22 14:05 by the clock on the wall in Shanghai; a text stays as it is."""
    return f"{local(value):%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value or BLANK
