"""00_目录 on disk follows the library (R-4.3.4-3)."""

import csv
from datetime import timedelta

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from docsys import publication
from docsys.audit.models import AuditRow
from docsys.catalogue import jobs as catalogue_jobs
from docsys.folders import actions as folder_actions
from docsys.jobs import Job
from tests.documents.factories import confirm, make_current
from tests.people.factories import NOW

pytestmark = [pytest.mark.db, pytest.mark.rule("R-4.3.4-3")]


@pytest.fixture
def category(settings):
    return settings.archive / "现行库/02_SC_技术手册类"


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def waiting(database, kind):
    with database.read() as session:
        jobs = session.scalars(select(Job).where(Job.kind == kind, Job.state == "waiting"))
        return sorted((job.payload["category"], job.run_at - NOW) for job in jobs)


def test_a_change_orders_the_tables_at_once_and_the_prints_within_the_minute(database, library):
    assert waiting(database, catalogue_jobs.TABLE) == [("", timedelta(0)), ("SC", timedelta(0))]
    assert waiting(database, catalogue_jobs.PRINT) == [("", timedelta(seconds=20)), ("SC", timedelta(seconds=20))]


def test_the_table_of_a_category_lists_its_documents(worker, library, category):
    worker.drain()

    assert table(category / "00_目录.csv")[1] == [
        "1", "ZLW-SC01-YGZX-001", "运管中心值班手册", "V1.0", "王军", "运管中心", "2026-11-23", "内部", "电子", "", "",
    ]  # fmt: skip


def test_the_table_of_the_root_counts_folders(worker, library, settings):
    worker.drain()

    rows = table(settings.archive / "现行库/00_目录.csv")
    assert (rows[0], len(rows)) == (["代码", "名称", "文档数"], 67)
    assert ["SC", "技术手册类", "1"] in rows
    assert ["SC01", "　值班手册", "1"] in rows


def test_the_prints_follow_after_twenty_seconds(worker, library, settings, category, clock):
    worker.drain()
    assert not (category / "00_目录.pdf").exists()

    clock.move(seconds=20)
    worker.drain()

    assert "ZLW-SC01-YGZX-001" in PdfReader(category / "00_目录.pdf").pages[0].extract_text()
    assert "技术手册类" in PdfReader(settings.archive / "现行库/00_目录.pdf").pages[0].extract_text()


def test_what_is_abolished_leaves_the_table(worker, library, database, category):
    with database.act() as session:
        publication.actions.request_abolition(
            session, 1, publication.actions.Ending("业务不符", ""), actor=library.admin, now=NOW
        )
        confirm(session, library.second)

    worker.drain()

    assert len(table(category / "00_目录.csv")) == 1


def test_a_new_folder_has_its_directory_and_its_line(worker, library, database, settings):
    with database.act() as session:
        folder_actions.create(session, "ZD07", "夜班", actor=library.admin, now=NOW)

    worker.drain()

    assert (settings.archive / "现行库/01_ZD_技术制度及流程类/ZD07_值班及日常管理/ZD0701_夜班").is_dir()
    assert ["ZD0701", "　　夜班", "0"] in table(settings.archive / "现行库/00_目录.csv")


def test_a_long_category_is_printed_by_folder(worker, library, database, settings, category, clock, monkeypatch):
    monkeypatch.setattr(catalogue_jobs, "PART_ROWS", 1)
    with database.act() as session:
        make_current(session, library, settings.archive, folder_code="SC02", title="运维手册")
    clock.move(seconds=20)
    worker.drain()

    assert sorted(path.name for path in category.glob("00_*.pdf")) == [
        "00_目录.pdf",
        "00_目录_SC01.pdf",
        "00_目录_SC02.pdf",
    ]

    monkeypatch.setattr(catalogue_jobs, "PART_ROWS", 2)
    catalogue_jobs.write_print(worker.context, {"category": "SC"})
    assert [path.name for path in category.glob("00_*.pdf")] == ["00_目录.pdf"]


def test_the_nightly_check_is_kept_and_logged(worker, library, database, settings):
    catalogue_jobs.run_check(worker.context, {})

    with database.read() as session:
        row = session.scalars(select(AuditRow).order_by(AuditRow.id.desc())).first()
    assert (row.act, row.detail) == ("catalogue.check", {"documents": 1, "files": 1, "defects": 0})
    assert (settings.var / "catalogue-check.json").is_file()
