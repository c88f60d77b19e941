"""A category beyond the seven is told by the documents that lie in it."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from docsys import cli, vault
from docsys.documents import actions as documents
from docsys.documents.jobs import describe
from docsys.documents.models import Document
from docsys.folders import actions as folders
from docsys.folders.models import Folder
from docsys.folders.rules import FolderKind
from docsys.jobs import Context
from docsys.people.rules import SYSTEM
from docsys.shell import Shell
from tests.documents import factories as make
from tests.people.factories import NOW

pytestmark = [pytest.mark.db, pytest.mark.rule("R-4.2.2-1")]


def test_an_eighth_category_is_there_again_with_its_kind_and_place(database, databases, settings, clock, tmp_path):
    with database.act() as session:
        people = make.make_people(session)
        folders.add_category(session, "PX", "培训资料类", FolderKind.RECORD, 8, NOW)
        folder = folders.create(session, "PX", "培训教材", actor=people.admin, now=NOW)
        lesson = make.marks(people, folder_code=folder.code, title="第一讲")
        staged = make.staged(settings.archive, "第一讲")
        documents.file_history(session, lesson, staged, "讲义.txt", actor=SYSTEM, now=NOW)
    vault.settle(database, settings.archive, NOW)
    describe(Context(database, settings, clock), {"document_id": 1})
    (tmp_path / "neu" / "var").mkdir(parents=True)
    bare = databases.empty(tmp_path / "neu" / "var" / "docsys.sqlite3")
    url = bare.engine.url.render_as_string(hide_password=False)

    shell = Shell(replace(settings, home=tmp_path / "neu", database_url=url), clock, lambda _settings: (bare, {}))
    done = CliRunner().invoke(cli.docsys, ["rebuild", "--from", str(settings.archive), "--json"], obj=shell)

    assert (done.exit_code, json.loads(done.stdout)["documents"]) == (0, 1), done.output
    with bare.read() as session:
        found = session.scalars(select(Folder).where(Folder.code.startswith("PX")).order_by(Folder.code)).all()
        told = [(one.code, one.name, one.kind, one.pattern, one.ordinal) for one in found]
        assert told == [
            ("PX", "培训资料类", FolderKind.RECORD, "B", 8),
            ("PX01", "培训教材", FolderKind.RECORD, "B", 8),
        ]
        assert session.scalars(select(Document.path)).one().startswith("现行库/08_PX_培训资料类/PX01_培训教材/")
    bare.dispose()
