from types import SimpleNamespace

import pytest

from docsys.people.events import ConfirmationAccepted
from docsys.people.rules import Role
from docsys.references import actions
from docsys.references.events import ReferenceChanged
from docsys.references.seed import seed
from tests.people.factories import NOW, actor_of, make_reference, make_user


@pytest.fixture
def heard():
    return []


@pytest.fixture
def bus(bus, heard):
    bus.subscribe(ConfirmationAccepted, actions.carry_out)
    bus.subscribe(ReferenceChanged, lambda _session, event: heard.append((event.which.value, event.number)))
    return bus


@pytest.fixture
def people(session):
    """A document administrator and somebody of the change desk, who ask and confirm, and a colleague; seeded."""
    make_reference(session)
    seed(session, NOW)
    users = {
        "keeper": make_user(session, "lina", Role.DOCADMIN, name="李娜"),
        "desk": make_user(session, "wangjun", Role.CHG_DESK, name="王军"),
        "staff": make_user(session, "zhaomin", name="赵敏"),
    }
    return SimpleNamespace(**{name: actor_of(session, user) for name, user in users.items()})
