"""The `docsys` command. It knows which room has which command, and loads a room only when its command is called.

Answers with 0 (fine), 1 (refused, or findings) or 2 (wrong use). A refused act leaves its audit row.
"""

import importlib
import logging
import os
from typing import Any, cast

import click
from sqlalchemy.exc import OperationalError, ProgrammingError

from docsys import settings as configuration
from docsys.clock import SystemClock
from docsys.db import Database
from docsys.errors import DocsysError, InvalidInput, Refused
from docsys.settings import Settings
from docsys.shell import FINDINGS, Shell

# command → the module whose COMMANDS holds it; tests/test_cli.py compares it with what the modules export.
ROOMS: dict[str, str] = {
    "audit": "docsys.audit.commands",
    "backup": "docsys.running",
    "calendar": "docsys.calendars.commands",
    "catalogue": "docsys.catalogue.commands",
    "change": "docsys.changes.commands",
    "demo": "docsys.demo.commands",
    "document": "docsys.publication.commands",
    "export": "docsys.catalogue.commands",
    "form": "docsys.records.commands",
    "import": "docsys.documents.commands",
    "index": "docsys.search.commands",
    "init": "docsys.running",
    "mirror": "docsys.mirror.commands",
    "paper": "docsys.paper.commands",
    "rebuild": "docsys.running",
    "reference": "docsys.references.commands",
    "retention": "docsys.retention.commands",
    "review": "docsys.reviews.commands",
    "search": "docsys.search.commands",
    "serve": "docsys.running",
    "status": "docsys.status.commands",
    "tasks": "docsys.tasks.commands",
    "user": "docsys.people.commands",
    "volume": "docsys.paper.commands",
    "worker": "docsys.running",
}

NO_TABLES = "数据库中没有所需的表，或其结构早于本程序。请先运行 docsys init。"


class Rooms(click.Group):
    """The commands of all rooms, each loaded when it is called. `rooms`: command → module with COMMANDS."""

    def __init__(self, rooms: dict[str, str], **more: Any) -> None:
        super().__init__(**more)
        self.rooms = rooms

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return sorted(self.rooms)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in self.rooms:
            return None
        found: list[click.Command] = importlib.import_module(self.rooms[cmd_name]).COMMANDS
        return next(command for command in found if command.name == cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        """Refusals become one Chinese sentence and an exit code; nothing else is caught."""
        try:
            return super().invoke(ctx)
        except DocsysError as error:
            _note_refusal(ctx.obj, ctx.invoked_subcommand or "", error)
            _complain(error)
        except (OperationalError, ProgrammingError) as error:
            if not _is_about_missing_tables(error):
                raise
            click.echo(NO_TABLES, err=True)
        return ctx.exit(FINDINGS)


@click.group(cls=Rooms, rooms=ROOMS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="docsys")
@click.pass_context
def docsys(ctx: click.Context) -> None:
    """证联网运管中心文档与表单管理系统。"""
    if ctx.obj is None:
        ctx.obj = Shell(configuration.load(os.environ), SystemClock(), _wire)


def main() -> None:
    """Entry point of the installed `docsys` and of `python -m docsys`."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    docsys()


def _running() -> Any:
    """`docsys.running`, which loads every room: a second that `docsys --help` and `docsys mirror run` need not spend."""
    return importlib.import_module("docsys.running")


def _wire(settings: Settings) -> tuple[Database, dict[str, Any]]:
    return cast("tuple[Database, dict[str, Any]]", _running().wire(settings))


def _note_refusal(shell: Shell | None, command: str, error: DocsysError) -> None:
    if shell is not None and shell.is_wired and isinstance(error, Refused):
        _running().note_refusal(shell, command, error)


def _complain(error: DocsysError) -> None:
    click.echo(error.sentence, err=True)
    if isinstance(error, InvalidInput):
        for field, sentences in error.fields.items():
            click.echo(f"  {field}：{'；'.join(sentences)}", err=True)


def _is_about_missing_tables(error: Exception) -> bool:
    text = str(error)
    return any(words in text for words in ("no such table", "no such column", "UndefinedTable", "UndefinedColumn"))
