"""People of administration, the whole application over the database of the test, and a mirror that says what a test wants."""

import os
from types import SimpleNamespace

import pytest

from docsys import app as application
from docsys.calendars.models import CalendarYear
from docsys.calendars.rules import Which
from docsys.calendars.seed import seed as seed_calendars
from docsys.jobs import Context
from docsys.mirror import reporting
from docsys.people.events import ConfirmationAccepted
from docsys.people.rules import Role
from docsys.status import actions
from tests.mirror.worlds import make_world
from tests.people.conftest import Browser
from tests.people.factories import NOW, PASSWORD, actor_of, make_reference, make_user

BRAKE = {
    "id": "b1",
    "kind": "mass",
    "reason": "十分钟内有 205 个文件被删除或改动，超过上限 200 个",
    "since": 1_795_395_600.0,
    "counts": {"affected": 205, "of_documents": 0, "documents": 0, "held": 205},
}


@pytest.fixture
def bus(bus):
    bus.subscribe(ConfirmationAccepted, actions.carry_out)
    return bus


@pytest.fixture
def database(database, settings):
    database.info["settings"] = settings
    return database


@pytest.fixture
def people(database):
    """By what they do."""
    with database.act() as session:
        make_reference(session)
        seed_calendars(session, NOW)
        for which in Which:  # the year to come is loaded too: nothing of the calendars is red here
            session.add(CalendarYear(which=which.value, year=NOW.year + 1, source="公告", loaded_at=NOW))

        def person(login, *roles, name):
            return actor_of(session, make_user(session, login, *roles, name=name))

        return SimpleNamespace(
            sysadmin=person("admin1", Role.SYSADMIN, name="张伟"),
            namesake=person("admin2", Role.SYSADMIN, name="张伟"),
            docadmin=person("zhaomin", Role.DOCADMIN, name="赵敏"),
            auditor=person("hejing", Role.AUDITOR, name="何静"),
            security=person("secadmin", Role.SECADMIN, name="周宁"),
            zxb=person("heping", Role.ZXB, name="何平"),
            staff=person("liqiang", name="李强"),
        )


@pytest.fixture
def visit(database, settings, clock, people, monkeypatch):
    """A browser of the whole application, signed in: `visit("admin1")`; `visit()` is a stranger's."""
    _other, services = application.wire(settings)
    monkeypatch.setattr(application, "wire", lambda _settings, _clock=None: (database, services))
    app = application.create_app(settings, clock)

    def open_browser(login=None):
        browser = Browser(app)
        if login:
            assert browser.post("/login", login=login, password=PASSWORD).status_code == 303
        return browser

    return open_browser


@pytest.fixture
def says(settings, clock):
    """Have status.json say that all is well but for what is given; this process stands for the mirror's."""

    def write(**changes):
        well = {
            "configured": True,
            "running": True,
            "stale": False,
            "in_step": True,
            "waiting": 0,
            "failed": [],
            "damaged": [],
            "lag_seconds": 0.0,
            "last_event": None,
            "last_reconcile": clock.now().timestamp(),
            "brake": None,
            "observer": "inotify",
            "suspicions": [],
            "log": [],
            "request": None,
            "alarms": [],
            "files": {"main": 5, "backup": 5, "different": 0},
            "history": {"files": 0, "bytes": 0},
            "target": {"address": "/backup", "state": "ok", "reason": "正常"},
            "last_verify": None,
            "updated_at": clock.now().timestamp(),
            "pid": os.getpid(),
            "alarm": False,
        }
        reporting.write(reporting.status_path(settings), well | changes)
        clock.move(seconds=5)  # beyond what the pages keep of it

    return write


@pytest.fixture
def world(settings, clock):
    """A real mirror, driven by hand."""
    world = make_world(settings, clock)
    yield world
    world.close()


@pytest.fixture
def context(database, settings, clock):
    return Context(database, settings, clock)
