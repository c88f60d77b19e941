import pytest

from docsys import paper
from docsys.documents.events import DocumentAbolished, DocumentRenumbering, VersionPublished
from docsys.people.events import ConfirmationAccepted
from tests.documents.factories import CARRY_OUT, make_people
from tests.paper.factories import make_document


@pytest.fixture
def bus(bus):
    bus.subscribe(ConfirmationAccepted, CARRY_OUT)
    bus.subscribe(ConfirmationAccepted, paper.carry_out)
    bus.subscribe(VersionPublished, paper.published)
    bus.subscribe(DocumentAbolished, paper.abolished)
    bus.subscribe(DocumentRenumbering, paper.renumbering)
    return bus


@pytest.fixture
def people(session):
    return make_people(session)


@pytest.fixture
def document(session, people, settings):
    """运管中心值班手册 `ZLW-SC01-YGZX-001`, in force, on paper too."""
    return make_document(session, people, settings.archive)
