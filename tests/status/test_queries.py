"""The facts about each part; a database that is away leaves the others to be judged."""

from dataclasses import replace

import pytest

from docsys import migrations
from docsys.db import Database
from docsys.jobs import Job, State, enqueue
from docsys.people import confirmations
from docsys.people.rules import Permission
from docsys.status import heartbeat, queries
from docsys.status.rules import Standing, judge_fonts

pytestmark = pytest.mark.db
FINE, CARE, BROKEN = Standing
KEYS = ["database", "search", "jobs", "worker", "mirror", "snapshots", "disk", "fonts", "office"]


def fonts():
    return judge_fonts(["Noto Sans CJK SC"], [], "齐备")


@pytest.fixture
def health(database, settings, clock):
    return lambda **changes: queries.health(lambda: database, at(settings, database, **changes), clock, fonts=fonts)


def at(settings, database, **changes):
    """Settings that name this very database, on either engine."""
    url = database.engine.url.render_as_string(hide_password=False)
    return replace(settings, database_url=url, **changes)


def standings(health):
    return {part.key: part.standing for part in health.parts}


@pytest.fixture
def migrated(databases, settings):
    empty = databases.empty(settings.var / "docsys.sqlite3")
    migrations.upgrade(empty)
    yield empty
    empty.dispose()


def test_when_all_is_well_it_says_so(migrated, settings, clock, says, context):
    says()
    heartbeat.beat(replace(context, database=migrated))

    found = queries.health(lambda: migrated, at(settings, migrated), clock, fonts=fonts)

    assert {key: one for key, one in standings(found).items() if key not in {"snapshots", "office"}} == dict.fromkeys(
        ["database", "search", "jobs", "worker", "mirror", "disk", "fonts"], FINE
    )
    assert found.ok


def test_a_database_of_another_revision_is_out_of_order(health):
    """The tables of this test were made at one go: nobody noted a revision."""
    database = health().parts[0]

    assert (database.standing, database.figures["revision"]) == (BROKEN, None)
    assert "docsys init" in database.todo


@pytest.mark.parametrize("which", ["empty", "absent"])
def test_without_tables_the_other_parts_are_judged_all_the_same(databases, settings, clock, says, which):
    says()
    if which == "empty":
        database = databases.empty(settings.var / "docsys.sqlite3")
        found = queries.health(lambda: database, at(settings, database), clock, fonts=fonts)
        database.dispose()
    else:
        found = queries.health(lambda: pytest.fail("nothing to open"), settings, clock, fonts=fonts)

    assert [part.key for part in found.parts] == KEYS
    assert (standings(found)["database"], standings(found)["mirror"], found.ok) == (BROKEN, FINE, False)
    assert "docsys init" in found.parts[0].todo


def test_looking_makes_no_database(settings, clock):
    """SQLite would make an empty file by connecting."""
    queries.health(lambda: Database(settings.database), settings, clock, fonts=fonts)

    assert not (settings.var / "docsys.sqlite3").exists()


def test_failed_jobs_are_out_of_order_and_late_ones_worth_a_look(health, database, clock):
    with database.act() as session:
        enqueue(session, "a", {}, now=clock.now())
    clock.move(minutes=10)
    assert standings(health())["jobs"] is CARE

    with database.act() as session:
        enqueue(session, "b", {}, now=clock.now()).state = State.FAILED.value
    assert standings(health())["jobs"] is BROKEN


def test_a_queue_is_not_late_while_a_worker_is_at_it(health, database, clock):
    with database.act() as session:
        enqueue(session, "a", {}, now=clock.now())
        running = enqueue(session, "b", {}, now=clock.now())
        clock.move(minutes=10)
        running.state, running.lease_until = State.RUNNING.value, clock.now()

    assert standings(health())["jobs"] is FINE


def test_a_worker_in_the_midst_of_long_work_is_alive(health, database, clock, context):
    heartbeat.beat(context)
    clock.move(minutes=5)
    assert standings(health())["worker"] is BROKEN

    with database.act() as session:
        job = Job(kind="a", payload={}, run_at=clock.now(), created_at=clock.now(), attempts=1)
        job.state, job.lease_until = State.RUNNING.value, clock.now()
        session.add(job)
    assert standings(health())["worker"] is FINE


def test_a_library_folder_that_is_gone_is_named(health, settings):
    settings.archive.rmdir()

    disk = next(part for part in health().parts if part.key == "disk")
    assert (disk.standing, disk.sentence) == (BROKEN, "文档库的文件夹不存在")


def test_search_that_is_switched_off_is_out_of_order(health):
    assert standings(health(search_url=""))["search"] is BROKEN


def test_the_office_program_is_looked_for_by_its_name(health):
    assert standings(health(soffice="no-such-program"))["office"] is CARE
    assert standings(health(soffice="sh"))["office"] is FINE


def test_the_engine_is_named_in_few_words_and_its_size_known(database):
    name = queries.engine_of(database)

    assert "SQLite 3." in name or name.startswith("PostgreSQL 1")
    assert len(name) < 40
    assert queries.size(database) > 0


def test_versions_are_those_installed(database):
    assert {"docsys", "flask", "weasyprint", "database"} <= set(queries.versions(database))


def test_json_has_every_part_and_the_verdict(health):
    found = health().as_json()

    assert [*found] == [*KEYS, "ok"]
    assert found["ok"] is False


def test_what_waits_for_a_second_person_is_found_by_what_it_says(database, clock, people):
    with database.act() as session:
        asked = confirmations.request(
            session, "k", "镜像", "题", {"a": 1}, people.docadmin, clock.now(), Permission.MIRROR_OPERATE
        )
        assert queries.waiting_confirmation(session, "k", {"a": 1}) is asked
        assert queries.waiting_confirmation(session, "k", {"a": 2}) is None
        confirmations.decide(session, asked.id, people.sysadmin, clock.now(), accept=False)
        assert queries.waiting_confirmation(session, "k", {"a": 1}) is None
