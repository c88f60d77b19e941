"""How far the dates of a document may be set, by its class."""

from datetime import date

import pytest

from docsys.documents.expiry.rules import (
    PRINTED,
    CycleNeeded,
    EndsBeforeItBegins,
    ReviewPutOff,
    Standing,
    check_cycle,
    check_dates,
)
from docsys.printing.attribute_page import LAPSED, watermark

DAY = date(2026, 11, 23)


@pytest.mark.rule("R-4.4.1-1")
@pytest.mark.parametrize(("category", "article"), [("ZD", "1.3.1"), ("SC", "3.1.2"), ("PZ", "4.4.1")])
def test_rules_manuals_and_configuration_are_reviewed_at_least_once_a_year(category, article):
    check_cycle(category, 12)
    check_cycle(category, 1)
    for months in (None, 0, 13):
        with pytest.raises(CycleNeeded) as refused:
            check_cycle(category, months)
        assert refused.value.sentence.startswith(f"不符合 {article}：")


def test_records_need_no_cycle_and_may_have_one():
    check_cycle("HT", None)
    check_cycle("HT", 36)
    with pytest.raises(CycleNeeded):
        check_cycle("HT", 121)


@pytest.mark.rule("R-1.3.1-1")
def test_a_review_is_brought_forward_and_never_put_off():
    check_dates(DAY, date(2027, 3, 1), date(2027, 11, 23), None)
    with pytest.raises(ReviewPutOff):
        check_dates(DAY, date(2027, 11, 24), date(2027, 11, 23), None)


def test_nothing_ends_before_it_begins():
    check_dates(DAY, None, None, DAY)
    with pytest.raises(EndsBeforeItBegins):
        check_dates(DAY, None, None, date(2026, 11, 22))


def test_what_prints_say_is_what_stands_across_their_pages():
    assert set(PRINTED.values()) == set(LAPSED)
    assert [watermark(f"现行有效（修订中，{word}）") for word in LAPSED] == list(LAPSED)
    assert watermark("现行有效（修订中）") == Standing.FINE.printed == ""
