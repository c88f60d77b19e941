"""Any part of a working docsys may be killed at any moment: whoever was answered has what he was told (4.3.6, house 5)."""

import json

import pytest

from tests.fault import aftermath
from tests.fault.killing import VICTIMS, kill_rounds
from tests.fault.writers import lines
from tests.serving import Caller


@pytest.mark.rule("R-4.3.6-1")
@pytest.mark.parametrize("rounds", [4, pytest.param(60, marks=pytest.mark.fault)])
def test_kill_9_loses_nothing_that_was_confirmed(home, tmp_path, rounds):
    logs = tmp_path / "logs"
    logs.mkdir()

    outcome = kill_rounds(home, rounds, logs, seed=20261123)

    told = lines(logs)
    assert outcome.wrong == []
    assert set(outcome.rounds) == set(VICTIMS)
    assert {line.step for line in told} == {"registered", "submitted", "approved", "asked", "published"}
    database = home.database()
    aftermath.settle_down(home, database)
    with database.read() as session:
        assert aftermath.failed_jobs(session) == []
        assert aftermath.lost(session, home.settings.archive, told) == []
        assert aftermath.twice(session, told) == []
        assert aftermath.half_files(session, home.settings.archive) == []
    database.dispose()
    assert aftermath.unfindable(Caller(home.host, "liqiang"), [one for one in told if one.step == "published"]) == []
    home.stop()
    _is_clean(home)


def _is_clean(home):
    """The commands that an operator would ask say so too."""
    assert json.loads(home.docsys("catalogue", "check", "--json").stdout) == []
    assert json.loads(home.docsys("audit", "verify", "--json").stdout) == {"ok": True, "first_broken": None}
    assert home.docsys("mirror", "reconcile", "--json").returncode == 0
    assert aftermath.different_on_the_mirror(home) == []
