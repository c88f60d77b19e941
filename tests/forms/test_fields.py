"""Each field type: what it reads, what it refuses, how it prints."""

from datetime import date, datetime, time

import pytest

from docsys.forms.fields import TYPES, Unreadable, is_filled, shown, type_of
from docsys.forms.fields.moments import period, weekday
from docsys.forms.fields.references import login_of, name_of
from docsys.forms.shape import Field


def field(type_name, **options):
    columns = options.pop("columns", ())
    return Field(id="x", type=type_name, label="项目", options=options, fields=columns)


def parsed(type_name, raw, **options):
    one = field(type_name, **options)
    return type_of(one).parse(one, raw)


def complaints(type_name, raw, **options):
    one = field(type_name, **options)
    return list(type_of(one).check(one, type_of(one).parse(one, raw)))


READ = [
    ("text", "  值班\t手册 \n", {}, "值班 手册"),
    ("text", "", {}, None),
    ("text", "上期所、中金所；深交所", {"many": True}, ["上期所", "中金所", "深交所"]),
    ("text", ["上期所", ""], {"many": True}, ["上期所"]),
    ("text", "、", {"many": True}, None),
    ("paragraph", "一\r\n二  \r三\n\n", {}, "一\n二\n三"),
    ("paragraph", ["一", "二"], {}, "一\n二"),
    ("paragraph", "\n", {}, None),
    ("integer", "\uff11\uff12", {}, 12),
    ("decimal", "0.10", {}, "0.10"),
    ("decimal", "1e+3", {}, "1000"),
    ("date", "2026/1/5", {}, "2026-01-05"),
    ("date", "2026年11月22日", {}, "2026-11-22"),
    ("date", date(2026, 1, 5), {}, "2026-01-05"),
    ("time", "9:30", {}, "09:30"),
    ("time", time(9, 30), {}, "09:30"),
    ("datetime", "2026-11-28 9:00", {}, "2026-11-28T09:00"),
    ("datetime", "2026-11-28T09:00:59", {}, "2026-11-28T09:00"),
    ("datetime", datetime(2026, 11, 28, 9, 0), {}, "2026-11-28T09:00"),  # noqa: DTZ001 - a TOML local moment
    ("choice", "一般", {"choices": ("一般", "紧急")}, "一般"),
    ("choices", ["乙", "甲"], {"choices": ("甲", "乙")}, ["甲", "乙"]),
    ("choices", "甲、乙", {"choices": ("甲", "乙")}, ["甲", "乙"]),
    ("yes_no", "是", {}, True),
    ("yes_no", "0", {}, False),
    ("yes_no", True, {}, True),
    ("yes_no", "", {}, None),
    ("user", "李静（lijing）", {}, "李静（lijing）"),
    ("user", "李静（lijing）、王海涛", {"many": True}, ["李静（lijing）", "王海涛"]),
    ("document", "zlw-sp01-bg-2026-0042", {}, "ZLW-SP01-BG-2026-0042"),
    ("document", "ZLW-ZD07-YGZX-001", {}, "ZLW-ZD07-YGZX-001"),
    ("record", "xc-shfe-2026-0012", {"form": "XC"}, "XC-SHFE-2026-0012"),
    ("file", {"name": "a.pdf", "sha256": "0", "size": 3, "more": 1}, {}, {"name": "a.pdf", "sha256": "0", "size": 3}),
    ("file", "", {}, None),
]


@pytest.mark.parametrize(("type_name", "raw", "options", "value"), READ)
def test_reads_what_people_type(type_name, raw, options, value):
    assert parsed(type_name, raw, **options) == value


UNREADABLE = [
    ("integer", "十二", {}, "“十二”不是整数。"),
    ("decimal", "多", {}, "“多”不是数字。"),
    ("decimal", "NaN", {}, "“NaN”不是数字。"),
    ("date", "2026-02-30", {}, "“2026-02-30”不是日期，请写作 2026-01-05。"),
    ("time", "25:00", {}, "“25:00”不是时间，请写作 09:30。"),
    ("datetime", "明天", {}, "“明天”不是日期和时间，请写作 2026-01-05 09:30。"),
    ("datetime", "2026-01-05", {}, "“2026-01-05”缺少时间，请写作 2026-01-05 09:30。"),
    ("choice", "特急", {"choices": ("一般", "紧急")}, "没有“特急”这一选项，请从“一般”、“紧急”中选择。"),
    ("choices", ["丙"], {"choices": ("甲", "乙")}, "没有“丙”这一选项，请从“甲”、“乙”中选择。"),
    ("yes_no", "也许", {}, "“也许”既不是“是”也不是“否”。"),
    ("document", "手册", {}, "“手册”不是文档编号，例如 ZLW-ZD07-YGZX-001。"),
    ("record", "BG-2026-0001", {"form": "XC"}, "“BG-2026-0001”不是 XC 表单编号，例如 XC-2026-0001。"),
    ("record", "单子", {}, "“单子”不是表单编号，例如 BG-2026-0001。"),
    ("file", "a.pdf", {}, "请重新上传文件。"),
    ("rows", "文字", {}, "“项目”须逐行填写。"),
]


@pytest.mark.parametrize(("type_name", "raw", "options", "sentence"), UNREADABLE)
def test_refuses_what_is_not_of_its_type(type_name, raw, options, sentence):
    with pytest.raises(Unreadable) as refused:
        parsed(type_name, raw, **options)

    assert str(refused.value) == sentence


COMPLAINTS = [
    ("text", "甲乙丙", {"max_length": 2}, ["最多 2 字，现有 3 字。"]),
    ("paragraph", "甲乙丙", {"max_length": 2}, ["最多 2 字，现有 3 字。"]),
    ("integer", "0", {"min": 1, "max": 9}, ["须为 1 至 9。"]),
    ("integer", "0", {"min": 1}, ["不得小于 1。"]),
    ("integer", "10", {"max": 9}, ["不得大于 9。"]),
    ("decimal", "1.234", {"places": 2, "max": 1.5}, ["最多 2 位小数。"]),
    ("date", "2025-12-31", {"min": "2026-01-01"}, ["不得早于 2026-01-01。"]),
    ("date", "2027-01-01", {"max": "2026-12-31"}, ["不得晚于 2026-12-31。"]),
    ("yes_no", "否", {"must": True}, ["“项目”须为“是”。"]),
    ("user", "周建国", {"known": True}, ["“周建国”不是系统用户，请从列表中选择。"]),
    ("user", "李静（lijing）", {"known": True}, []),
]


@pytest.mark.parametrize(("type_name", "raw", "options", "sentences"), COMPLAINTS)
def test_complains_about_what_is_out_of_bounds(type_name, raw, options, sentences):
    assert complaints(type_name, raw, **options) == sentences


def test_rows_leave_out_empty_ones_and_count_the_rest():
    item = Field(id="item", type="text", label="操作项")
    rows = field("rows", columns=(item,), min=2, max=2)

    value = type_of(rows).parse(rows, [{"item": "备份"}, {"item": " "}, "升级"])

    assert value == [{"item": "备份"}, {"item": "升级"}]
    assert list(type_of(rows).check(rows, value[:1])) == ["至少 2 行，现有 1 行。"]
    assert list(type_of(rows).check(rows, value * 2)) == ["最多 2 行，现有 4 行。"]
    assert shown(rows, value) == "2 行"


PRINTED = [
    ("text", ["上期所", "中金所"], {"many": True}, "上期所、中金所"),
    ("integer", 12, {"unit": "份"}, "12 份"),
    ("decimal", "0.10", {"unit": "kW"}, "0.10 kW"),
    ("datetime", "2026-11-28T09:00", {}, "2026-11-28 09:00"),
    ("choices", ["甲", "乙"], {"choices": ("甲", "乙")}, "甲、乙"),
    ("yes_no", False, {}, "否"),
    ("user", "王海涛（wanghaitao）", {}, "王海涛"),
    ("file", {"name": "a.pdf", "sha256": "0", "size": 3}, {}, "a.pdf"),
]


@pytest.mark.parametrize(("type_name", "value", "options", "text"), PRINTED)
def test_prints_a_value(type_name, value, options, text):
    assert shown(field(type_name, **options), value) == text


@pytest.mark.parametrize("name", [name for name, kind in TYPES.items() if not kind.is_layout])
def test_nothing_prints_as_nothing(name):
    one = field(name)

    assert (shown(one, None), type_of(one).index(one, None), type_of(one).typed(one, None)) == ("", "", "")
    assert type_of(one).widget


def test_prints_a_person_as_the_directory_says():
    assert (
        shown(field("user"), "李静（lijing）", {"李静（lijing）": "李静（上期所 · 网络管理员）"})
        == "李静（上期所 · 网络管理员）"
    )


def test_knows_the_account_behind_a_person():
    assert (login_of("李静（lijing）"), login_of("李静（上期所）"), name_of("李静（lijing）")) == (
        "lijing",
        None,
        "李静",
    )


ANSWERS: list[object] = [False, 0, "", None, [], {}]


def test_an_answer_of_no_is_filled_in():
    assert [is_filled(value) for value in ANSWERS] == [True, True, False, False, False, False]


def test_prints_a_period_with_its_second_day_only_where_it_differs():
    assert period("2026-11-28T09:00", "2026-11-28T12:00") == "2026-11-28（周六）09:00 至 12:00"
    assert period("2026-11-28T22:00", "2026-11-29T02:00") == "2026-11-28（周六）22:00 至 2026-11-29（周日）02:00"
    assert (period("2026-11-28T22:00", None), period(None, None)) == ("2026-11-28（周六）22:00", "")
    assert period(None, "2026-11-28T22:00") == "至 2026-11-28（周六）22:00"
    assert weekday("2026-11-22") == "周日"
