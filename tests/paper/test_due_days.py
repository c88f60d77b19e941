"""When a recall is due, by the calendar of working days (R-4.4.2-1)."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from docsys.audit.models import AuditRow
from docsys.calendars import actions as calendars
from docsys.calendars import notices
from docsys.calendars.events import CalendarChanged
from docsys.calendars.rules import Which
from docsys.calendars.seed import seed
from docsys.paper import actions, calendar_changed
from docsys.paper.actions import Place
from docsys.paper.rules import HolderKind
from docsys.people.events import ConfirmationAccepted
from docsys.people.rules import Role
from tests.calendars.factories import NOTICE_2027
from tests.documents.factories import confirm
from tests.paper.factories import make_copies
from tests.people.factories import NOW, actor_of, make_user

pytestmark = pytest.mark.db
DESK = Place(HolderKind.PLACE, "运行部值班台")
YEARS_END = datetime(2026, 12, 28, 1, tzinfo=UTC)


@pytest.fixture
def bus(bus):
    bus.subscribe(ConfirmationAccepted, calendars.carry_out)
    bus.subscribe(CalendarChanged, calendar_changed)
    return bus


@pytest.fixture
def recall(session, people, document):
    """A copy at the desk, called back at a given moment."""
    seed(session, NOW)
    (copy,) = make_copies(session, people, document)
    actions.issue(session, copy.id, DESK, actor=people.admin, now=NOW)
    return lambda now: actions.recall(session, copy.id, "值班台撤销", actor=people.admin, now=now)


def load_2027(session, which=Which.WORKING, text=NOTICE_2027):
    first, second = (actor_of(session, make_user(session, login, Role.SYSADMIN)) for login in ("sys1", "sys2"))
    calendars.request_import(session, notices.read(which, 2027, text), "文号", actor=first, now=NOW)
    confirm(session, second)


def test_holidays_and_made_up_days_count_as_they_are(recall):
    found = recall(datetime(2026, 9, 29, 1, tzinfo=UTC))

    assert (str(found.due_on), found.due_is_provisional) == ("2026-10-12", False)


def test_over_the_end_of_what_is_loaded_the_day_is_provisional_until_the_import(session, recall):
    found = recall(YEARS_END)
    assert (str(found.due_on), found.due_is_provisional) == ("2027-01-04", True)

    load_2027(session)

    assert (str(found.due_on), found.due_is_provisional) == ("2027-01-05", False)
    written = session.scalars(select(AuditRow.detail).where(AuditRow.act == "paper.settle_due")).one()
    assert written == {"number": found.number, "before": "2027-01-04", "after": "2027-01-05"}


def test_trading_days_settle_nothing(session, recall):
    found = recall(YEARS_END)

    load_2027(session, Which.TRADING, "元旦：1月1日休市。")

    assert (str(found.due_on), found.due_is_provisional) == ("2027-01-04", True)


def test_what_came_back_keeps_the_day_it_had(session, people, recall):
    found = recall(YEARS_END)
    actions.collect(session, found.copy_id, actor=people.admin, now=YEARS_END)

    load_2027(session)

    assert (str(found.due_on), found.due_is_provisional) == ("2027-01-04", True)
