from types import SimpleNamespace

import pytest

from docsys.calendars import actions
from docsys.calendars.events import CalendarChanged
from docsys.calendars.seed import seed
from docsys.people.events import ConfirmationAccepted
from docsys.people.rules import Role
from tests.people.factories import NOW, actor_of, make_reference, make_user


@pytest.fixture
def heard():
    return []


@pytest.fixture
def bus(bus, heard):
    bus.subscribe(ConfirmationAccepted, actions.carry_out)
    bus.subscribe(CalendarChanged, lambda _session, event: heard.append((event.which.value, event.year)))
    return bus


@pytest.fixture
def people(session):
    """A system administrator who asks, another and a member of 网管办 who confirm, and a colleague; the years are seeded."""
    make_reference(session)
    seed(session, NOW)
    users = {
        "admin": make_user(session, "admin1", Role.SYSADMIN, name="孙立"),
        "second": make_user(session, "admin2", Role.SYSADMIN, name="周宁"),
        "wgb": make_user(session, "wgb1", Role.WGB, name="马骏", unit="SHFE"),
        "staff": make_user(session, "zhaomin", name="赵敏"),
    }
    return SimpleNamespace(**{name: actor_of(session, user) for name, user in users.items()})
