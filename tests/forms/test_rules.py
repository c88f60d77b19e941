"""The closed checks, each broken and kept."""

import pytest

from docsys.forms.rules import CHECKS, holds
from docsys.forms.shape import Condition, Rule
from docsys.forms.validation import nothing_taken


def is_broken(check, values, taken=nothing_taken, **rule):
    one = Rule(check=check, message="不行。", **rule)
    return CHECKS[check].is_broken(one, values, taken)


@pytest.mark.parametrize(
    ("start", "end", "strict", "broken"),
    [
        ("2026-11-28", "2026-11-27", False, True),
        ("2026-11-28", "2026-11-28", False, False),
        ("2026-11-28", "2026-11-28", True, True),
        ("2026-11-28", "2026-11-29", True, False),
        (None, "2026-11-29", True, False),
    ],
)
def test_not_before(start, end, strict, broken):
    values = {"start": start, "end": end}

    assert is_broken("not_before", values, field="end", other="start", strict=strict) is broken


def test_required_if_asks_for_the_field_where_its_condition_holds():
    level = Condition(field="level", among=("一级",))

    assert is_broken("required_if", {"level": "一级", "rollback": None}, field="rollback", when=level)
    assert not is_broken("required_if", {"level": "一级", "rollback": "切回"}, field="rollback", when=level)


def test_one_of_required():
    assert is_broken("one_of_required", {"phone": None, "mail": ""}, fields=("phone", "mail"))
    assert not is_broken("one_of_required", {"phone": "1", "mail": ""}, fields=("phone", "mail"))


def test_sum_equals_counts_exactly():
    values = {"a": "0.1", "b": "0.2", "whole": "0.3"}

    assert not is_broken("sum_equals", values, field="whole", fields=("a", "b"))
    assert is_broken("sum_equals", values | {"b": None}, field="whole", fields=("a", "b"))
    assert not is_broken("sum_equals", values | {"whole": None}, field="whole", fields=("a", "b"))


def test_unique_in_register_asks_what_is_taken():
    def taken(field, value):
        return (field, value) == ("copy", "Z02")

    assert is_broken("unique_in_register", {"copy": "Z02"}, taken, field="copy")
    assert not is_broken("unique_in_register", {"copy": "Z03"}, taken, field="copy")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("李静（lijing）", "李 静（lijing）", True),
        ("李静（lijing）", "李静（lijing2）", False),
        ("李静（lijing）", "李静", True),
        ("李静", "王海涛", False),
    ],
)
def test_persons_are_compared_by_account_and_else_by_name(one, other, same):
    assert is_broken("different_from", {"a": one, "b": other}, field="a", other="b") is same
    assert is_broken("same_as", {"a": one, "b": other}, field="a", other="b") is not same


@pytest.mark.rule("R-15.6.4-5")
def test_lists_of_persons_must_have_nobody_in_common():
    values = {"executors": ["甲（jia）", "乙（yi）"], "verifiers": ["丙（bing）", "乙（yi）"]}

    assert is_broken("different_from", values, field="verifiers", other="executors")
    assert not is_broken("different_from", values | {"verifiers": ["丙（bing）"]}, field="verifiers", other="executors")
    assert is_broken("same_as", values, field="verifiers", other="executors")


def test_things_other_than_words_are_compared_as_they_are():
    assert is_broken("same_as", {"a": 1, "b": 2}, field="a", other="b")
    assert not is_broken("same_as", {"a": 1, "b": 1}, field="a", other="b")


def test_what_is_empty_is_neither_the_same_nor_another():
    assert not is_broken("same_as", {"a": None, "b": "x"}, field="a", other="b")
    assert not is_broken("different_from", {"a": None, "b": None}, field="a", other="b")


@pytest.mark.parametrize(
    ("condition", "value", "met"),
    [
        (Condition(field="x", state="filled"), "a", True),
        (Condition(field="x", state="empty"), None, True),
        (Condition(field="x", state="yes"), True, True),
        (Condition(field="x", state="no"), None, False),
        (Condition(field="x", among=("甲", "乙")), "乙", True),
        (Condition(field="x", among=("甲",)), ["乙", "甲"], True),
        (Condition(field="x", among=("甲",)), None, False),
    ],
)
def test_conditions(condition, value, met):
    assert holds(condition, {"x": value}) is met
    assert holds(None, {})
