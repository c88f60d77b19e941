"""Each class of defect has its repair, which mends its own line and nothing else."""

import shutil

import pytest
from sqlalchemy import select

from docsys import vault
from docsys.audit.models import AuditRow
from docsys.catalogue import checking, repairing
from docsys.folders import queries as folders
from docsys.mirror import marker
from docsys.mirror import queries as mirror
from docsys.people.rules import SYSTEM
from tests.documents.factories import make_current

pytestmark = [pytest.mark.db, pytest.mark.rule("R-4.3.4-6")]


@pytest.fixture
def bench(settings, database, clock):
    return repairing.Bench(settings, database, clock.now())


@pytest.fixture
def check(database, settings, clock):
    return lambda: list(checking.check(database, settings.archive, clock.now()).defects)


@pytest.fixture
def home(library, settings, database, clock):
    """The folder of the document in force; the mirror holds its copy."""
    marker.ensure(settings.archive)
    mirror.reconcile_now(settings)
    return next((settings.archive / "现行库").rglob("ZLW-SC01-*_*"))


def main_file(home):
    return next(home.glob("ZLW-*.txt"))


def elsewhere(settings, database):
    with database.read() as session:
        return settings.archive / folders.directory_of(session, folders.by_code(session, "SC03"))


def spoil_a(home, _there):
    shutil.rmtree(home)


def spoil_b(_home, there):
    (there / "新建文件夹").mkdir()


def spoil_c(home, _there):
    main_file(home).unlink()


def spoil_d(home, _there):
    (home / "随手放的.txt").write_text("x")


def spoil_e(home, _there):
    shutil.copy(main_file(home), home / main_file(home).name.replace("V1.0", "V1.1"))


def spoil_f(home, there):
    home.rename(there / home.name)


def spoil_g(home, _there):
    home.rename(home.with_name(f"{home.name}（新）"))


def spoil_g_file(home, _there):
    main_file(home).rename(home / "手册最终版.txt")


def spoil_h(home, _there):
    main_file(home).write_text("改过的内容")


SPOILED = {
    "a": spoil_a,
    "b": spoil_b,
    "c": spoil_c,
    "d": spoil_d,
    "e": spoil_e,
    "f": spoil_f,
    "g": spoil_g,
    "h": spoil_h,
}


@pytest.mark.parametrize("kind", [*SPOILED, "g file"])
def test_the_repair_mends_its_line(kind, home, bench, check, settings, database):
    good = main_file(home).read_bytes()
    spoil = spoil_g_file if kind == "g file" else SPOILED[kind]
    spoil(home, elsewhere(settings, database))
    [defect] = check()

    outcome = repairing.repair(bench, defect, SYSTEM)

    assert (outcome.kind.value, outcome.reason) == (kind[0], "")
    assert check() == []
    assert main_file(home).read_bytes() == good


def test_what_nobody_knows_is_set_aside_not_deleted(home, bench, check, settings):
    spoil_d(home, None)
    [defect] = check()

    repairing.repair(bench, defect, SYSTEM)

    [aside] = (settings.archive / "待查").rglob("随手放的.txt")
    assert (aside.read_text(), home.name in str(aside)) == ("x", True)


def test_the_damaged_file_is_kept_for_inspection(home, bench, check, settings):
    spoil_h(home, None)
    [defect] = check()

    repairing.repair(bench, defect, SYSTEM)

    [aside] = (settings.archive / "待查").rglob("ZLW-SC01-*.txt")
    assert aside.read_text() == "改过的内容"


def test_one_repair_leaves_the_other_defects(home, bench, check, settings, database):
    spoil_b(home, elsewhere(settings, database))
    spoil_d(home, None)
    stray, loose = check()

    repairing.repair(bench, loose, SYSTEM)

    assert check() == [stray]


def test_without_a_copy_the_line_stays_and_says_why(library, bench, check, settings):
    home = next((settings.archive / "现行库").rglob("ZLW-SC01-*_*"))
    spoil_c(home, None)
    [defect] = check()

    outcome = repairing.repair(bench, defect, SYSTEM)

    assert "备份" in outcome.reason
    assert check() == [defect]


def test_a_bad_copy_is_not_put_in_place(home, bench, check, settings):
    copy = settings.backup / main_file(home).relative_to(settings.archive)
    copy.write_text("坏的副本")
    spoil_c(home, None)
    [defect] = check()

    outcome = repairing.repair(bench, defect, SYSTEM)

    assert "备份" in outcome.reason
    assert not list(home.glob("ZLW-*.txt"))


def test_a_line_that_is_out_of_date_mends_nothing(home, bench, check):
    spoil_d(home, None)
    [defect] = check()
    (home / "随手放的.txt").unlink()

    assert repairing.repair(bench, defect, SYSTEM).reason == f"“{defect.path}”已不在原处，请重新检查。"


def test_each_repair_is_a_row_of_the_log(home, bench, check, database):
    spoil_g(home, None)
    [defect] = check()

    repairing.repair(bench, defect, SYSTEM)

    with database.read() as session:
        row = session.scalars(select(AuditRow).order_by(AuditRow.id.desc())).first()
    expected = {"kind": "g", "path": defect.path, "way": "改回规定名称", "reason": ""}
    assert (row.act, row.subject, row.result, row.detail) == ("catalogue.repair", "ZLW-SC01-YGZX-001", "ok", expected)


def test_a_misplaced_folder_with_a_lost_file_is_mended_in_turn(home, bench, check, settings, database):
    main_file(home).unlink()
    spoil_f(home, elsewhere(settings, database))

    outcomes = repairing.repair_all(bench, SYSTEM)

    assert [(one.kind.value, one.reason) for one in outcomes] == [("f", ""), ("c", "")]
    assert check() == []


@pytest.fixture
def eight(library, settings, database, clock):
    """One defect of each kind, each at a document of its own."""
    homes = {}
    for kind in SPOILED:
        with database.act() as session:
            homes[kind] = make_current(session, library, settings.archive, title=f"缺陷{kind}").path
    vault.settle(database, settings.archive, clock.now())
    marker.ensure(settings.archive)
    mirror.reconcile_now(settings)
    for kind, spoil in SPOILED.items():
        spoil(settings.archive / homes[kind], elsewhere(settings, database))


def test_eight_seeded_defects_give_eight_lines_and_each_repair_mends_its_own_and_nothing_else(eight, bench, check):
    defects = check()
    assert [one.kind.value for one in defects] == list("abcdefgh")

    for place, defect in enumerate(defects):
        assert repairing.repair(bench, defect, SYSTEM).reason == ""

        assert check() == defects[place + 1 :]


def test_all_eight_at_once(eight, bench, check):
    outcomes = repairing.repair_all(bench, SYSTEM)

    assert sorted((one.kind.value, one.reason) for one in outcomes) == [(kind, "") for kind in "abcdefgh"]
    assert check() == []
