"""The ledger out of its table and out of what bears numbers."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from docsys.numbering import restoring
from docsys.numbering.jobs import HEAD
from docsys.numbering.models import Counter, LedgerEntry
from docsys.numbering.restoring import Line
from docsys.numbering.rules import NumberKind, NumberState
from docsys.web.tables import csv_bytes

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def test_a_line_of_the_table_is_read_as_it_was_meant():
    row = ["ZLW-ZD07-YGZX-001", "文档", "ZLW-ZD07-YGZX", "", "YGZX", 1, "停用", "=1+1", "ZLW-ZD08-YGZX-001", "赵敏"]

    found = restoring.read(csv_bytes(HEAD, [[*row, "2026-11-23T09:00:00+08:00", "改号"]]))

    assert found == [
        Line(
            "ZLW-ZD07-YGZX-001",
            NumberKind.DOCUMENT,
            "ZLW-ZD07-YGZX",
            1,
            NumberState.RETIRED,
            AT,
            None,
            "YGZX",
            "=1+1",
            "ZLW-ZD08-YGZX-001",
            "赵敏",
            "改号",
        )
    ]


@pytest.mark.parametrize("data", [b"a,b\r\n1,2\r\n", "编号\r\nx\r\n".encode(), b"\xff\xfe\x00"])
def test_another_table_is_refused(data):
    with pytest.raises((ValueError, KeyError)):
        restoring.read(data)


@pytest.mark.parametrize(
    ("number", "kind", "series", "seq", "year", "unit"),
    [
        ("ZLW-ZD07-YGZX-012", NumberKind.DOCUMENT, "ZLW-ZD07-YGZX", 12, None, "YGZX"),
        ("ZLW-HT01-2026-YGZX-0003", NumberKind.DOCUMENT, "ZLW-HT01-2026-YGZX", 3, 2026, "YGZX"),
        ("CG-2026-0004", NumberKind.DRAFT, "CG-2026", 4, 2026, ""),
        ("JC-YGZX-2026-0005", NumberKind.FORM, "JC-YGZX-2026", 5, 2026, "YGZX"),
        ("ZLW-ZD07-J2026-01", NumberKind.VOLUME, "ZLW-ZD07-J2026", 1, 2026, ""),
        ("SB-SHFE-00012", NumberKind.REGISTER, "SB-SHFE", 12, None, "SHFE"),
    ],
)
def test_a_number_tells_its_series(number, kind, series, seq, year, unit):
    (line,) = restoring.borne(number, at=AT)

    assert (line.kind, line.series, line.seq, line.year, line.unit_code) == (kind, series, seq, year, unit)


def test_what_fits_no_pattern_is_no_number():
    assert list(restoring.borne("手册", at=AT)) == []


@pytest.mark.db
@pytest.mark.rule("R-4.3.4-4")
def test_each_series_counts_on_above_the_greatest_and_an_archive_number_takes_its_form_along(session):
    lines = [*restoring.borne("ZLW-SP01-BG-2026-0042", at=AT), *restoring.borne("BG-2026-0042", at=AT, subject="again")]

    count = restoring.restore(session, [*lines, *restoring.borne("ZLW-ZD07-YGZX-007", at=AT)])

    assert count == 3
    assert {one.series: one.next for one in session.scalars(select(Counter))} == {"BG-2026": 43, "ZLW-ZD07-YGZX": 8}
    assert set(session.scalars(select(LedgerEntry.number))) == {
        "ZLW-SP01-BG-2026-0042",
        "BG-2026-0042",
        "ZLW-ZD07-YGZX-007",
    }
