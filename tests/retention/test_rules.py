"""How long, from which day, and what the rulebook asks for at least."""

from datetime import date

import pytest

from docsys.retention import rules
from docsys.retention.rules import KINDS, BelowMinimum, NotDueYet, PeriodUnreadable, Term, Trigger
from tests.records.factories import CATALOGUE


def test_a_period_is_years_months_or_for_ever():
    assert [rules.months(text) for text in ("3y", "6m", "permanent")] == [36, 6, None]
    assert [rules.in_words(text) for text in ("3y", "6m", "18m", "12m", "permanent")] == [
        "3 年",
        "6 个月",
        "18 个月",
        "1 年",
        "永久",
    ]
    for text in ("", "0y", "3", "-1y", "3 y", "100y", "永久"):
        with pytest.raises(PeriodUnreadable):
            rules.months(text)


def test_the_day_is_trigger_plus_period():
    assert rules.expiry(date(2024, 2, 29), "1y") == date(2025, 2, 28)
    assert rules.expiry(date(2026, 8, 31), "6m") == date(2027, 2, 28)
    assert rules.expiry(date(2026, 1, 1), "permanent") is None
    assert Term(KINDS["HT"], "10y", None).due is None


def test_a_later_day_that_was_decided_counts_and_an_earlier_one_does_not():
    def until(day):
        return Term(KINDS["ZJ"], "3y", date(2023, 1, 5), day).due

    assert [until(None), until(date(2027, 1, 1)), until(date(2025, 1, 1))] == [
        date(2026, 1, 5),
        date(2027, 1, 1),
        date(2026, 1, 5),
    ]


@pytest.mark.rule("R-9.4.6-1")
def test_duty_records_are_kept_a_year_at_least():
    """At 364 days refused with the article, at 366 allowed; and nobody makes the period shorter."""
    kind, written = KINDS["ZJ"], date(2025, 11, 22)
    term = Term(kind, "1y", written)

    with pytest.raises(NotDueYet) as refused:
        rules.check_due("ZJ-SHFE-2025-0001", term, date(2026, 11, 21))
    assert refused.value.sentence == (
        "不符合 9.4.6：ZJ-SHFE-2025-0001 自归档日 2025-11-22 起保存 1 年，2026-11-22 期满，现在不能销毁。请在期满后再鉴定。"
    )
    rules.check_due("ZJ-SHFE-2025-0001", term, date(2026, 11, 23))
    with pytest.raises(BelowMinimum) as below:
        rules.check_minimum(kind, "11m")
    assert below.value.sentence == "不符合 9.4.6：值班记录、值班表至少保存 1 年，不能缩短为 11 个月。"
    rules.check_minimum(kind, "1y")


@pytest.mark.rule("R-10.3.2-1")
def test_the_table_names_what_is_not_kept_here():
    assert ("10.3.2", "机房录像（7×24）", "3 个月", "由录像设备保存，不在本系统") in rules.NOT_KEPT


def test_the_table_has_every_form_and_category_with_a_default_not_below_the_minimum():
    """Requirements 6, and 5.8 for the defaults of forms."""
    assert {form.code for form in CATALOGUE} - set(KINDS) == set()
    for code, kind in KINDS.items():
        rules.check_minimum(kind, kind.default or CATALOGUE.get(code).retention)
        assert bool(kind.minimum) == (not kind.is_silent or bool(kind.law))
    assert [(KINDS[code].default, KINDS[code].trigger) for code in ("ZD", "SC", "PZ", "HT")] == [
        ("permanent", Trigger.ABOLISHED),
        ("10y", Trigger.ABOLISHED),
        ("10y", Trigger.ABOLISHED),
        ("10y", Trigger.CONTRACT_END),
    ]
    with pytest.raises(BelowMinimum, match="《网络安全法》"):
        rules.check_minimum(KINDS["RZ"], "5m")


def test_whose_row_counts():
    numbers = {
        ("ZLW-CZ01-ZJ-YGZX-2026-0326", "CZ01", "CZ"): "ZJ",
        ("ZLW-SP01-BG-2026-0042", "SP01", "SP"): "BG",
        ("ZLW-CZ01-2026-YGZX-0001", "CZ01", "CZ"): "CZ01",
        ("ZLW-CZ02-2026-YGZX-0001", "CZ02", "CZ"): "CZ",
        ("ZLW-PZ02-SHFE-014", "PZ02", "PZ"): "PZ",
        ("ZLW-QT01-2026-YGZX-0001", "QT01", "QT"): "QT",
    }
    assert {asked: rules.code_of(*asked) for asked in numbers} == numbers
    assert rules.kind_of("QT").default == "10y"
    assert rules.kind_of("QT", controlled=True).trigger is Trigger.ABOLISHED


def test_only_a_shorter_period_is_shorter():
    shorter = [("3y", "permanent"), ("6m", "1y"), ("permanent", "3y"), ("1y", "12m"), ("permanent", "permanent")]
    assert [rules.is_shorter(*pair) for pair in shorter] == [True, True, False, False, False]
