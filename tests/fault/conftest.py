import pytest

from tests.serving import make_home


@pytest.fixture
def home(tmp_path):
    """A docsys that was set up and is not running yet."""
    served = make_home(tmp_path / "home")
    yield served
    served.end()


@pytest.fixture(scope="session")
def shared(tmp_path_factory):
    """One for all who only write into it."""
    served = make_home(tmp_path_factory.mktemp("served") / "home")
    yield served
    served.end()


@pytest.fixture
def served(shared):
    """Running, whatever the test before did to it."""
    if shared.process is None:
        shared.start()
    return shared
