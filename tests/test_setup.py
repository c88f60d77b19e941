"""Issue 2, item 2: set-up installs what it may, says what it may not, and is quick when nothing changed."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools import coverage_gate, environment, system_packages
from tools.system_packages import Need

ROOT = Path(__file__).resolve().parent.parent
HERE = Need("python3", "已有 / present", lambda: True)
GONE = Need("libnowhere-9", "缺少 / absent", lambda: False)


def test_only_what_is_missing_is_named():
    assert system_packages.unmet([HERE, GONE]) == [GONE]


def test_the_list_of_what_is_missing_ends_with_the_order_to_type(capsys):
    system_packages.explain([GONE])

    said = capsys.readouterr().err
    assert "缺少 / absent" in said
    assert said.splitlines()[-1].endswith("apt-get install --no-install-recommends libnowhere-9")


def test_what_tests_need_includes_what_running_needs():
    run, test = ({need.package for need in needs} for needs in (system_packages.RUN, system_packages.TEST))

    assert run == {"python3-venv", "libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-noto-cjk"}
    assert test - run == {"chromium", "libatomic1", "poppler-utils", "postgresql"}


def test_this_machine_has_all_that_tests_need():
    assert system_packages.unmet(system_packages.TEST) == []


def test_a_library_that_is_not_there_does_not_load():
    assert not system_packages.loads("libnowhere.so.9")()


@pytest.mark.parametrize("script", ["system_packages.py", "environment.py"])
def test_set_up_runs_before_there_is_any_package(script):
    """With the Python of a fresh machine: standard library alone."""
    source = (ROOT / "tools" / script).read_text("utf-8")
    imported = {line.split()[1].split(".")[0] for line in source.splitlines() if line.startswith(("import ", "from "))}

    assert imported <= set(sys.stdlib_module_names)


def test_what_was_installed_is_remembered_until_its_lock_changes(tmp_path):
    lock, stamp = tmp_path / "requirements.lock", tmp_path / ".installed-run"
    lock.write_text("alembic==1.20.1")
    stamp.write_text(environment.digest(lock))
    assert environment.is_stamped(stamp, environment.digest(lock))

    lock.write_text("alembic==1.20.2")

    assert not environment.is_stamped(stamp, environment.digest(lock))


def test_settings_of_tools_do_not_ask_for_a_new_installation():
    assert b"[project]" in environment.project()
    assert b"[tool." not in environment.project()


def test_every_target_of_the_house_explains_itself():
    said = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    targets = {line.split()[1] for line in said.splitlines() if line.strip().startswith("make ")}

    house = "help setup run check fmt lint types imports test cover forms bench fault coverage-of-rules lock"
    assert set(house.split()) <= targets


def summary(path, covered):
    counts = {"num_statements": 100, "num_branches": 0, "covered_lines": covered, "covered_branches": 0}
    return {path: {"summary": counts | {"percent_covered": float(covered)}}}


def test_the_gate_names_the_file_that_falls_short():
    rules, actions, _ = coverage_gate.GATES
    files = summary("docsys/people/rules.py", 99) | summary("docsys/people/actions/users.py", 97)

    assert coverage_gate.measure(rules, files) == (99.0, "docsys/people/rules.py")
    assert coverage_gate.measure(actions, files) == (97.0, "")
