"""For monitoring: 200 or 503, without log-in and without a word more."""

import pytest
from sqlalchemy.exc import OperationalError

from docsys import migrations
from docsys.status import heartbeat
from tests.status.conftest import BRAKE


def test_a_process_that_serves_says_so_to_anybody(visit):
    answer = visit().get("/healthz")

    assert (answer.status_code, answer.json) == (200, {"ok": True})


def test_a_library_that_is_gone_cannot_be_served(visit, settings):
    browser = visit()
    settings.archive.rename(settings.archive.with_name("elsewhere"))

    answer = browser.get("/healthz")

    assert (answer.status_code, answer.json) == (503, {"ok": False})


@pytest.mark.db
def test_a_database_that_is_away_is_told_as_such(visit, database, monkeypatch):
    browser = visit()

    def away():
        raise OperationalError("select 1", {}, Exception("no route to host 10.1.2.3"))

    monkeypatch.setattr(database, "read", away)
    answer = browser.get("/healthz")

    assert (answer.status_code, answer.json) == (503, {"ok": False})


def test_the_whole_is_well_only_when_every_part_is(visit, says, context, monkeypatch):
    monkeypatch.setattr(migrations, "standing", lambda _database: ("1", "1"))
    monkeypatch.setattr("docsys.status.queries._check_there", lambda _settings: None)
    browser = visit()
    says()
    heartbeat.beat(context)
    assert browser.get("/healthz/all").status_code == 200

    says(brake=BRAKE, in_step=False, alarms=["镜像已停止。"])
    heartbeat.beat(context)
    answer = browser.get("/healthz/all")

    assert (answer.status_code, answer.json) == (503, {"ok": False})
    assert browser.get("/healthz").status_code == 200
