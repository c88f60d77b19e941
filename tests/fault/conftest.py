import pytest

from tests.serving import make_home


@pytest.fixture
def home(tmp_path):
    """A docsys that was set up and is not running yet."""
    served = make_home(tmp_path / "home")
    yield served
    served.end()


@pytest.fixture
def served(home):
    home.start()
    return home
