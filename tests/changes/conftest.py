import pytest

from tests.changes.factories import CATALOGUE, Line, join, make_people


@pytest.fixture
def bus(bus):
    return join(bus)


@pytest.fixture
def line(session):
    """An order that nobody has begun yet, among its people."""
    session.info["forms"] = CATALOGUE
    return Line(session, make_people(session))
