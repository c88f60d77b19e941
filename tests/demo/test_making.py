"""The whole sample library: it shows something on every page, each category, each state, each person."""

import hashlib
import re
from collections import Counter
from datetime import date

import pytest
from sqlalchemy import func, select

from docsys import search
from docsys.audit.models import AuditRow
from docsys.changes.models import Change
from docsys.changes.rules.states import State as ChangeState
from docsys.clock import local_day
from docsys.demo import making, wording
from docsys.demo.reading import TEXTS, entries
from docsys.documents.models import Document, UseRight, Version
from docsys.documents.queries import findable
from docsys.documents.rules import Right, Secrecy, State
from docsys.paper.models import Loan, PaperCopy, Volume
from docsys.paper.states import CopyState, LoanState
from docsys.people import queries as people
from docsys.people.models import Confirmation, User
from docsys.people.rules import SYSTEM, Role
from docsys.records.models import Record, RegisterPeriod
from docsys.records.rules import State as RecordState
from docsys.reviews import queries as reviews
from docsys.reviews.rules import Standing
from docsys.vault.models import FileMove
from tests.demo.stage import FORMS, stage
from tests.people.factories import NOW

pytestmark = pytest.mark.db
CITED = re.compile(r"《([^》]+)》(?:JR/T0099-2012 )?(ZLW-[A-Z]{2}\d\d-[A-Z]{3,6}-\d{3})")


@pytest.fixture(scope="module")
def whole(databases, tmp_path_factory):
    """Made once, with its jobs done, and only looked at."""
    with stage(tmp_path_factory.mktemp("demo") / "home", databases, NOW) as made:
        assert making.make(made.database, made.settings, FORMS, made.now)
        made.work()
        yield made


@pytest.fixture
def session(whole):
    with whole.database.read() as session:
        yield session


def documents(session, *conditions):
    return session.scalars(select(Document).where(*conditions)).all()


def test_at_least_forty_documents_lie_in_all_seven_categories(session):
    counted = Counter(document.folder.category for document in documents(session))

    assert sum(counted.values()) >= 40
    assert set(counted) == {"ZD", "SC", "PZ", "HT", "SP", "CZ", "RZ"}
    assert min(counted.values()) >= 3


@pytest.mark.rule("R-4.4.1-1")
def test_each_state_of_a_version_is_there_and_a_current_one_being_revised(session):
    assert set(session.scalars(select(Version.state))) == set(State)
    current = documents(session, Document.state == State.CURRENT)
    assert any(one.state is State.DRAFT for document in current for one in document.versions)


def test_several_documents_have_three_versions_of_different_text(session):
    three = [document for document in documents(session) if len(document.versions) == 3]

    assert len(three) >= 4
    for document in three:
        assert [one.state for one in document.versions] == [State.SUPERSEDED, State.SUPERSEDED, State.CURRENT]
        assert len({one.file.sha256 for one in document.versions}) == 3


def test_what_is_expired_overdue_and_soon_due_is_so_by_the_clock_handed_in(session, whole):
    counted = Counter(line.state for line in reviews.due(session, SYSTEM, local_day(whole.now), 60))

    assert counted[Standing.EXPIRED] >= 1
    assert counted[Standing.OVERDUE] >= 3
    assert counted[Standing.SOON] >= 3
    assert counted[Standing.UNDATED] == 5


@pytest.mark.rule("R-0-1")
@pytest.mark.rule("R-18-1")
def test_the_rulebook_rests_on_documents_whose_originals_are_missing(session):
    rulebook = session.scalars(select(Document).where(Document.number == "ZLW-ZD00-WGB-001")).one()
    missing = [document for document in documents(session) if document.missing]

    assert rulebook.title == "证联网运维管理实施细则"
    assert rulebook.state is State.CURRENT
    assert {one.number for one in missing} == {
        "ZLW-ZD00-ZXB-001",
        "ZLW-ZD00-ZXB-002",
        "ZLW-ZD00-EXT-001",
        "ZLW-ZD16-WGB-001",
        "ZLW-SC03-WGB-001",
    }
    assert {one.old_number for one in missing} == {None, "JR/T0099-2012"}


def test_every_number_that_a_text_names_is_that_of_the_document_it_calls_by_its_title(session):
    titles = {one.number: one.title for one in documents(session)}
    named = {(number, title) for one in documents(session) for title, number in CITED.findall(one.basis)}
    named |= {tuple(one.replacement.split(" ", 1)) for one in documents(session) if one.state is State.ABOLISHED}
    orders = session.scalars(select(Record).where(Record.form_code == "BG"))
    named |= {
        (row["number"], row["title"]) for order in orders for row in order.data.get("documents") or [] if row["number"]
    }

    assert len(named) > 10
    assert {number: title for number, title in named if titles.get(number) != title} == {}


def test_the_picture_of_the_network_goes_with_each_version_of_its_description(session):
    topology = session.scalars(select(Document).where(Document.number == "ZLW-PZ01-YGZX-001")).one()

    assert [[one.title for one in version.attachments] for version in topology.versions] == [["证联网全网拓扑图"]] * 2


def test_every_file_lies_where_its_row_says_with_its_hash_until_it_is_destroyed(session, whole):
    destroyed = session.scalars(select(Version).where(Version.state == State.DESTROYED)).one()
    versions = session.scalars(select(Version).where(Version.id != destroyed.id)).all()
    kept = {one.file.path: one.file.sha256 for one in versions if one.file}
    kept |= {one.file.path: one.file.sha256 for version in versions for one in version.attachments}

    found = {path: hashlib.sha256((whole.settings.archive / path).read_bytes()).hexdigest() for path in kept}

    assert found == kept
    assert not (whole.settings.archive / destroyed.file.path).exists()
    assert session.scalar(select(func.count()).where(FileMove.done_at.is_(None))) == 0
    assert [path.name for path in (whole.settings.archive / ".staging").iterdir()] == [".lock"]


def test_there_are_files_of_many_kinds(session):
    kinds = {one.file.path.rpartition(".")[2] for one in session.scalars(select(Version)) if one.file}

    assert kinds >= {"docx", "pdf", "xlsx", "jpg", "cfg", "log", "csv", "txt", "md"}


def word_of(entry):
    """A stretch of the text of the last version, as it stands in the file."""
    text = wording.of_version((TEXTS / entry.text).read_text("utf-8"), entry.issues[-1].version)
    return max(re.findall(r"[\u4e00-\u9fff]{2,12}|[A-Z]{2}-\d-[A-Z]+-\d\d", text), key=len)


@pytest.mark.parametrize(
    "entry",
    [one for one in entries() if one.kind != "scan" and one.end in {"current", "archived", "missing", "leaving"}],
    ids=lambda one: one.text,
)
def test_what_is_in_force_is_found_by_words_of_its_body(session, entry):
    found = search.find(session, f'"{word_of(entry)}"', limit=100)

    title = wording.dated(entry.title, date(2026, 1, 1)).partition("[")[0][:6]
    assert [hit for hit in found.hits if hit.title.startswith(title) or title[4:] in hit.title]


def test_a_scan_is_found_by_its_title_and_says_that_it_has_no_text(session):
    assert [hit.title for hit in search.find(session, "标题:蓄电池").hits] == ["UPS 蓄电池放电测试记录（扫描件）"]


def test_change_orders_stand_in_every_state_of_their_life(session):
    states = Counter(session.scalars(select(Change.state)))

    assert states == {
        ChangeState.DRAFT: 1,
        ChangeState.CONSULTING: 1,
        ChangeState.RETURNED: 1,
        ChangeState.READY: 1,
        ChangeState.VERIFYING: 1,
        ChangeState.CLOSING: 1,
        ChangeState.ARCHIVED: 1,
        ChangeState.COMPLETING: 1,
    }


def test_an_archived_order_and_the_list_of_a_month_are_documents(session):
    order = session.scalars(select(Record).where(Record.state == RecordState.ARCHIVED, Record.form_code == "BG")).one()
    month = session.scalars(select(RegisterPeriod)).one()
    filed = [session.get_one(Document, one.document_id) for one in (order, month)]

    assert [one.folder.code for one in filed] == ["SP01", "SP03"]
    assert filed[0].number == f"ZLW-SP01-{order.number}"
    assert month.period == "2026-09"
    assert search.find(session, "路由收敛超时").total >= 1


def test_the_register_is_kept_over_two_months_and_somebody_is_inside(session):
    rows = session.execute(select(Record.period, Record.state).where(Record.form_code == "JC")).all()
    counted = Counter(rows)

    assert {month for month, _state in rows} == {"2026-09", "2026-10", "2026-11"}
    assert counted["2026-09", RecordState.ARCHIVED] >= 6
    assert counted["2026-10", RecordState.CLOSED] >= 6
    assert counted["2026-11", RecordState.OPEN] == 1


@pytest.mark.rule("R-4.5.1-1")
def test_rights_are_of_different_kinds(session, whole):
    rows, today = session.scalars(select(UseRight)).all(), local_day(whole.now)

    assert any(row.document_id for row in rows)
    assert any(row.valid_to and row.valid_to > today for row in rows)
    assert any(row.valid_to and row.valid_to < today for row in rows)
    assert any(row.department_id is None for row in rows)
    assert all(any(getattr(row, f"may_{right.value}") for row in rows) for right in Right)
    assert set(session.scalars(select(Version.secrecy))) >= {one.value for one in Secrecy}


def test_second_persons_are_waited_for_and_one_has_refused(session):
    waiting = Counter(session.scalars(select(Confirmation.kind).where(Confirmation.decided_at.is_(None))))

    assert set(waiting) == {
        "document.publish",
        "document.abolish",
        "change.archive",
        "register.archive",
        "people.grant",
        "paper.destroy",
    }
    assert session.scalar(select(func.count()).where(Confirmation.accepted.is_(False))) == 1


def test_paper_lies_in_the_store_on_desks_and_with_a_borrower(session):
    copies = Counter(session.scalars(select(PaperCopy.state)))
    loans = Counter(session.scalars(select(Loan.state)))

    assert set(copies) == {
        CopyState.IN_STORE,
        CopyState.IN_USE,
        CopyState.LENT,
        CopyState.TO_RECALL,
        CopyState.RECALLED,
    }
    assert loans == {LoanState.RETURNED: 1, LoanState.OUT: 1, LoanState.REQUESTED: 1}
    assert session.scalars(select(Volume.number)).one().startswith("ZLW-ZD-J")


def test_the_log_tells_the_acts_in_the_order_of_the_calendar(session):
    acts = session.scalars(
        select(AuditRow.at).where(AuditRow.act.like("document.%") | AuditRow.act.like("record.%")).order_by(AuditRow.id)
    ).all()
    made = acts[: len(acts) - 2]  # the two documents that the worker filed afterwards

    assert made == sorted(made)
    assert made[-1] <= NOW


@pytest.mark.parametrize("login", ["zhaomin", "wangjun", "chenzhiyuan", "liqiang", "heping", "lijing", "zhengguodong"])
def test_everybody_sees_something_and_none_but_keepers_sees_all(session, login):
    actor = people.actor_by_login(session, login)
    count = len(session.scalars(findable(actor)).all())

    assert count >= 3
    if login != "zhaomin":
        assert count < len(documents(session))


def test_passwords_are_handed_over_and_nobody_holds_what_excludes_itself(session):
    users = session.scalars(select(User)).all()

    assert len(users) >= 12
    assert all(user.password_fresh for user in users)
    assert all(not {Role.SYSADMIN, Role.AUDITOR} <= {grant.role for grant in user.grants} for user in users)


def test_a_second_run_changes_nothing(whole):
    with whole.database.read() as session:
        before = session.scalar(select(func.count(AuditRow.id)))

    assert making.make(whole.database, whole.settings, FORMS, whole.now) is None

    with whole.database.read() as session:
        assert session.scalar(select(func.count(AuditRow.id))) == before


def test_a_run_that_breaks_leaves_nothing_and_can_be_repeated(databases, tmp_path, monkeypatch):
    few = [one for one in entries() if one.folder in {"ZD04", "CZ03"}]
    monkeypatch.setattr(making, "entries", lambda: few)
    with stage(tmp_path / "home", databases, NOW) as place:

        def dies(on_it):
            yield on_it.calendar.now
            raise KeyboardInterrupt

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(making, "_role", dies)
            with pytest.raises(KeyboardInterrupt):
                making.make(place.database, place.settings, FORMS, place.now)
        with place.database.read() as session:
            assert session.scalar(select(func.count(User.id))) == 0
            assert documents(session) == []

        made = making.make(place.database, place.settings, FORMS, place.now)

        assert made
        assert made.documents == len(few) == 2
        assert len({one.password for one in made.people}) == len(made.people) == 21
