"""What `docsys serve` refuses before it starts anything."""

import socket

import pytest

from docsys import supervisor
from docsys.clock import FixedClock
from docsys.errors import Misconfigured
from docsys.settings import Settings
from docsys.supervisor.loop import url


def test_plain_http_on_an_address_that_others_reach_is_refused(tmp_path):
    with pytest.raises(Misconfigured, match="bind"):
        supervisor.run(Settings(home=tmp_path, bind="0.0.0.0:8000"), FixedClock())


def test_an_address_in_use_is_named(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        bind = f"127.0.0.1:{other.getsockname()[1]}"

        with pytest.raises(supervisor.AddressTaken, match=bind):
            supervisor.run(Settings(home=tmp_path, bind=bind), FixedClock())


def test_a_second_supervisor_of_the_same_home_is_refused(tmp_path):
    settings = Settings(home=tmp_path)
    settings.var.mkdir()

    with supervisor.alone(settings), pytest.raises(supervisor.AlreadyServing, match=str(tmp_path)):
        supervisor.run(settings, FixedClock())


def test_the_parts_are_web_worker_and_mirror(tmp_path):
    parts = supervisor.parts(Settings(home=tmp_path, bind="127.0.0.1:8123", web_workers=3))

    assert [part.name for part in parts] == ["web", "worker", "mirror"]
    assert {"--bind=127.0.0.1:8123", "--workers=3", "docsys.running:wsgi()"} <= set(parts[0].command)


@pytest.mark.rule("R-4.3.6-1")
def test_without_a_backup_address_no_mirror_is_started_again_and_again(tmp_path):
    parts = supervisor.parts(Settings(home=tmp_path, backup_url=""))

    assert [part.name for part in parts] == ["web", "worker"]


@pytest.mark.parametrize(
    ("bind", "shown"),
    [
        ("127.0.0.1:8000", "http://127.0.0.1:8000/"),
        (":8000", "http://127.0.0.1:8000/"),
        ("[::1]:8000", "http://[::1]:8000/"),
        ("unix:/run/docsys.sock", "unix:/run/docsys.sock"),
    ],
)
def test_the_address_shown_is_one_to_type(bind, shown):
    assert url(bind) == shown
