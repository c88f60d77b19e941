import os
from pathlib import Path

import pytest

from tests.browser.desks import Room
from tests.serving import make_home

CHROMIUM = {
    "executable_path": "/usr/bin/chromium",
    "args": [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--lang=zh-CN",
    ],
}


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return CHROMIUM


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    """One real docsys for all of these tests."""
    served = make_home(tmp_path_factory.mktemp("browser") / "home")
    served.start()
    yield served
    served.end()


@pytest.fixture(scope="session")
def shots():
    """DOCSYS_SHOTS names a folder for the pictures of each step; without it none is taken."""
    folder = Path(os.environ["DOCSYS_SHOTS"]) if os.environ.get("DOCSYS_SHOTS") else None
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def room(browser, served, shots):
    """A room with as many browsers as there are people; nothing may have been complained of when everybody leaves."""
    room = Room(browser, served.address, shots)
    yield room
    room.close()
    assert room.complaints == []
