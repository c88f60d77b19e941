"""`docsys catalogue …`"""

import json
import shutil

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from docsys.catalogue.commands import catalogue
from docsys.shell import Shell

pytestmark = pytest.mark.db


@pytest.fixture
def run(settings, clock, database, library):
    shell = Shell(settings, clock, lambda _settings: (database, {}))
    return lambda *words: CliRunner().invoke(catalogue, words, obj=shell)


def test_a_library_in_order_answers_with_nothing(run):
    done = run("check", "--json")

    assert (done.exit_code, json.loads(done.stdout)) == (0, [])


def test_each_finding_is_a_line_and_the_answer_is_one(run, settings):
    folder = next((settings.archive / "现行库").rglob("ZLW-SC01-*"))
    shutil.rmtree(folder)

    done = run("check", "--json")

    path = folder.relative_to(settings.archive).as_posix()
    line = {"kind": "a", "number": "ZLW-SC01-YGZX-001", "path": path, "detail": "文档的文件夹不存在。"}
    assert (done.exit_code, json.loads(done.stdout)) == (1, [line])
    assert "1 处不符" in run("check").stdout


def test_what_can_be_mended_is_mended_when_asked(run, settings):
    folder = next((settings.archive / "现行库").rglob("ZLW-SC01-*"))
    (folder / "随手放的.txt").write_text("x")

    done = run("check", "--repair", "--json")

    assert (done.exit_code, json.loads(done.stdout)) == (0, [])
    assert "移至待查" in done.stderr


def test_the_directory_is_printed(run, tmp_path):
    out = tmp_path / "目录.pdf"

    done = run("print", "--folder", "SC", "--out", str(out))

    assert (done.exit_code, "1 份" in done.stdout) == (0, True)
    assert "SC 技术手册类 文档目录" in PdfReader(out).pages[0].extract_text()


def test_an_empty_folder_prints_an_empty_directory(run, tmp_path):
    out = tmp_path / "目录.pdf"

    assert run("print", "--folder", "HT", "--out", str(out)).exit_code == 0
    assert "没有符合条件的内容" in PdfReader(out).pages[0].extract_text()
