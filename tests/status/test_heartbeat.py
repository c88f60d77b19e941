"""The worker gives a sign of life; a torn or missing one is none."""

import os
import subprocess

import pytest

from docsys.jobs import Context
from docsys.status import heartbeat


@pytest.mark.db
def test_a_beat_says_who_and_when(settings, clock, database):
    heartbeat.beat(Context(database, settings, clock))
    found = heartbeat.last(settings)
    clock.move(seconds=30)

    assert found is not None
    assert (found.pid, found.age(clock.now())) == (os.getpid(), 30.0)
    assert heartbeat.is_alive(found.pid)


@pytest.mark.parametrize("text", [None, "", "{}", "[]", '{"pid": "x", "at": 1}'])
def test_what_cannot_be_read_is_no_beat(settings, text):
    if text is not None:
        heartbeat.path(settings).write_text(text)

    assert heartbeat.last(settings) is None


def test_a_process_that_is_gone_is_not_alive():
    child = subprocess.Popen(["true"])
    child.wait()

    assert not heartbeat.is_alive(child.pid)


def test_a_process_of_another_account_is_alive():
    assert heartbeat.is_alive(1)
