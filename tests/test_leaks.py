"""What somebody may not know of answers in every channel as what does not exist (1.3, 4.5.1).

The addresses are read from the application: a route of tomorrow is asked too, and one whose argument is not named here
fails until somebody has said what it is.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.routing import Rule

from docsys import app as application
from docsys.app import listeners
from docsys.app import worker as workers
from docsys.bulk import actions as bulk
from docsys.bulk.changing import Change
from docsys.bulk.rules import What
from docsys.catalogue.exporting import actions as exporting
from docsys.documents import actions as documents
from docsys.documents.actions import RightRow
from docsys.documents.models import Document, Version
from docsys.documents.rules import Right
from docsys.people import confirmations
from docsys.people.models import LoginSession
from docsys.people.rules import Permission, Role
from docsys.records import actions as records
from docsys.vault.models import StoredFile
from tests.documents.factories import make_current, make_draft, make_people, revise, staged
from tests.intake.factories import make_import
from tests.paper.factories import make_paper
from tests.people.conftest import Browser
from tests.people.factories import NOW, PASSWORD, make_user, place
from tests.records.factories import BG, make_table

pytestmark = pytest.mark.rule("R-4.5.1-3")

ABSENT = 987_654
WORDS = "贵重钥匙存放规定"
# Arguments that may name something hidden; each is asked for with a hidden one and with one that never was.
PAPER = ("copy_id", "loan_id", "scan_id", "volume_id")
NAMES = (
    "document_id",
    "batch_id",
    "change_id",
    "export_id",
    "run_id",
    "item_id",
    "version_id",
    "attachment_id",
    "record_id",
    "confirmation_id",
    "import_id",
    "session_id",
    *PAPER,
)
# Arguments that name what everybody may know, or what nobody without the right gets to see at all.
OPEN: dict[str, object] = {
    "assignment_id": 1,
    "code": "SC01",
    "department_id": 1,
    "field_id": "steps",
    "filename": "docsys.css",
    "grant_id": 1,
    "job_id": 1,
    "kind": "csv",
    "period": "2026-10",
    "step_id": "review",
    "number": 1,
    "ordinal": 1,
    "post_id": 1,
    "unit_id": 3,
    "which": "19.2",
    "user_id": 1,
}
# What the forms send, so that a refusal is about the document and not about an empty field.
TYPED = {"title": "值班手册", "author": "王军", "version": "V9.0", "secrecy": "内部", "level": "C", "medium": "电子"}
TYPED |= {"use_scope": "证联网", "notes": "修订", "reason": "年度评审", "opinion": "同意", "replacement": "无"}
ACCEPTED = ("text/html", "application/json")


class Asker(Browser):
    """Fetches its token once: the clock of these tests stands."""

    @cached_property
    def token(self) -> str:
        return str(re.findall(r'name="csrf-token" content="([^"]+)"', self.get("/help/keys").text)[0])


@dataclass(frozen=True)
class Hidden:
    """Ids of what a person may not know of, and a document of which he may."""

    ids: dict[str, int | None]
    visible_id: int


@pytest.fixture
def bus(bus):
    for event, listener in listeners.LISTENERS:
        bus.subscribe(event, listener)
    return bus


@pytest.fixture
def app(database, settings, clock, monkeypatch):
    """The whole application over the database of this test."""
    _database, services = application.wire(settings)
    monkeypatch.setattr(application, "wire", lambda _settings, _clock=None: (database, services))
    return application.create_app(settings, clock)


@pytest.fixture
def people(app, database):
    with database.act() as session:
        people = make_people(session)
        make_user(session, "wuqi", Role.SYSADMIN, name="吴琦", unit="SHFE")
        return people


@pytest.fixture
def work_off(app, database, settings, clock):
    """Do what the worker would do now: text for the search, prints, metadata, lists."""
    services = application.wire(settings)[1]
    worker = workers.make_worker(settings, clock, database, services)
    return worker.drain


@pytest.fixture
def shown(database, settings, people):
    """A document in force that everybody of these tests may read."""
    with database.act() as session:
        document = make_current(session, people, settings.archive)
        rows = [
            RightRow(who.unit_id, *place(session, code), frozenset(Right))
            for who, code in ((people.stranger, "DCE"), (people.reader, "YGZX"))
        ]
        documents.set_document_rights(session, document.id, rows, actor=people.admin, now=NOW)
        return document.id


@pytest.fixture
def secret(shown, people, database, settings, app, work_off):
    """王军's document in force with a revision under way, in a folder that people of DCE may not use; his order, too."""
    with database.act() as session:
        document = make_current(session, people, settings.archive, title=WORDS, medium="电子+纸质")
        on_paper = make_paper(session, people, settings.archive, document)
        version_id = document.head_id
        revise(session, people, settings.archive, document)
        key = staged(settings.archive, "钥匙")
        attached = documents.attach(session, document.id, key, "钥匙.txt", WORDS, actor=people.author, now=NOW)
        record = records.start(session, BG, actor=people.author, now=NOW)
        about = {"document_id": document.id}
        may = Permission.DOCUMENT_PUBLISH
        waiting = confirmations.request(session, "document.abolish", "X", WORDS, about, people.admin, NOW, may)
        batch = bulk.begin(
            session, [document.id], Change(What.SCOPE, "核对", scope="机房"), actor=people.admin, now=NOW
        )
        ids = {"document_id": document.id, "version_id": version_id, "attachment_id": attached.id, "batch_id": batch.id}
        ids["export_id"] = exporting.request_export(session, document.unit_id, actor=people.admin, now=NOW).id
        ids |= make_import(session, people)
        ids["import_id"] = make_table(session, people.author).id
        ids |= {"record_id": record.id, "change_id": record.id, "confirmation_id": waiting.id, **on_paper}
    work_off()
    signed_in(app, "wangjun")
    with database.read() as session:
        ids["session_id"] = session.scalars(select(LoginSession.id).order_by(LoginSession.id.desc())).first()
    return Hidden(ids, shown)


def signed_in(app, login):
    browser = Asker(app)
    assert browser.post("/login", login=login, password=PASSWORD).status_code == 303
    return browser


def rules_of(app) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=str)


def asked_with(rule: Rule, hidden: Hidden) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Pairs of arguments: with something hidden, and the same with something that never was in its place."""
    names = [name for name in NAMES if name in rule.arguments]
    others = {name: value for name, value in OPEN.items() if name in rule.arguments}
    whole = {name: hidden.ids[name] for name in names}
    for picked in product(*(getattr(rule._converters[name], "items", ()) or ("",) for name in _chosen(rule))):  # noqa: SLF001 - werkzeug tells no other way
        chosen = others | dict(zip(_chosen(rule), picked, strict=True))
        yield chosen | whole, chosen | dict.fromkeys(names, ABSENT)
        if names[0] == "document_id":
            yield chosen | whole, chosen | whole | {"document_id": ABSENT}
            within = chosen | whole | {"document_id": hidden.visible_id}
            for name in names[1:]:
                yield within, within | {name: ABSENT}


def _chosen(rule: Rule) -> list[str]:
    """Arguments that are one of a few words: submit, approve …"""
    return sorted(name for name in rule.arguments if name not in NAMES and name not in OPEN)


def answer(browser: Asker, rule: Rule, method: str, arguments: dict[str, Any], accepted: str) -> tuple[object, ...]:
    """Status, body and address of what comes back, without tokens and without the ids that were asked for."""
    _subdomain, path = rule.build(arguments, append_unknown=False) or ("", "")
    headers = {"Accept": accepted, "X-CSRFToken": browser.token, "X-File-Name": "a.txt"}
    sent: dict[str, Any] = {}
    if method == "POST":
        sent = {"data": {**TYPED, "accept": "1", "file": (io.BytesIO(b"new"), "a.txt")}}
    elif method == "PUT":
        sent = {"data": b"new"}
    got = browser.client.open(path, method=method, headers=headers, **sent)
    return got.status_code, without_traces(got.text, path), without_traces(got.headers.get("Location", ""), path)


def without_traces(text: str, path: str = "") -> str:
    text = re.sub(r'(name="csrf[-_]token" (?:content|value)=")[^"]+', r"\1", text)
    return text.replace(path, "ADDRESS") if path else text


def differences(app, browser: Asker, hidden: Hidden) -> list[str]:
    """Addresses at which the hidden does not answer as the absent does."""
    found = []
    for rule in rules_of(app):
        if not set(NAMES) & rule.arguments:
            continue
        for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "DELETE"}):
            for at, (real, absent) in enumerate(asked_with(rule, hidden)):
                accepted = ACCEPTED[at % len(ACCEPTED)]
                first, second = (answer(browser, rule, method, one, accepted) for one in (real, absent))
                if first != second or first[0] == 200:
                    found.append(f"{method} {rule.rule} {real}: {first[0]}, {second[0]}")
    return found


def standing(database, hidden: Hidden) -> tuple[object, ...]:
    """What an act that was refused must not have touched."""
    with database.read() as session:
        document = session.get_one(Document, hidden.ids["document_id"])
        versions = [(one.state, one.title, one.file_id, len(one.attachments)) for one in document.versions]
        counted = [session.scalar(select(func.count()).select_from(table)) for table in (Document, Version, StoredFile)]
        return document.state, document.path, versions, counted


def test_every_argument_of_an_address_is_known_to_these_tests(app):
    words = {"verb", "what"}

    found = {name for rule in rules_of(app) for name in rule.arguments}

    assert found - set(NAMES) - set(OPEN) <= words
    assert found >= {"document_id", "version_id", "attachment_id"}


@pytest.mark.parametrize("login", ["zhouwei", "wuqi"])
def test_at_every_address_with_an_id_the_hidden_answers_as_the_absent(app, database, secret, login):
    """Somebody of another unit, and a system administrator, who administers people and reads no documents."""
    before = standing(database, secret)

    found = differences(app, signed_in(app, login), secret)

    assert found == []
    assert standing(database, secret) == before


def test_a_reader_learns_nothing_of_a_revision_before_it_is_published(app, database, secret, people):
    """He reads the document in force; its draft answers him as a version that never was."""
    with database.read() as session:
        document = session.get_one(Document, secret.ids["document_id"])
        draft = next(one.id for one in document.versions if one.id != document.head_id)
    reader = signed_in(app, "liqiang")

    ids = secret.ids | {"document_id": ABSENT, "version_id": draft} | dict.fromkeys(PAPER, ABSENT)
    hidden = Hidden(ids, secret.ids["document_id"])

    assert reader.get(f"/documents/{secret.ids['document_id']}").status_code == 200
    assert differences(app, reader, hidden) == []


def test_nobody_signed_in_is_told_to_sign_in_whatever_is_asked_for(app, secret):
    stranger = app.test_client()

    def told(document_id):
        got = stranger.get(f"/documents/{document_id}")
        return got.status_code, got.headers["Location"].replace(str(document_id), "")

    assert told(secret.ids["document_id"]) == told(ABSENT)


def pages(app, browser: Asker) -> dict[str, tuple[int, str]]:
    """Every page without an id, and what the lists, searches, counts and files of it say."""
    asked = [
        str(rule.build({name: OPEN[name] for name in rule.arguments}, append_unknown=False)[1])  # type: ignore[index]  # all are known
        for rule in rules_of(app)
        if "GET" in (rule.methods or ()) and rule.arguments <= OPEN.keys() and rule.endpoint != "static"
    ]
    lists = ["/catalogue/", "/catalogue/SC", "/catalogue/SC01", "/reviews"]
    asked += [
        f"{path}?state={state}&format={kind}" for path in lists for state in ("", "all", "open") for kind in ("", "csv")
    ]
    asked += [
        f"/search?q={words}"
        for words in (WORDS, "钥匙", "编号:ZLW-SC01-YGZX-002", "值班", "作者:王军", f"-{WORDS} 值班")
    ]
    asked += [f"/catalogue/?q={words}&state=all" for words in (WORDS, "ZLW-SC01", "王军")]
    asked += ["/reviews?as_of=2030-01-01", "/reviews?as_of=2030-01-01&format=csv"]
    asked += ["/documents/step?list=all&position=2", "/search/step?q=值班&position=2", "/confirmations?decided=1"]
    # /me lists what he did himself, these visits among it.
    got = {path: browser.get(path) for path in asked if ".pdf" not in path and path != "/me"}
    return {path: (one.status_code, without_traces(one.text)) for path, one in got.items()}


@pytest.mark.db
def test_lists_searches_counts_and_files_are_as_if_it_were_not_there(app, people, shown, work_off, request):
    """The same pages before and after a document came that this person may not know of."""
    work_off()
    browser = signed_in(app, "zhouwei")
    before = pages(app, browser)

    request.getfixturevalue("secret")

    after = pages(app, browser)
    assert {path: after[path] for path in before if after[path] != before[path]} == {}
    assert "ZLW-SC01-YGZX-001" in before["/search?q=值班"][1]
    assert all(WORDS not in text for path, (_status, text) in after.items() if WORDS not in path)


def test_a_draft_of_somebody_else_is_hidden_from_his_colleagues(app, database, settings, people, shown):
    with database.act() as session:
        draft = make_draft(session, people, settings.archive, title=WORDS)
        ids = {"document_id": draft.id, "version_id": draft.head_id}
    absent: dict[str, int | None] = dict.fromkeys(NAMES, ABSENT)
    hidden = Hidden(absent | ids, shown)

    assert differences(app, signed_in(app, "liqiang"), hidden) == []
