"""The check over real rows and a real disk (R-4.3.4-6)."""

import shutil

import pytest

from docsys import vault
from docsys.catalogue import checking, queries
from docsys.documents.actions import Filing
from docsys.documents.actions.filing import file_document
from docsys.documents.jobs import describe
from docsys.documents.models import Document
from docsys.documents.rules import State
from docsys.folders import queries as folders
from docsys.jobs import Context
from docsys.people.rules import SYSTEM
from tests.documents.factories import make_current, make_draft, marks

pytestmark = [pytest.mark.db, pytest.mark.rule("R-4.3.4-6")]

TITLES = {kind: f"缺陷{kind}的手册" for kind in "acdefgh"}


@pytest.fixture
def check(database, settings, clock):
    return lambda: checking.check(database, settings.archive, clock.now())


@pytest.fixture
def many(database, settings, library, clock):
    """Title → the folder of a document in force, one for each class that needs one."""
    places = {}
    for title in TITLES.values():
        with database.act() as session:
            places[title] = make_current(session, library, settings.archive, title=title).path
    vault.settle(database, settings.archive, clock.now())
    return {kind: settings.archive / places[title] for kind, title in TITLES.items()}


def main_file(folder):
    return next(folder.glob("ZLW-*.txt"))


def test_a_library_made_by_the_actions_is_in_order(check, library, database, settings):
    with database.act() as session:
        make_draft(session, library, settings.archive)

    checked = check()

    assert (checked.documents, checked.files, checked.defects) == (1, 2, ())


def test_eight_seeded_defects_give_exactly_eight_lines(check, many, settings, database):
    with database.read() as session:
        elsewhere = settings.archive / folders.directory_of(session, folders.by_code(session, "SC03"))
    shutil.rmtree(many["a"])
    (elsewhere / "ZLW-SC03-YGZX-404_来历不明").mkdir()
    main_file(many["c"]).unlink()
    (many["d"] / "随手放的.txt").write_text("x")
    shutil.copy(main_file(many["e"]), many["e"] / main_file(many["e"]).name.replace("V1.0", "V1.1"))
    many["f"].rename(elsewhere / many["f"].name)
    many["g"].rename(many["g"].with_name(f"{many['g'].name}（新）"))
    main_file(many["h"]).write_text("改过的内容")

    assert [one.kind.value for one in check().defects] == list("abcdefgh")


@pytest.mark.rule("R-4.3.2-1")
def test_the_tree_that_a_file_manager_shows_reads_like_the_catalogue(many, database, settings):
    root = settings.archive / "现行库"
    shown = [path for path in root.rglob("*") if path.is_dir()]
    homes = {path.name.partition("_")[0]: path.parent.name.partition("_")[0] for path in shown if "ZLW-" in path.name}

    with database.read() as session:
        assert {line.number: line.folder for line in queries.lines(session, SYSTEM)} == homes
        folders_of_catalogue = [settings.archive / path for path in checking.directories(session)]
    assert sorted(path for path in shown if "ZLW-" not in path.name) == sorted(folders_of_catalogue)
    assert len(homes) == len(TITLES) + 1


@pytest.mark.rule("R-4.3.1-1")
def test_what_is_on_paper_alone_stands_in_the_catalogue_and_lacks_no_file(check, library, database, settings, clock):
    with database.act() as session:
        filing = Filing(marks(library, title="纸质手册", medium="纸质"), State.CURRENT, published_at=clock.now())
        paper = file_document(session, filing, None, "", actor=library.admin, now=clock.now())
    describe(Context(database, settings, clock), {"document_id": paper.id})

    with database.read() as session:
        on_paper = queries.lines(session, SYSTEM, Document.medium != "电子")
    assert [(line.number, line.title) for line in on_paper] == [("ZLW-SC01-YGZX-002", "纸质手册")]
    assert check().defects == ()


def test_a_link_out_of_the_library_is_not_followed(check, many, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("x")
    main = main_file(many["h"])
    main.unlink()
    main.symlink_to(secret)

    assert [(one.kind.value, one.path.rpartition("/")[2]) for one in check().defects] == [("h", main.name)]


def test_what_is_still_to_be_placed_is_placed_first(check, library, database, settings):
    with database.act() as session:
        make_current(session, library, settings.archive, title="刚发布的手册")

    assert check().defects == ()


def test_the_outcome_is_kept_for_the_page(check, library, settings):
    checked = check()

    checking.save(checked, settings.var)

    assert checking.last(settings.var) == checked


def test_before_the_first_check_nothing_is_known(settings):
    assert checking.last(settings.var) is None
