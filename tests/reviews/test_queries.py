"""The list of what is due, trimmed to what the person may see; on the page and from the shell."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from docsys.people.events import ConfirmationAccepted
from docsys.reviews import queries
from docsys.reviews.commands import review
from docsys.shell import Shell
from tests.documents.factories import CARRY_OUT, make_current, make_people

pytestmark = [pytest.mark.db, pytest.mark.rule("R-1.3.1-1")]
LATER = date(2027, 11, 24)


@pytest.fixture
def bus(bus):
    bus.subscribe(ConfirmationAccepted, CARRY_OUT)
    return bus


@pytest.fixture
def people(database, settings):
    with database.act() as session:
        people = make_people(session)
        make_current(session, people, settings.archive)
        return people


def run(database, settings, clock, *arguments):
    shell = Shell(settings, clock, lambda _settings: (database, {}))
    return CliRunner().invoke(review, arguments, obj=shell)


def test_an_overdue_document_is_listed_with_its_days(database, people):
    with database.read() as session:
        lines = queries.due(session, people.reader, LATER, 60)

    assert [(line.number, line.version, line.state, line.days) for line in lines] == [
        ("ZLW-SC01-YGZX-001", "V1.0", "已逾期", -1)
    ]


def test_who_may_not_see_it_does_not_find_it_in_the_list(database, people):
    with database.read() as session:
        assert queries.due(session, people.stranger, LATER, 60) == []


def test_nothing_is_listed_before_it_is_due(database, people):
    with database.read() as session:
        assert queries.due(session, people.reader, date(2026, 11, 24), 60) == []


def test_the_shell_lists_it_as_json_and_answers_with_findings(database, settings, clock, people):
    result = run(database, settings, clock, "due", "--as-of", "2027-11-24", "--json")

    assert result.exit_code == 1
    assert json.loads(result.stdout) == [
        {
            "number": "ZLW-SC01-YGZX-001",
            "title": "运管中心值班手册",
            "state": "已逾期",
            "next_review": "2027-11-23",
            "valid_until": None,
            "days": -1,
        }
    ]


def test_the_shell_answers_with_nothing_found(database, settings, clock, people):
    result = run(database, settings, clock, "due")

    assert (result.exit_code, result.stdout) == (0, "截至 2026-11-23：0 份。\n")
