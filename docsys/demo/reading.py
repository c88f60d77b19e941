"""The entries of the sample library as they stand in `entries/*.toml`: what is registered, by whom, how long ago, how far it goes."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
TEXTS = HERE / "texts"


@dataclass(frozen=True)
class Issue:
    """One version: registered `days` ago."""

    days: int
    version: str = "V1.0"
    reason: str = "年度评审"
    notes: tuple[str, ...] = ("首次发布",)


@dataclass(frozen=True)
class Allowed:
    """A use right of the document's own; it ends in so many `days`, or never. `*` means any."""

    unit: str
    department: str
    post: str
    may: tuple[str, ...] = ("list", "read")
    days: int | None = None


@dataclass(frozen=True)
class Entry:
    """A document. `end` is how far its last version goes; `ends` and `expires` are days ago or, negative, ahead.

    Of a contract `party` is the other side, `lasts` how many days it runs, `without` the clauses that do not apply to it.
    """

    folder: str
    title: str
    text: str
    kind: str
    end: str
    issues: tuple[Issue, ...]
    unit: str = "YGZX"
    author: str = "wangjun"
    level: str = "C"
    secrecy: str = "内部"
    scope: str = ""
    purpose: str = ""
    basis: str = ""
    opinion: str = ""
    ends: int = 0
    replacement: str = ""
    expires: int | None = None
    retention: str = "10y"
    stamp: str = ""
    attachment: str = ""
    old_number: str | None = None
    rights: tuple[Allowed, ...] = ()
    party: str = ""
    lasts: int = 365
    without: tuple[str, ...] = ()


def entries() -> list[Entry]:
    """All of them, by category."""
    found: list[Entry] = []
    for path in sorted((HERE / "entries").glob("[A-Z][A-Z].toml")):
        found += (_entry(told) for told in tomllib.loads(path.read_text("utf-8"))["document"])
    return found


def told(name: str) -> dict[str, Any]:
    """What stands in `entries/<name>.toml`, as plain data."""
    return tomllib.loads((HERE / "entries" / f"{name}.toml").read_text("utf-8"))


def _entry(told: Mapping[str, Any]) -> Entry:
    issues = tuple(Issue(**{**one, "notes": tuple(one.get("notes", ("首次发布",)))}) for one in _issues(told))
    rights = tuple(Allowed(**{**one, "may": tuple(one.get("may", ("list", "read")))}) for one in told.get("rights", ()))
    plain = {name: value for name, value in told.items() if name not in {"days", "issues", "rights"}}
    return Entry(**plain, issues=issues, rights=rights)


def _issues(told: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """`days` alone stands for one version."""
    issues: Sequence[Mapping[str, Any]] = told.get("issues") or [{"days": told["days"]}]
    return issues
