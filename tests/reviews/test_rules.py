"""Report 1: how a document stands on a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docsys.documents.rules import review_due
from docsys.reviews.rules import Due, Standing, stand

DAY = date(2026, 11, 22)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.rule("R-1.3.1-1")
@pytest.mark.parametrize(
    ("published", "found"),
    [
        (date(2025, 11, 22), Due(Standing.SOON, 0)),
        (date(2025, 11, 21), Due(Standing.OVERDUE, -1)),
        (date(2026, 1, 21), Due(Standing.SOON, 60)),
        (date(2026, 1, 22), Due(Standing.FINE, 61)),
    ],
)
def test_a_rule_is_due_twelve_months_after_its_publication(published, found):
    assert stand(review_due(published, 12), None, DAY, 60) == found


@pytest.mark.parametrize(
    ("valid_until", "found"),
    [
        (DAY - timedelta(days=1), Due(Standing.EXPIRED, -1)),
        (DAY, Due(Standing.SOON, 0)),
        (DAY + timedelta(days=61), Due(Standing.FINE, 61)),
    ],
)
def test_what_is_valid_until_a_day_expires_after_it(valid_until, found):
    assert stand(DAY + timedelta(days=400), valid_until, DAY, 60) == found


def test_without_a_day_it_says_so():
    assert stand(None, None, DAY, 60) == Due(Standing.UNDATED, None)


@given(DAYS, DAYS, st.integers(0, 365))
def test_overdue_is_exactly_past(next_review, as_of, soon):
    found = stand(next_review, None, as_of, soon)

    assert (found.standing is Standing.OVERDUE) == (next_review < as_of)
    assert found.days == (next_review - as_of).days
