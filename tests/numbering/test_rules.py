from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docsys.errors import InvalidInput, TransitionForbidden
from docsys.numbering import rules
from docsys.numbering.rules import NumberMalformed, NumberState, Parsed
from tests.numbering.factories import NOW

libraries = st.from_regex(rules.LIBRARY, fullmatch=True)
folders = st.from_regex(rules.FOLDER, fullmatch=True)
units = st.from_regex(rules.UNIT, fullmatch=True)
forms = st.from_regex(rules.FORM_CODE, fullmatch=True).filter(lambda code: code != rules.DRAFT_FORM)
seqs = st.integers(1, 10**7)
moments = st.datetimes(datetime(1000, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001 - `timezones` adds it


@given(libraries, folders, units, seqs, moments)
def test_a_controlled_number_gives_its_parts_back(library, folder, unit, seq, now):
    number = rules.document_series(library, folder, "A", unit, now).number(seq)

    assert rules.parse(number) == Parsed(library, folder, None, unit, None, seq)


@given(libraries, folders, units, seqs, moments)
def test_a_dated_number_gives_its_parts_back(library, folder, unit, seq, now):
    number = rules.document_series(library, folder, "B", unit, now).number(seq)

    assert rules.parse(number) == Parsed(library, folder, None, unit, rules.year_of(now), seq)


@given(libraries, folders, forms, st.none() | units, seqs, moments)
def test_a_form_gives_its_parts_back_alone_and_in_its_folder(library, folder, form, unit, seq, now):
    number = rules.form_series(form, unit, now).number(seq)
    unit = None if form in rules.NETWORK_FORMS else unit
    year = rules.year_of(now)

    assert rules.parse(number) == Parsed(None, None, form, unit, year, seq)
    assert rules.parse(rules.archive_number(library, folder, number)) == Parsed(library, folder, form, unit, year, seq)


@given(forms, units, seqs)
def test_a_thing_of_a_register_gives_its_parts_back(form, unit, seq):
    assert rules.parse(rules.register_series(form, unit).number(seq)) == Parsed(None, None, form, unit, None, seq)


@given(libraries, folders, seqs, moments)
def test_a_volume_gives_its_parts_back(library, folder, seq, now):
    number = rules.volume_series(library, folder, now).number(seq)

    assert rules.parse(number) == Parsed(library, folder, None, None, rules.year_of(now), seq)


def test_the_first_volume_of_a_folder_in_a_year():
    assert rules.volume_series("ZLW", "ZD07", NOW).number(1) == "ZLW-ZD07-J2026-01"


@given(libraries, folders, units, forms, seqs, moments)
@pytest.mark.rule("N-3.1-1")
@pytest.mark.rule("N-3.2-3")
def test_no_two_patterns_can_give_the_same_number(library, folder, unit, form, seq, now):
    series = [
        rules.document_series(library, folder, "A", unit, now),
        rules.document_series(library, folder, "B", unit, now),
        rules.form_series(form, unit, now),
        rules.register_series(form, unit),
        rules.volume_series(library, folder, now),
    ]
    numbers = [one.number(seq) for one in series]
    numbers.append(rules.archive_number(library, folder, numbers[2]))

    assert len(set(numbers)) == len(numbers)
    assert [sum(shape.fullmatch(number) is not None for shape in rules.SHAPES) for number in numbers] == [1] * 6


@pytest.mark.parametrize(
    ("series", "number"),
    [
        (rules.document_series("ZLW", "ZD00", "A", "WGB", NOW), "ZLW-ZD00-WGB-001"),
        (rules.document_series("ZLW", "HT02", "B", "YGZX", NOW), "ZLW-HT02-2026-YGZX-0001"),
        (rules.form_series("BG", None, NOW), "BG-2026-0001"),
        (rules.form_series("BG", "YGZX", NOW), "BG-2026-0001"),
        (rules.form_series("ZJ", "YGZX", NOW), "ZJ-YGZX-2026-0001"),
        (rules.draft_series(NOW), "CG-2026-0001"),
        (rules.register_series("SB", "SHFE"), "SB-SHFE-00001"),
    ],
)
@pytest.mark.rule("N-3.4-1")
def test_numbers_look_as_in_the_examples(series, number):
    """Requirements 3.4 and 3.5."""
    assert series.number(1) == number


@pytest.mark.rule("N-3.3-2")
def test_the_width_is_a_minimum():
    controlled = rules.document_series("ZLW", "PZ02", "A", "SHFE", NOW)
    form = rules.form_series("BG", None, NOW)

    assert (controlled.number(999), controlled.number(1000)) == ("ZLW-PZ02-SHFE-999", "ZLW-PZ02-SHFE-1000")
    assert form.number(10000) == "BG-2026-10000"


@pytest.mark.rule("N-3.3-2")
def test_the_year_is_that_of_shanghai():
    assert rules.year_of(datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC)) == 2026
    assert rules.year_of(datetime(2026, 12, 31, 16, 0, tzinfo=UTC)) == 2027


@pytest.mark.parametrize(
    ("library", "folder", "pattern", "unit"),
    [
        ("zlw", "PZ02", "A", "SHFE"),
        ("ZLW", "PZ2", "A", "SHFE"),
        ("ZLW", "PZ02030405", "A", "SHFE"),
        ("ZLW", "PZ\uff10\uff12", "A", "SHFE"),
        ("ZLW", "PZ02\n", "A", "SHFE"),
        ("ZLW", "PZ02", "C", "SHFE"),
        ("ZLW", "PZ02", "A", "BG"),
        ("ZLW", "PZ02", "A", "SHFEXXX"),
    ],
)
@pytest.mark.rule("N-3.3-1")
def test_parts_against_the_rule_are_refused(library, folder, pattern, unit):
    with pytest.raises(NumberMalformed, match=r"不符合 4\.3\.4（二）：编号中的"):
        rules.document_series(library, folder, pattern, unit, NOW)


def test_forms_against_the_rule_are_refused():
    for code, unit in [("bg", None), ("BGX", None), ("ZJ", "yg"), ("CG", None)]:
        with pytest.raises(NumberMalformed):
            rules.form_series(code, unit, NOW)
    with pytest.raises(NumberMalformed):
        rules.register_series("SB", "S")
    with pytest.raises(NumberMalformed, match="BG-2026-42"):
        rules.archive_number("ZLW", "SP01", "BG-2026-42")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "BG",
        "ZLW-PZ02-SHFE-01",
        "BG-26-0001",
        "zlw-pz02-shfe-001",
        "BG-2026-0001\n",
        "BG-\uff12\uff10\uff12\uff16-0001",
    ],
)
def test_what_is_no_number_has_no_parts(text):
    assert rules.parse(text) is None


@pytest.mark.parametrize("state", [NumberState.RESERVED, NumberState.VOID, NumberState.RETIRED])
@pytest.mark.parametrize("verb", rules.TRANSITIONS)
def test_only_a_number_in_use_goes_out_of_use(verb, state):
    with pytest.raises(TransitionForbidden, match=f"“{state.label}”状态下不能"):
        rules.check_transition(verb, state)


def test_a_number_in_use_becomes_void_or_retired():
    assert rules.check_transition("void", NumberState.ACTIVE) == NumberState.VOID
    assert rules.check_transition("retire", NumberState.ACTIVE) == NumberState.RETIRED


def test_a_reason_is_asked_for_and_trimmed():
    assert rules.check_reason(" 登记有误 ") == "登记有误"
    for reason in ["", " \n", "长" * 501]:
        with pytest.raises(InvalidInput):
            rules.check_reason(reason)


def test_a_number_does_not_follow_itself():
    with pytest.raises(InvalidInput):
        rules.check_successor("BG-2026-0001", "BG-2026-0001")


def test_every_kind_has_its_word():
    assert [kind.label for kind in rules.NumberKind] == ["文档", "表单", "草稿", "台账对象", "卷册"]
