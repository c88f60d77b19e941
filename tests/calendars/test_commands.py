"""`docsys calendar`: a year told, a notice looked at and asked for, what is missing."""

import json

import pytest
from click.testing import CliRunner

from docsys.calendars import queries
from docsys.calendars.commands import calendar
from docsys.calendars.models import TradingDay
from docsys.calendars.rules import Which
from docsys.calendars.seed import seed
from docsys.people.rules import Role
from docsys.shell import Shell
from tests.calendars.factories import NOTICE_2027
from tests.people.factories import NOW, PASSWORD, make_reference, make_user

pytestmark = pytest.mark.db


@pytest.fixture
def run(settings, database, clock):
    with database.act() as session:
        make_reference(session)
        seed(session, NOW)
        make_user(session, "admin1", Role.SYSADMIN)

    def command(*words, typed=None):
        shell = Shell(settings, clock, lambda _settings: (database, {}))
        return CliRunner().invoke(calendar, words, obj=shell, input=typed, catch_exceptions=False)

    return command


@pytest.fixture
def notice(tmp_path):
    path = tmp_path / "通知.txt"
    path.write_text(NOTICE_2027, "gb18030")
    return str(path)


def test_a_year_is_told_with_its_days_and_their_source(run):
    lines = run("show", "2026").stdout.splitlines()
    data = json.loads(run("show", "2025", "--json").stdout)

    assert lines[:2] == [
        "工作日：2026 年共 248 天。来源：国务院办公厅历年节假日安排通知（随系统提供，已逐日核对两个来源）",
        "  2026-01-01\t放假\t元旦",
    ]
    assert lines[26] == "交易日：2026 年共 242 天。来源：上海证券交易所历年休市安排（随系统提供，已逐日核对三个来源）"
    assert (data["year"], data["working"]["days"], data["trading"]["days"]) == (2025, 248, 243)
    assert data["working"]["exceptions"][0] == {"day": "2025-01-01", "kind": "off", "note": "元旦", "source": ""}


def test_a_year_that_is_not_loaded_says_so(run):
    assert run("show", "2027").stdout == "工作日：2027 年尚未导入。\n交易日：2027 年尚未导入。\n"
    assert json.loads(run("show", "2027", "--json").stdout) == {"year": 2027, "working": None, "trading": None}


def test_a_notice_is_looked_at_and_nothing_is_asked(run, database, notice):
    looked = run("import", notice, "--calendar", "working", "--year", "2027")

    assert looked.exit_code == 0
    assert looked.stdout.splitlines()[0] == "2027-01-01（周五）\t未导入 → 放假"
    assert looked.stdout.splitlines()[-1] == "共 7 处变化；这是预览，加 --as 申请导入。"
    with database.read() as session:
        assert queries.waiting(session) == []


def test_a_notice_with_a_wrong_line_is_refused_by_the_preview(run, notice):
    looked = run("import", notice, "--calendar", "trading", "--year", "2027")
    data = run("import", notice, "--calendar", "trading", "--year", "2027", "--json")

    assert (looked.exit_code, data.exit_code, looked.stdout) == (1, 1, "")
    assert looked.stderr.startswith("第 1 行：“放假”是工作日的安排；")
    assert len(json.loads(data.stdout)["problems"]) == 3


def test_who_names_himself_asks_and_another_must_confirm(run, database, notice):
    words = ("import", notice, "--calendar", "working", "--year", "2027", "--source", "文号", "--as", "admin1")
    asked = run(*words, typed=PASSWORD + "\n")

    assert asked.stdout == (
        "已申请导入 2027 年工作日日历：放假 6 天、上班 1 天（来源：文号），须由另一人在“双人确认”中确认后生效。\n"
    )
    with database.read() as session:
        assert [one.subject for one in queries.waiting(session)] == ["工作日日历 2027"]
        assert queries.load(session, Which.WORKING).is_provisional(2027)


def test_the_request_is_given_as_data_too(run, notice):
    words = (
        "import",
        notice,
        "--calendar",
        "working",
        "--year",
        "2027",
        "--source",
        "文号",
        "--as",
        "admin1",
        "--json",
    )

    assert json.loads(run(*words, typed=PASSWORD + "\n").stdout) == {
        "asked": "导入 2027 年工作日日历：放假 6 天、上班 1 天（来源：文号）"
    }


def test_the_check_names_each_year_that_is_missing_by_now(run):
    now, before = run("check"), run("check", "--as-of", "2026-10-31")

    assert (now.exit_code, now.stdout) == (1, "2027 年的工作日日历尚未导入。\n2027 年的交易日日历尚未导入。\n")
    assert (before.exit_code, before.stdout) == (0, "日历齐全，没有矛盾。\n")


def test_the_check_finds_days_that_cannot_be(run, database):
    with database.act() as session:
        day = session.query(TradingDay).filter_by(day=NOW.date().replace(month=10, day=1)).one()
        day.kind = "no_night"
        session.add(TradingDay(day=NOW.date().replace(day=28), kind="closed"))

    found = run("check", "--as-of", "2026-05-01", "--json")

    assert json.loads(found.stdout) == {
        "findings": [
            "2026-11-28（周六）本来就不是交易日，不必写“休市”。",
            "2026-10-01（周四）放假，但交易日历没有休市。",
        ]
    }
    assert found.exit_code == 1
