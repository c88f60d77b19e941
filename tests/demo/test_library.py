"""How far each document goes, and when."""

from datetime import timedelta

import pytest

from docsys.demo.library import ENDS, VERBS
from docsys.demo.reading import entries
from docsys.demo.timeline import Calendar
from tests.people.factories import NOW

FILED = {"archived", "destroyed", "missing"}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("weekday", range(7))
def test_the_steps_of_a_document_follow_one_another_also_over_a_weekend(end, weekday):
    calendar = Calendar(NOW + timedelta(days=weekday))
    steps = [VERBS[verb][:3] for verb in ENDS[end] if VERBS[verb][0] is not None]

    moments = [calendar.at(40 - delay, hour, minute) for delay, hour, minute in steps if delay is not None]

    assert moments == sorted(moments)


def test_every_entry_ends_somewhere_and_its_versions_rise():
    for entry in entries():
        assert entry.end in {*ENDS, *FILED}
        days = [issue.days for issue in entry.issues]
        assert days == sorted(days, reverse=True)
        assert len(entry.title) > 4
        assert entry.end in FILED or entry.scope
