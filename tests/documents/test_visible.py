"""`visible` and `may` against a plain reading of 4.5.1 over many small libraries: the database must see what Python sees."""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from docsys.documents import queries
from docsys.documents.models import Document, UseRight, Version
from docsys.documents.rules import EFFECTIVE, OPEN, Medium, Right, State
from docsys.folders import queries as folders
from docsys.folders.models import Folder
from docsys.people.rules import Actor, Held, Permission, Role, may
from tests.documents.factories import make_people
from tests.people.factories import NOW

pytestmark = [pytest.mark.db, pytest.mark.rule("R-4.5.1-3")]

TODAY = date(2026, 11, 23)
CODES = ("ZD07", "ZD", "SC01", "SC02")
STATES = (State.DRAFT, State.REVIEW, State.APPROVED, State.CURRENT, State.ARCHIVED, State.ABOLISHED)


@dataclass(frozen=True)
class World:
    documents: list[Document]
    rights: list[UseRight]
    folders: dict[int, Folder]


def make_world(session, rng, people):
    """Eight documents and eight rows of rights, drawn; posts and departments are those of two readers."""
    places = {code: folders.by_code(session, code) for code in CODES}
    # ZD07 has rights of its own, whatever ZD says.
    places["ZD07"].rights_from_id = rng.choice([None, places["ZD"].id])
    documents = [make_document(session, rng, people, places, ordinal) for ordinal in range(8)]
    rights = [make_right(rng, people, documents, places) for _ in range(8)]
    session.add_all(rights)
    session.flush()
    return World(documents, rights, {folder.id: folder for folder in session.scalars(select(Folder))})


def make_document(session, rng, people, places, ordinal):
    state = rng.choice(STATES)
    writers = [people.author.user_id, people.reader.user_id, people.admin.user_id]
    document = Document(
        number=f"N-{ordinal}",
        folder_id=rng.choice(list(places.values())).id,
        unit_id=rng.choice([people.reader.unit_id, people.stranger.unit_id]),
        title="t",
        state=state,
        medium=Medium.ELECTRONIC.value,
        own_rights=rng.random() < 0.4,
        path=f"x/{ordinal}",
        created_by_id=rng.choice(writers),
        created_at=NOW,
    )
    session.add(document)
    session.flush()
    version = Version(
        document_id=document.id,
        major=1,
        minor=0,
        state=state,
        title="t",
        author="a",
        author_id=rng.choice([None, *writers]),
        secrecy=rng.choice(["公开", "内部", "敏感"]),
        level=rng.choice(["A", "B", "C", "D"]),
        created_at=NOW,
    )
    session.add(version)
    session.flush()
    document.head_id = version.id
    return document


def make_right(rng, people, documents, places):
    department, post = rng.choice([people.reader, people.stranger]).assignments[0]
    on_document = rng.random() < 0.5
    return UseRight(
        document_id=rng.choice(documents).id if on_document else None,
        folder_id=None if on_document else rng.choice(list(places.values())).id,
        unit_id=rng.choice([None, people.reader.unit_id, people.stranger.unit_id]),
        department_id=rng.choice([None, department]),
        post_id=rng.choice([None, post]),
        may_list=rng.random() < 0.7,
        may_read=rng.random() < 0.5,
        valid_to=rng.choice([None, TODAY, TODAY - timedelta(days=1)]),
    )


def grants_right(world, actor, document, right, versions):
    """4.5.1, read aloud: a row of the document itself, or where it has none of its own one of its folder."""
    folder = world.folders[document.folder_id]
    secrecy = versions[document.id].secrecy
    for row in world.rights:
        if document.own_rights:
            applies = row.document_id == document.id
        else:
            applies = row.folder_id == (folder.rights_from_id or folder.id)
        person = any(
            row.department_id in {None, department} and row.post_id in {None, post}
            for department, post in actor.assignments
        )
        named = row.department_id is not None and row.post_id is not None
        if (
            applies
            and person
            and row.unit_id in {None, actor.unit_id}
            and (named or secrecy in {"公开", "内部"})
            and getattr(row, f"may_{right.value}")
            and (row.valid_to is None or row.valid_to >= TODAY)
        ):
            return True
    return False


def sees(world, actor, document, versions):
    version = versions[document.id]
    if may(actor, Permission.DOCUMENT_READ_ALL, document.unit_id):
        return True
    if actor.user_id in {document.created_by_id, version.author_id}:
        return True
    if version.state in OPEN - {State.DRAFT} and may(actor, Permission.DOCUMENT_APPROVE, document.unit_id):
        return True
    role = {"A": Role.ZXB, "B": Role.WGB}.get(version.level)
    if role and actor.holds(role, actor.unit_id) and document.state is not State.DRAFT:
        return True
    return document.state in EFFECTIVE and grants_right(world, actor, document, Right.LIST, versions)


def actors(people):
    """Everybody of the factories, and the reader once more with roles in his unit alone."""
    local = tuple(Held(role, people.reader.unit_id) for role in (Role.DOCADMIN, Role.DOC_APPROVER))
    return [
        people.author,
        people.approver,
        people.admin,
        people.zxb,
        people.reader,
        people.stranger,
        people.auditor,
        people.sysadmin,
        replace(people.reader, grants=local[:1]),
        replace(people.reader, grants=local[1:]),
        Actor(99, "nobody", "无岗位", people.reader.unit_id, "YGZX", "运管中心"),
    ]


def test_the_database_shows_what_a_plain_reading_shows(session):
    people = make_people(session)
    everybody = actors(people)
    for seed in range(30):
        world_of_its_own = session.begin_nested()
        world = make_world(session, random.Random(seed), people)  # noqa: S311 - drawn, not secret
        compare(session, world, everybody)
        world_of_its_own.rollback()


def compare(session, world, everybody):
    versions = {one.document_id: one for one in session.scalars(select(Version))}
    for actor in everybody:
        expected = {one.id for one in world.documents if sees(world, actor, one, versions)}
        shown = set(session.scalars(select(Document.id).where(queries.visible(actor, TODAY))))
        assert shown == expected, actor.login

        may_read = {one.id for one in world.documents if grants_right(world, actor, one, Right.READ, versions)}
        allowed = set(session.scalars(select(Document.id).where(queries.allowed(actor, Right.READ, TODAY))))
        assert allowed == may_read, actor.login
