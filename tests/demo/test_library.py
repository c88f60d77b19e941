"""The sample library shows something on every page: each category, each state, each person."""

from collections import Counter

import pytest
from sqlalchemy import select

from docsys import vault
from docsys.demo import library, people
from docsys.documents.models import Document, Version
from docsys.documents.rules import State
from docsys.folders.seed import seed as seed_folders
from docsys.people.events import ConfirmationAccepted
from docsys.people.models import User
from docsys.people.rules import Role
from docsys.people.seed import seed as seed_people
from docsys.publication import carry_out
from tests.people.factories import NOW

pytestmark = pytest.mark.db


@pytest.fixture
def bus(bus):
    bus.subscribe(ConfirmationAccepted, carry_out)
    return bus


@pytest.fixture
def made(database, settings):
    with database.act() as session:
        seed_people(session, NOW)
        seed_folders(session, NOW)
        shown = people.make(session, NOW)
        library.make(library.Scene(session, people.cast(session), settings.archive), NOW)
    vault.settle(database, settings.archive, NOW)
    return shown


def test_each_category_has_three_documents_and_each_state_is_there(made, database):
    with database.read() as session:
        documents = session.scalars(select(Document)).all()
        categories = Counter(document.folder.category for document in documents)
        states = set(session.scalars(select(Version.state)))

    assert set(categories) == {"ZD", "SC", "PZ", "HT", "SP", "CZ", "RZ"}
    assert min(categories.values()) >= 3
    assert states == set(State)


def test_every_file_lies_where_its_row_says(made, database, settings):
    with database.read() as session:
        paths = [version.file.path for version in session.scalars(select(Version)) if version.file]

    assert [path for path in paths if not (settings.archive / path).is_file()] == []


def test_every_password_is_different_and_must_be_changed(made, database):
    with database.read() as session:
        fresh = set(session.scalars(select(User.password_fresh)))

    assert len({one.password for one in made}) == len(made) == len(people.CAST)
    assert fresh == {True}


def test_no_one_person_holds_what_excludes_itself():
    assert all(not {Role.SYSADMIN, Role.AUDITOR} <= set(roles) for *_who, roles in people.CAST)
