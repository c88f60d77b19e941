"""重要而无扫描件: in the report, in the list of copies and in that of documents, until one scan of the version is there."""

import pytest
from sqlalchemy import select

from docsys import vault
from docsys.documents import listed
from docsys.documents.models import Document
from docsys.paper import actions, comparing, queries, unscanned
from docsys.paper.actions import Changes
from docsys.paper.comparing import Kind
from docsys.paper.models import PaperCopy
from tests.paper.factories import make_copies, make_document, make_scan
from tests.people.factories import NOW

pytestmark = [pytest.mark.db, pytest.mark.rule("R-4.3.8-1")]
TODAY = NOW.date()


@pytest.fixture
def rule(session, people, settings):
    """值班制度 `ZLW-ZD07-YGZX-001`: important by its class."""
    return make_document(session, people, settings.archive, folder_code="ZD07", title="值班制度")


def lacking(session, people):
    """What each of the four ways says: report, list of copies, list of documents, tags."""
    report = [(line.number, line.code) for line in comparing.lines(session, people.admin, TODAY, Kind.NO_SCAN)]
    copies = session.scalars(queries.copies(people.admin, {"scan": "lacking"}).order_by(PaperCopy.id)).all()
    condition = unscanned.DUES["no_scan"][1](listed.AsOf(TODAY, 30))
    documents = session.scalars(select(Document.number).where(condition)).all()
    tags = unscanned.among(session, session.scalars(queries.copies(people.admin, {})).all())
    return report, [one.code for one in copies], documents, {one.id for one in copies} == tags


def test_marked_important_it_is_listed_and_scanned_it_is_not(session, people, settings, document):
    (copy,) = make_copies(session, people, document)
    assert lacking(session, people) == ([], [], [], True)

    actions.change(session, copy.id, Changes("库房", 4, is_important=True, remark=""), actor=people.admin, now=NOW)
    assert lacking(session, people) == ([(document.number, copy.code)], [copy.code], [document.number], True)

    scan = make_scan(session, people, settings.archive, copy)
    assert lacking(session, people) == ([], [], [], True)
    session.commit()
    path = vault.resolve(session, settings.archive, scan.file)
    assert path.read_bytes() == "扫描的页面".encode()
    assert scan.file.path == f"扫描备份/{document.number}_运管中心值班手册/{copy.code}-S01.pdf"


def test_one_scan_serves_all_copies_of_a_version(session, people, settings, rule):
    first, second = make_copies(session, people, rule, 2)
    assert lacking(session, people) == ([(rule.number, first.code)], [first.code, second.code], [rule.number], True)

    make_scan(session, people, settings.archive, second)

    assert lacking(session, people) == ([], [], [], True)


def test_what_is_lost_or_out_of_force_needs_no_scan(session, people, rule):
    (copy,) = make_copies(session, people, rule)

    actions.lose(session, copy.id, "搬库时遗失", actor=people.admin, now=NOW)

    assert lacking(session, people) == ([], [], [], True)
