"""Notices as they are published, and CSV: read to the days of the shipped files, or refused by line."""

from datetime import date

import pytest

from docsys.calendars.notices import read
from docsys.calendars.rules import Which
from docsys.calendars.seed import shipped
from tests.calendars.factories import CLOSED_2026, NOTICE_2026

NOTICE_2006 = """一、元旦:1月1日—3日放假,共3天。其中1月1日为法定假日,将2005年12月31日(星期六)、1月1日(星期日)两个公休日调至\
1月2日(星期一)、3日(星期二),2005年12月31日(星期六)上班。
二、春节:1月29日—2月4日(即农历大年初一至初七)放假,共7天。其中,29日、30日、31日为法定假日,将1月28日(星期六)、29日(星期日)、\
2月5日(星期日)三个公休日调至2月1日(星期三)、2日(星期四)、3日(星期五),2月4日(星期六)照常公休,1月28日、2月5日上班。
三、“五一”:5月1日—7日放假,共7天。5月6日(星期六)、7日(星期日)照常公休,4月29日、30日上班。
四、“十一”:10月1日—7日放假,共7天。10月7日(星期六)照常公休,9月30日、10月8日上班。
"""


def days_of(notice):
    return {str(day): (entry.kind.value, entry.note) for day, entry in sorted(notice.days.items())}


def shipped_of(which, year):
    return {str(row["day"]): (row["kind"], row["note"]) for row in shipped(which) if row["day"].year == year}


def problems(text, which=Which.WORKING, year=2026):
    return read(which, year, text).problems


@pytest.mark.parametrize(("which", "text"), [(Which.WORKING, NOTICE_2026), (Which.TRADING, CLOSED_2026)])
def test_the_notice_of_a_year_gives_the_days_of_the_shipped_file(which, text):
    notice = read(which, 2026, text)

    assert (notice.problems, notice.remarks) == ([], [])
    assert days_of(notice) == shipped_of(which, 2026)
    assert date(2026, 1, 3) in notice.plain


def test_an_old_notice_that_explains_itself_is_read_past_its_explanations():
    notice = read(Which.WORKING, 2006, NOTICE_2006)

    of_2007 = {"2006-12-30", "2006-12-31"}  # named by the notice of 2007
    wanted = {day: kind for day, (kind, _note) in shipped_of(Which.WORKING, 2006).items() if day not in of_2007}
    assert notice.problems == []
    assert {day: kind for day, (kind, _note) in days_of(notice).items()} == {"2005-12-31": "work", **wanted}


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("2027年1月1日至3日放假，1月4日上班", ["2027-01-01 off"]),
        ("1、元旦：2026年12月31日至2027年1月3日放假，共4天。", ["2026-12-31 off", "2027-01-01 off"]),
        ("清明节：4月5日放假，4月6日（星期二）补休。", ["2027-04-05 off", "2027-04-06 off"]),
        ("端午节：6月9日放假，与周末连休。", ["2027-06-09 off"]),
        ("国庆节：10月1-7日放假，共七天。", [f"2027-10-0{day} off" for day in (1, 4, 5, 6, 7)]),
        ("中秋节：9月15日~9月17日放假公休。", [f"2027-09-{day} off" for day in (15, 16, 17)]),
        (
            "劳动节：4月25日（星期天）、5月8日（周六）上班。5月3日放假。",
            ["2027-04-25 work", "2027-05-03 off", "2027-05-08 work"],
        ),
    ],
)
def test_ways_to_write_a_line(line, days):
    notice = read(Which.WORKING, 2027, line)

    assert notice.problems == []
    assert [f"{day} {entry.kind.value}" for day, entry in sorted(notice.days.items())] == days


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("元旦：1月1日（周五）放假。", "第 1 行：2026-01-01（周四），写的是“周五”。请核对；若属另一年，请写明年份。"),
        ("元旦：1月1日至3日放假，共4天。", "第 1 行：写“共4天”，但所写日期是 3 天。"),
        ("春节：2月30日放假。", "第 1 行：没有“2月30日”这一天。"),
        ("元旦：3日放假。", "第 1 行：“3日”前没有月份。"),
        ("元旦：12月31日至1月2日放假。", "第 1 行：2026-12-31 至 2026-01-02 是倒着的；跨年的请写明年份。"),
        ("元旦：1月1日、1月2日。", "第 1 行：2026-01-01、2026-01-02 没有写明是放假、上班还是休市。"),
        ("元旦：1月1日休市。", "第 1 行：“休市”是交易所的安排，请在交易日历中导入。"),
    ],
)
def test_what_does_not_fit_is_told_with_its_line(line, problem):
    assert problem in problems(line)


def test_a_sentence_that_moves_days_and_breaks_off_says_nothing():
    notice = read(Which.WORKING, 2026, "元旦：1月1日放假，将1月3日公休日调至1月2日")

    assert (notice.problems, [str(day) for day in notice.days]) == ([], ["2026-01-01"])


def test_two_lines_that_say_different_things_of_a_day_are_both_named():
    found = problems("元旦：1月1日至4日放假。\n\n春节：1月1日上班，1月4日上班。")

    assert found == ["第 3 行：2026-01-01（周四）写“上班”，第 1 行写“放假”。"]


def test_the_exchange_opens_on_no_day_that_it_closes():
    line = "元旦：1月1日至1月2日休市，1月2日起照常开市，1月4日开市。"

    assert problems(line, Which.TRADING) == [
        "第 1 行：2026-01-02（周五）写“开市”，但它休市。",
        "第 1 行：2026-01-04（周日）写“开市”，但它休市。",
    ]


def test_the_notice_of_working_days_is_no_notice_of_the_exchange():
    assert problems(NOTICE_2026, Which.TRADING)[0] == (
        "第 3 行：“放假”是工作日的安排；交易日历请用交易所的休市通知（写“休市”）。"
    )


def test_nights_before_holidays_are_not_taken_out_by_a_notice():
    notice = read(Which.TRADING, 2026, CLOSED_2026 + "\n9月30日（星期三）晚上不进行夜盘交易。")

    assert notice.problems == []
    assert days_of(notice) == shipped_of(Which.TRADING, 2026)
    assert notice.remarks == [
        "第 8 行的夜盘安排未采用（每个交易日都按有夜盘控制，停夜盘须单独由双人更改）：9月30日（星期三）晚上不进行夜盘交易。"
    ]


def test_a_line_of_words_alone_is_pointed_at():
    notice = read(Which.WORKING, 2026, "元旦：一月一日放假。\n1月2日放假。")

    assert notice.remarks == ["第 1 行有“放假”而没有日期，未读取：元旦：一月一日放假。"]


@pytest.mark.parametrize("text", ["", "\n \n", "国务院办公厅关于2027年部分节假日安排的通知", "2025年1月1日放假"])
def test_a_text_without_a_day_of_the_year_is_refused(text):
    assert problems(text) == ["没有读到 2026 年的安排。请粘贴通知全文，或给出“日期,类别,说明”三列的 CSV。"]


@pytest.mark.parametrize(
    "text",
    [
        "日期,类别,说明\n2026-01-01,放假,元旦\n2026-01-04,上班,元旦调休\n",
        "\ufeffdate,kind,note\r\n2026-01-01,off,元旦\r\n2026-01-04,work,元旦调休\r\n",
        "2026-01-01，放假，元旦\n2026-01-04，上班，元旦调休",
    ],
)
def test_csv_is_read(text):
    notice = read(Which.WORKING, 2026, text)

    assert notice.problems == []
    assert days_of(notice) == {"2026-01-01": ("off", "元旦"), "2026-01-04": ("work", "元旦调休")}


def test_each_row_of_a_csv_that_cannot_be_is_named():
    text = "日期,类别,说明\n2026-02-30,放假,\n2026-01-01,节日,\n2026-01-03,放假,\n2026-01-01,休市,\n2026-01-01\n"

    assert problems(text) == [
        "第 2 行：“2026-02-30”不是日期，应为 2026-01-01 的样子。",
        "第 3 行：类别“节日”不认识，可写放假、上班、休市、无夜盘。",
        "第 4 行：2026-01-03（周六）本来就不是工作日，不必写“放假”。",
        "第 5 行：工作日日历不能写“休市”，可写放假、上班。",
        "第 6 行：类别“”不认识，可写放假、上班、休市、无夜盘。",
    ]


def test_the_shipped_files_can_be_imported_themselves():
    for which in Which:
        rows = [f"{row['day']},{row['kind']},{row['note']}" for row in shipped(which) if row["day"].year == 2025]

        assert days_of(read(which, 2025, "\n".join(rows))) == shipped_of(which, 2025)
