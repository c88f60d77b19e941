"""A register out of a table: tried and shown, then entered all together or not at all."""

import io

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from docsys.errors import Forbidden, NotFound
from docsys.numbering.models import LedgerEntry
from docsys.records.actions import importing
from docsys.records.importing.columns import Line, Table, columns, heads
from docsys.records.models import Record, RegisterImport
from docsys.records.rules import State
from docsys.web.tables import csv_bytes
from tests.people.factories import NOW
from tests.records.factories import BG, JC, make_people, make_visit, visit

pytestmark = pytest.mark.db
OWN = {"kind": "本单位", "xc_number": ""}


def raw(**changes):
    """A row as a table says it: only text, only what is filled in."""
    said = {**visit(**OWN), **changes}
    return {field.id: str(said[field.id]) for field in columns(JC) if said.get(field.id)}


def propose(session, actor, *rows):
    table = Table(tuple(Line(place, row) for place, row in enumerate(rows, 2)), ("口令",))
    return importing.propose(session, JC, "十一月.xlsx", table, actor=actor, now=NOW)


def count(session):
    return session.scalar(select(func.count()).select_from(Record)), session.scalar(
        select(func.count()).select_from(LedgerEntry)
    )


def test_rows_are_tried_and_nothing_has_happened(session, people):
    before = count(session)

    proposed = propose(
        session,
        people.keeper,
        raw(visitor="甲"),
        raw(visitor="乙", entered_at="2026-11-24 09:00"),
        raw(visitor="丙", entered_at="昨天", kind="访客"),
        raw(visitor="甲"),
    )

    assert [(one["place"], one["faults"]) for one in proposed.lines] == [
        (2, []),
        (3, [("entered_at", "“进入时间”不得晚于现在。")]),
        (
            4,
            [
                ("kind", "没有“访客”这一选项，请从“本单位”、“承建单位”、“供应商”、“其他”中选择。"),
                ("entered_at", "“昨天”不是日期和时间，请写作 2026-01-05 09:30。"),
            ],
        ),
        (5, [("", "与第 2 行完全相同，不重复登记。")]),
    ]
    assert (count(session), proposed.strange) == (before, ["口令"])


def test_the_good_rows_are_entered_with_numbers_of_the_ledger(session, people):
    make_visit(session, people, **OWN, visitor="先到的人")
    proposed = propose(
        session, people.keeper, raw(visitor="甲"), raw(entered_at=""), raw(visitor="乙", left_at="2026-11-20 11:00")
    )

    taken = importing.take(session, JC, proposed.id, actor=people.keeper, now=NOW)

    rows = session.scalars(select(Record).order_by(Record.id)).all()
    assert [(one.number, one.title, one.state) for one in rows] == [
        ("JC-SHFE-2026-0001", "先到的人", State.OPEN),
        ("JC-SHFE-2026-0002", "甲", State.OPEN),
        ("JC-SHFE-2026-0003", "乙", State.CLOSED),
    ]
    assert [one["number"] for one in taken.lines] == ["JC-SHFE-2026-0002", "", "JC-SHFE-2026-0003"]
    with pytest.raises(importing.AlreadyTaken):
        importing.take(session, JC, proposed.id, actor=people.keeper, now=NOW)
    again = propose(session, people.keeper, raw(visitor="甲"))
    assert again.lines[0]["faults"] == [("", "与已登记的 JC-SHFE-2026-0002 内容相同，不重复登记。")]
    with pytest.raises(importing.NothingGood):
        importing.take(session, JC, again.id, actor=people.keeper, now=NOW)


def test_a_row_that_became_bad_meanwhile_stops_all_of_them(database):
    with database.act() as session:
        people = make_people(session)
        proposed = propose(session, people.keeper, raw(visitor="甲"), raw(visitor="乙")).id
    with database.act() as session:
        make_visit(session, people, **OWN, visitor="乙")
        before = count(session)

    with pytest.raises(importing.Changed) as refused, database.act() as session:
        importing.take(session, JC, proposed, actor=people.keeper, now=NOW)

    assert refused.value.sentence == (
        "第 3 行现在不能登记：与已登记的 JC-SHFE-2026-0001 内容相同，不重复登记。没有导入任何行，请重新上传。"
    )
    with database.read() as session:
        assert count(session) == before


def test_only_who_fills_the_register_imports_and_sees_only_what_is_his(session, people):
    proposed = propose(session, people.keeper, raw())

    with pytest.raises(Forbidden):
        propose(session, people.li, raw())
    with pytest.raises(NotFound):
        importing.get(session, proposed.id, people.li)
    with pytest.raises(NotFound):
        importing.check(BG, people.keeper)
    propose(session, people.keeper, raw(visitor="另一份"))
    assert session.scalar(select(func.count()).select_from(RegisterImport)) == 1


def test_a_table_is_uploaded_seen_confirmed_and_reported(browse, everybody):
    browser = browse("qianli")
    head = heads(JC)
    fields = columns(JC)
    rows = [
        [raw(visitor=name, entered_at=at).get(field.id, "") for field in fields]
        for name, at in (("甲", "2026-11-20 09:30"), ("乙", "2026-11-31"))
    ]

    form = browser.get("/forms/JC/import")
    assert browser.get("/forms/JC/import/template.csv").data == csv_bytes(head, [])
    assert browser.get("/forms/JC/import/template.xlsx").data.startswith(b"PK")
    refused = browser.post("/forms/JC/import", file=(io.BytesIO(b"PK\x03\x04"), "坏.xlsx"))
    seen = browser.post("/forms/JC/import", file=(io.BytesIO(csv_bytes(head, rows)), "十一月.csv"))
    page = browser.get(seen.location).text

    assert (form.status_code, refused.status_code, seen.status_code) == (200, 422, 303)
    assert "文件无法读取，请在电子表格中另存为 .xlsx 或 CSV 再上传。" in refused.text
    assert "登记合格的 1 行" in page
    assert "“2026-11-31”不是日期和时间，请写作 2026-01-05 09:30。" in page
    assert browser.post(seen.location).location == seen.location
    assert "已登记 1 行，1 行未导入。" in browser.get(seen.location).text
    assert browser.post(seen.location).status_code == 409
    report = CalamineWorkbook.from_filelike(io.BytesIO(browser.get(f"{seen.location}/report.xlsx").data))
    told = report.get_sheet_by_index(0).to_python()
    assert [row[:5] for row in told[3:]] == [
        ["行号", "结果", "编号", "列", "说明"],
        ["2", "已登记", "JC-SHFE-2026-0001", "", ""],
        ["3", "未导入", "", "进入时间", "“2026-11-31”不是日期和时间，请写作 2026-01-05 09:30。"],
    ]
    assert browse("lijing").get("/forms/JC/import").status_code == 403
    assert browse("lijing").get(seen.location).status_code == 404
