import pytest

from docsys.people.events import ConfirmationAccepted
from tests.documents.factories import CARRY_OUT


@pytest.fixture
def bus(bus):
    bus.subscribe(ConfirmationAccepted, CARRY_OUT)
    return bus
