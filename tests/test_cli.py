"""House 8: 0 is fine, 1 refused or findings, 2 wrong use; each refusal is one Chinese sentence on standard error."""

import importlib
import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from docsys import cli
from docsys.clock import FixedClock
from docsys.errors import InvalidInput, RuleBroken
from docsys.settings import PACKAGE
from docsys.shell import Shell, json_option, pass_shell, put_json

SENTENCE = "变更执行人与变更验证人不能为同一人"


@click.command()
def refuse() -> None:
    raise RuleBroken(message=SENTENCE, article="15.6.4（五）")


@click.command()
def misfill() -> None:
    raise InvalidInput(fields={"标题": ["不能为空"]})


@click.command()
@json_option
@pass_shell
def tell(shell: Shell, *, as_json: bool) -> None:
    put_json({"home": shell.settings.home, "moment": shell.clock.now()}) if as_json else click.echo("好")


COMMANDS = [refuse, misfill, tell]


@pytest.fixture
def run(settings):
    """Run one of the commands above through the real group."""
    rooms = {str(command.name): __name__ for command in COMMANDS}
    root = cli.Rooms(rooms=rooms, name="docsys")
    shell = Shell(settings, FixedClock(), lambda _settings: pytest.fail("no database is needed"))
    return lambda *arguments: CliRunner().invoke(root, arguments, obj=shell, prog_name="docsys")


def test_a_refusal_is_one_sentence_on_standard_error(run):
    done = run("refuse")

    assert (done.exit_code, done.stdout, done.stderr) == (1, "", f"不符合 15.6.4（五）：{SENTENCE}\n")


def test_misfilled_fields_are_named_each(run):
    done = run("misfill")

    assert (done.exit_code, done.stderr.splitlines()[1:]) == (1, ["  标题：不能为空"])


@pytest.mark.parametrize("arguments", [("nonsense",), ("tell", "--nonsense")])
def test_wrong_use_is_told_apart_from_a_refusal(run, arguments):
    assert run(*arguments).exit_code == 2


def test_json_is_one_document_and_nothing_else(run, settings):
    done = run("tell", "--json")

    assert json.loads(done.stdout) == {"home": str(settings.home), "moment": "2026-11-23T01:00:00+00:00"}


def test_the_table_names_exactly_what_the_rooms_export():
    rooms = [path.parent for path in PACKAGE.glob("*/commands*") if path.name in {"commands", "commands.py"}]
    modules = {f"docsys.{room.name}.commands" for room in rooms} | {"docsys.running"}

    exported = {c.name: module for module in modules for c in importlib.import_module(module).COMMANDS}

    assert exported == cli.ROOMS


def test_the_command_line_loads_no_room_by_itself():
    looked = "import sys, docsys.cli; print(sorted({'flask', 'weasyprint', 'docsys.people'} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", looked], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_python_dash_m_is_the_same_command():
    assert "from docsys.cli import main" in Path(PACKAGE / "__main__.py").read_text("utf-8")
