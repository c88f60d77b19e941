"""`docsys form`."""

import json
import shutil

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from docsys.records.commands import COMMANDS
from docsys.settings import PACKAGE
from docsys.shell import Shell
from tests.records.factories import CATALOGUE, make_people, make_submitted


@pytest.fixture
def run(settings, clock, database):
    shell = Shell(settings, clock, lambda _settings: (database, {}))

    def call(*words):
        return CliRunner().invoke(COMMANDS[0], words, obj=shell)

    return call


def test_lists_the_forms(run):
    assert {"code": "BG", "title": "证联网变更单", "article": "15.5.2"} in json.loads(run("list", "--json").output)
    assert "JC  机房出入登记表（登记表，依据 10.3.5，第 1 版）" in run("list").output


def test_checks_the_definitions(run):
    assert json.loads(run("check", "--json").output) == {"ok": True, "problems": []}
    codes = sorted(form.code for form in CATALOGUE)
    assert run("check").output == f"{len(codes)} 个表单定义全部有效：{'、'.join(codes)}\n"


def test_prints_each_form_blank_and_with_its_sample(run, settings, tmp_path):
    """That each shipped form prints well is shown in test_shipped_forms."""
    (settings.home / "forms").mkdir()
    for code in ("BG", "JC"):
        shutil.copy(PACKAGE.parent / "forms" / f"{code}.toml", settings.home / "forms")

    run("check", "--prints", str(tmp_path / "out"))

    texts = {path.name: PdfReader(path).pages[0].extract_text() for path in (tmp_path / "out").iterdir()}
    assert sorted(texts) == sorted(f"{code}_{way}.pdf" for code in ("BG", "JC") for way in ("空白", "示例"))
    assert ("BG-2026-0000" in texts["BG_示例.pdf"], "BG-2026-0000" in texts["BG_空白.pdf"]) == (True, False)


def test_says_what_is_wrong_with_a_definition(run, settings):
    forms = settings.home / "forms"
    forms.mkdir()
    text = (PACKAGE.parent / "forms" / "JC.toml").read_text("utf-8")
    (forms / "JC.toml").write_text(text.replace("revision = 1", "revision = 0"), "utf-8")

    spoken, data = run("check"), run("check", "--json")

    assert (spoken.exit_code, data.exit_code) == (1, 1)
    assert "JC.toml：revision：须为 1 以上的整数，每次修订加 1" in spoken.output
    assert json.loads(data.output)["problems"] == [
        {"file": "JC.toml", "path": "revision", "message": "须为 1 以上的整数，每次修订加 1"}
    ]


@pytest.mark.parametrize("how", ["--blank", "--sample"])
def test_prints_a_form(run, tmp_path, how):
    out = tmp_path / "BG.pdf"

    answer = run("print", "BG", how, "--out", str(out))

    assert answer.exit_code == 0
    assert out.read_bytes()[:5] == b"%PDF-"


@pytest.mark.db
def test_prints_a_record(run, tmp_path, database):
    with database.act() as session:
        number = make_submitted(session, make_people(session)).number
    out = tmp_path / "record.pdf"

    answer = run("print", "BG", "--record", number, "--out", str(out))

    assert answer.exit_code == 0
    assert out.read_bytes()[:5] == b"%PDF-"


def test_asks_for_one_thing_to_print(run, tmp_path):
    assert run("print", "BG", "--out", str(tmp_path / "x.pdf")).exit_code == 2
