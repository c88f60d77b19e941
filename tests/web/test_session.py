import pytest
from sqlalchemy import text

from docsys.errors import NotSignedIn
from docsys.web import session
from tests.web.conftest import MINUTE, notes

pytestmark = pytest.mark.db


def test_an_act_is_committed_before_its_answer_leaves(client, database, happened):
    answer = client.post("/notes", data={"words": "kept"})

    assert (answer.status_code, notes(database), happened) == (303, ["kept"], ["after commit"])


def test_a_refused_act_leaves_nothing(client, database, happened):
    answer = client.post("/refused/rule")

    assert (answer.status_code, notes(database), happened) == (422, [], [])


def test_a_bug_leaves_nothing_and_tells_nothing(client, database, caplog):
    answer = client.post("/refused/bug")

    assert (answer.status_code, notes(database)) == (500, [])
    assert "secret detail" not in answer.text
    assert "secret detail" in caplog.text


def test_reading_begins_no_write(client, app, database):
    with database.act() as other, app.test_request_context("/read"):
        other.execute(text("insert into notes (words) values ('meanwhile')"))
        assert session.db().execute(text("select count(*) from notes")).scalar() == 0
        session.abandon()


def test_a_get_marked_as_acting_is_committed(client, database):
    assert (client.get("/opened").text, notes(database)) == ("opened", ["opened"])


def test_what_must_be_counted_is_kept_although_refused(client, database):
    assert (client.post("/counted").status_code, notes(database)) == (401, ["counted"])


def test_nothing_stays_open_after_a_request(client, database):
    for address in ("/read", "/refused/hidden", "/refused/bug", "/file", "/nowhere"):
        client.get(address)

    assert database.engine.pool.checkedout() == 0


def test_a_stranger_has_no_actor(app):
    with app.test_request_context("/login"), pytest.raises(NotSignedIn):
        session.actor()


def test_the_time_stands_still_within_a_request(app, clock):
    with app.test_request_context("/read"):
        first = session.now()
        clock.move(seconds=5)
        assert session.now() == first


def test_that_a_person_is_still_there_is_noted_once_a_minute(client, people, clock):
    people.seen_at = clock.now() - MINUTE / 2
    client.get("/read")
    people.seen_at = clock.now() - MINUTE
    client.get("/read")

    assert people.touched == [clock.now()]
