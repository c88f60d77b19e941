import pytest

from docsys.changes.listening import LISTENERS
from docsys.people.events import ConfirmationAccepted
from docsys.records.actions import carry_out
from tests.changes.factories import CATALOGUE, Line, make_people


@pytest.fixture
def bus(bus):
    for event, listener in [*LISTENERS, (ConfirmationAccepted, carry_out)]:
        bus.subscribe(event, listener)
    return bus


@pytest.fixture
def line(session):
    """An order that nobody has begun yet, among its people."""
    session.info["forms"] = CATALOGUE
    return Line(session, make_people(session))
