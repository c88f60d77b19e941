"""What a command of the shell is handed: settings, clock and, opened at first use, the database and its services.

A room's `commands.py` exports `COMMANDS`, a list of click commands; each takes its `Shell` by `@pass_shell`.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import click

from docsys.clock import Clock
from docsys.db import Database
from docsys.settings import Settings

Wire = Callable[[Settings], tuple[Database, dict[str, Any]]]

FINDINGS = 1  # the exit code of a refusal, and of a check that found something


@dataclass
class Shell:
    """One run of `docsys`. `actor` is set by a command that acts as somebody, so that a refusal is written to his name."""

    settings: Settings
    clock: Clock
    wire: Wire
    actor: Any = None

    @cached_property
    def _wired(self) -> tuple[Database, dict[str, Any]]:
        return self.wire(self.settings)

    @property
    def database(self) -> Database:
        return self._wired[0]

    @property
    def services(self) -> dict[str, Any]:
        """The long-lived things of `app.wire`: search, printing."""
        return self._wired[1]

    @property
    def is_wired(self) -> bool:
        """Whether the database was opened: what refused before that leaves no audit row."""
        return "_wired" in self.__dict__


pass_shell = click.make_pass_decorator(Shell)

json_option = click.option("--json", "as_json", is_flag=True, help="在标准输出上只给出一个 JSON 文档。")


def put_json(data: object) -> None:
    """The one JSON document of a command with `--json`; nothing else goes to standard output then."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=_as_json))


def _as_json(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (set, frozenset, tuple)):
        return list(value)
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
