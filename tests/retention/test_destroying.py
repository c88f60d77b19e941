"""A document that was kept long enough is destroyed by two persons: its contents go everywhere, its entry stays for ever."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from docsys import cli, search
from docsys.audit.models import AuditRow
from docsys.catalogue import checking
from docsys.documents.models import Document
from docsys.documents.rules import State
from docsys.numbering.queries import entry
from docsys.paper.models import PaperCopy
from docsys.paper.states import CopyState
from docsys.people import confirmations
from docsys.people.confirmations import AlreadyWaiting, SamePerson
from docsys.people.models import Confirmation
from docsys.publication import actions as life
from docsys.retention import actions, queries, rules
from docsys.retention.actions import Verdict
from docsys.retention.models import Destruction
from docsys.retention.queries import DESTROY, EXTEND
from docsys.shell import Shell
from tests.documents.factories import abolish, confirm, make_current, revise
from tests.people.factories import NOW

pytestmark = [pytest.mark.db, pytest.mark.rule("R-4.5.2-1")]
WORDS = "废止满十年，无查考价值"
NUMBER = "ZLW-SC01-YGZX-001"
PLACE = f"作废库/{NUMBER}_运管中心值班手册"


@pytest.fixture
def ended(wired, people, database, settings):
    """A manual in two versions, abolished on 2026-11-23."""
    with database.act() as session:
        document = make_current(session, people, settings.archive)
        revise(session, people, settings.archive, document)
        life.submit(session, document.id, actor=people.author, now=NOW)
        life.approve(session, document.id, "同意", actor=people.approver, now=NOW)
        life.request_publication(session, document.id, actor=people.admin, now=NOW)
        confirm(session, people.second)
        abolish(session, people, document.id)
    return document.id


def below(archive, *stores):
    found = [path for store in stores for path in (archive / store).rglob("*") if path.is_file()]
    return sorted(path.relative_to(archive).as_posix() for path in found)


def ask(session, document_id, people, now, kind=DESTROY, until=None):
    return actions.request(session, [f"d{document_id}"], Verdict(kind, WORDS, until), actor=people.admin, now=now)


def decide(session, asked, actor, now):
    return confirmations.decide(session, asked.id, actor, now, accept=True)


@pytest.fixture
def destroyed(ended, wired, people, database, clock):
    """Its prints were made; ten years later they, and it, are destroyed, by the worker's help."""
    wired.drain()
    clock.move(days=3653)
    with database.act() as session:
        ask(session, ended, people, clock.now())
    with database.act() as session:
        decide(
            session,
            session.scalars(select(Confirmation).order_by(Confirmation.id.desc())).first(),
            people.second,
            clock.now(),
        )
    wired.drain()
    return ended


@pytest.fixture
def fresh(databases, tmp_path, settings):
    home = tmp_path / "neu"
    (home / "var").mkdir(parents=True)
    database = databases.empty(home / "var" / "docsys.sqlite3")
    yield replace(settings, home=home, database_url=database.engine.url.render_as_string(hide_password=False)), database
    database.dispose()


def test_the_contents_go_and_the_entry_stays(destroyed, database, settings, clock, fresh):
    """Files, prints, index and folders; the check is clean; the list is filed; a rebuild knows what became of it."""
    archive = settings.archive
    check_library(database, destroyed, archive, clock.now())
    filed = check_list(database, destroyed, archive)
    said = json.loads((archive / PLACE / "元数据.json").read_text("utf-8"))
    told = {"reason": WORDS, "requested_by": "赵敏", "confirmed_by": "孙立", "list": filed}
    assert (said["state"], said["keeping"]["destroyed"]) == ("destroyed", {"at": "2036-11-23T09:00:00+08:00", **told})
    check_rebuilt(fresh, archive, clock, said["keeping"])


def check_library(database, destroyed, archive, now):
    assert below(archive, "作废库", "历史版本") == [f"{PLACE}/元数据.json"]
    assert checking.check(database, archive, now).defects == ()
    with database.read() as session:
        document = session.get_one(Document, destroyed)
        assert (document.state, {one.state for one in document.versions}) == (State.DESTROYED, {State.DESTROYED})
        assert [bool(one.file.sha256 and one.file.erased_at) for one in document.versions] == [True, True]
        assert destroyed not in search.find(session, "值班").ids
        assert entry(session, NUMBER).state.label == "停用"


def check_list(database, destroyed, archive):
    """Filed for ever, with the hashes; its number."""
    with database.read() as session:
        document = session.get_one(Document, destroyed)
        made = session.scalars(select(Destruction)).one()
        filed = session.get_one(Document, made.document_id)
        assert (filed.folder.code, filed.retention, filed.title) == (
            "SP02",
            "permanent",
            "销毁清单 2036-11-23 共 1 件",
        )
        hashes = {one.file.sha256 for one in document.versions}
        assert {one["sha256"] for one in made.lines[0]["files"]} == hashes
        assert (archive / filed.head.file.path).read_bytes().startswith(b"%PDF")
        told = session.scalars(select(AuditRow.detail).where(AuditRow.act == DESTROY)).one()
        assert (told["numbers"], told["requested_by"], told["confirmed_by"], told["reason"]) == (
            [NUMBER],
            "赵敏",
            "孙立",
            WORDS,
        )
        return filed.number


def check_rebuilt(fresh, archive, clock, keeping):
    shell = Shell(fresh[0], clock, lambda _settings: (fresh[1], {}))
    done = CliRunner().invoke(
        cli.docsys, ["rebuild", "--from", str(archive), "--json"], obj=shell, catch_exceptions=False
    )
    assert (done.exit_code, json.loads(done.stdout)["failed"]) == (0, []), done.output
    with fresh[1].read() as session:
        again = session.scalars(select(Document).where(Document.number == NUMBER)).one()
        assert (again.state, again.keeping, again.head.file.erased_at) == (
            State.DESTROYED,
            keeping,
            clock.now(),
        )
        assert entry(session, NUMBER).state.label == "停用"


def returned_copy(document_id, version_id):
    return PaperCopy(
        code=f"{NUMBER}-V1.1-Z01",
        document_id=document_id,
        version_id=version_id,
        ordinal=1,
        state=CopyState.RECALLED,
        location="A-01",
        holder="文档库房",
        holder_kind="store",
        is_important=False,
        created_by="赵敏",
        created_at=NOW,
    )


@pytest.mark.rule("R-2.3.3-1")
def test_what_stands_in_the_way(ended, people, database, settings, clock):
    """Its time, its copies on paper, a hold; and nobody destroys what he proposed himself."""
    clock.move(days=3651)
    with database.act() as session:
        with pytest.raises(rules.NotDueYet, match="自废止日 2026-11-23 起保存 10 年，2036-11-23 期满"):
            ask(session, ended, people, clock.now())
        assert queries.due(session, people.admin, clock.now().date()) == []
    clock.move(days=2)
    with database.act() as session:
        assert [line.number for line in queries.due(session, people.admin, clock.now().date())] == [NUMBER]
        assert queries.due(session, people.reader, clock.now().date()) == []
        copy = returned_copy(ended, session.get_one(Document, ended).head_id)
        session.add(copy)
        session.flush()
        with pytest.raises(rules.PaperLeft, match="还有 1 份纸质件未销毁"):
            ask(session, ended, people, clock.now())
        copy.state = CopyState.DESTROYED
        actions.hold(session, NUMBER, "证监稽查〔2036〕7 号", actor=people.admin, now=clock.now())
        with pytest.raises(rules.Kept, match="证监稽查"):
            ask(session, ended, people, clock.now())
        assert [line.standing for line in queries.held(session, people.admin)] == ["已冻结"]
        actions.lift(session, NUMBER, "稽查办结", actor=people.second, now=clock.now())
        [asked] = ask(session, ended, people, clock.now())
        with pytest.raises(AlreadyWaiting):
            ask(session, ended, people, clock.now(), EXTEND, clock.now().date().replace(year=2040))
        with pytest.raises(SamePerson):
            decide(session, asked, people.admin, clock.now())
        actions.hold(session, NUMBER, "审计通知", actor=people.admin, now=clock.now())
        with pytest.raises(rules.Kept):
            decide(session, asked, people.second, clock.now())


def test_what_is_kept_longer_is_due_on_the_later_day(ended, people, database, clock):
    clock.move(days=3653)
    until = clock.now().date().replace(year=2040)
    with database.act() as session:
        with pytest.raises(rules.UntilTooEarly):
            ask(session, ended, people, clock.now(), EXTEND, clock.now().date())
        [asked] = ask(session, ended, people, clock.now(), EXTEND, until)
        decide(session, asked, people.second, clock.now())
        assert queries.due(session, people.admin, clock.now().date()) == []
        [line] = queries.due(session, people.auditor, until)
        assert (line.why, line.standing) == ("废止日 2026-11-23 起 10 年，鉴定延长至 2040-11-23", "待鉴定")
        with pytest.raises(rules.NotDueYet, match="经鉴定延长至 2040-11-23"):
            ask(session, ended, people, clock.now())
