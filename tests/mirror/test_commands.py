"""The command line of house.md 8: one JSON document, exit codes 0, 1 and 2, Chinese words."""

import json
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from docsys.mirror.commands import mirror
from docsys.mirror.restoring import NoCopy
from docsys.mirror.rules import KeptTooShort
from tests.mirror.worlds import World, tree


def _call(world: World, *arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(mirror, arguments, obj=SimpleNamespace(settings=world.settings), input=typed)


def test_status_before_and_after_a_reconcile(world: World):
    world.write("手册.txt", "一")
    before = _call(world, "status", "--json")
    done = _call(world, "reconcile", "--json")

    assert (before.exit_code, json.loads(before.stdout)["in_step"]) == (1, False)
    assert (done.exit_code, json.loads(done.stdout)["in_step"], tree(world.backup)) == (0, True, tree(world.library))
    keys = {"in_step", "waiting", "failed", "lag_seconds", "last_reconcile", "brake"}
    assert keys <= json.loads(done.stdout).keys()


def test_status_is_fine_while_the_process_runs(world: World):
    with world.running():
        world.until_in_step()
        answer = _call(world, "status")

    assert (answer.exit_code, "即时（inotify）" in answer.stdout) == (0, True)


def test_status_in_words_names_what_is_wrong(world: World):
    (world.library / "链接.txt").symlink_to("/etc/passwd")
    answer = _call(world, "reconcile")

    assert answer.exit_code == 1
    assert "未一致" in answer.stdout
    assert "链接.txt：符号链接，不复制" in answer.stdout


def test_verify_mends_and_tells(world: World):
    world.write("手册.txt", "一")
    world.sync()
    (world.backup / "手册.txt").unlink()

    first, second = _call(world, "verify"), _call(world, "verify", "--json", "--sample", "5")

    assert (first.exit_code, "已用文档库中的文件修复" in first.stdout) == (1, True)
    assert (second.exit_code, json.loads(second.stdout)["findings"]) == (0, [])


def test_restore_brings_a_file_back(world: World, tmp_path):
    world.write("夹/手册.txt", "一")
    world.sync()

    answer = _call(world, "restore", "夹/手册.txt", "--to", str(tmp_path), "--json")

    assert (answer.exit_code, json.loads(answer.stdout)[0]["path"]) == (0, "夹/手册.txt")
    assert (tmp_path / "手册.txt").read_text() == "一"
    assert "校验一致" in _call(world, "restore", "夹/手册.txt", "--to", str(tmp_path / "again")).stdout


def test_a_moment_is_a_moment_in_shanghai(world: World, tmp_path):
    world.write("手册.txt", "一")
    world.sync()

    answer = _call(world, "restore", "手册.txt", "--to", str(tmp_path), "--as-of", "2020-01-01T00:00")

    assert isinstance(answer.exception, NoCopy)


def test_wrong_use_answers_two(world: World, tmp_path):
    assert _call(world, "restore", "手册.txt").exit_code == 2
    assert _call(world, "restore", "手册.txt", "--to", str(tmp_path), "--as-of", "yesterday").exit_code == 2
    assert _call(world, "verify", "--sample", "0").exit_code == 2


@pytest.mark.rule("R-12.2.2-1")
def test_purge_refuses_and_purge_tells(world: World):
    world.sync()

    assert isinstance(_call(world, "purge", "--days", "30").exception, KeptTooShort)
    assert json.loads(_call(world, "purge", "--days", "366", "--json").stdout) == {"removed": [], "kept": 0}


def test_a_new_target_is_accepted_only_when_confirmed(world: World):
    world.sync()

    assert _call(world, "accept-target", typed="n\n").exit_code == 1
    assert "已启用" in _call(world, "accept-target", typed="y\n").stdout
