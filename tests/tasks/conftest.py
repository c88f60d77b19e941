from dataclasses import replace

import pytest

from tests.tasks.server import serving


@pytest.fixture
def post():
    with serving() as server:
        yield server


@pytest.fixture
def settings(settings, post):
    return replace(
        settings,
        smtp_host="127.0.0.1",
        smtp_port=post.port,
        smtp_tls="none",
        smtp_sender="docsys@csits.example",
        public_address="https://docsys.example/",
    )
