from collections.abc import Iterator

import pytest

from docsys.clock import FixedClock
from docsys.settings import Settings
from tests.mirror.worlds import World, make_world


@pytest.fixture
def world(settings: Settings) -> Iterator[World]:
    """A marked, empty library and a target that was never used."""
    world = make_world(settings)
    yield world
    world.close()


@pytest.fixture
def timed(settings: Settings, clock: FixedClock) -> Iterator[World]:
    """The same, with a clock that is moved by hand."""
    world = make_world(settings, clock)
    yield world
    world.close()
