"""`docsys status`: a line for each part, one JSON document, and 1 where something is out of order."""

import json

import pytest
from click.testing import CliRunner

from docsys.shell import Shell
from docsys.status import queries
from docsys.status.commands import status
from docsys.status.rules import Part, Standing

FINE = Part("jobs", "后台作业", Standing.FINE, "等待 0，进行中 0，失败 0", "", {"waiting": 0})
BROKEN = Part("fonts", "字体", Standing.BROKEN, "缺少中文字体", "请安装 fonts-noto-cjk。")


@pytest.fixture
def run(settings, clock, monkeypatch):
    def call(*arguments, parts):
        monkeypatch.setattr(queries, "health", lambda *_: queries.Health(parts))
        shell = Shell(settings, clock, lambda _settings: pytest.fail("nothing asks for the database here"))
        return CliRunner().invoke(status, arguments, obj=shell)

    return call


def test_when_all_is_well_it_answers_with_0(run):
    done = run(parts=(FINE,))

    assert (done.exit_code, done.stdout) == (0, "正常  后台作业：等待 0，进行中 0，失败 0\n")


def test_what_is_broken_is_told_with_what_to_do(run):
    done = run(parts=(FINE, BROKEN))

    assert done.exit_code == 1
    assert done.stdout.splitlines()[1:] == ["故障  字体：缺少中文字体", "      请安装 fonts-noto-cjk。"]


def test_json_is_one_document(run):
    done = run("--json", parts=(FINE, BROKEN))

    found = json.loads(done.stdout)
    assert (done.exit_code, found["ok"], found["jobs"]["waiting"]) == (1, False, 0)
    assert found["fonts"]["standing"] == "故障"


@pytest.mark.db
def test_before_init_it_says_so_and_makes_nothing(settings, clock):
    shell = Shell(settings, clock, lambda _settings: pytest.fail("there is no database"))

    done = CliRunner().invoke(status, ["--json"], obj=shell)

    found = json.loads(done.stdout)
    assert (done.exit_code, found["ok"]) == (1, False)
    assert {"database", "search", "mirror", "fonts", "jobs", "ok"} <= set(found)
