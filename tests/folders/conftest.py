import pytest

from docsys.folders.seed import seed
from tests.folders.factories import NOW


@pytest.fixture
def library(session):
    """A session that finds the seeded folders."""
    seed(session, NOW)
    return session
