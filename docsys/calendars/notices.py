"""Reads what is imported: the yearly notice of the State Council or of the exchange as it is written, or a CSV. Pure.

`1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。` Everything the notice says twice is compared: the weekday in
the brackets with the date, 共3天 with the range. What does not fit is told with its line, and nothing of it is taken.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from docsys.calendars.rules import KIND_LABELS, WEEKDAYS, DayKind, Which, check_day, is_weekend, told

DASHES = re.compile(r"\s*(?:[—\u2013－~～-]+|到)\s*")
TOKEN = re.compile(
    r"(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})(?:日|(?=至\d))(?:（(?P<aside>[^）]*)）)?(?P<range>至)?"
    r"|(?P<void>夜盘|调至|法定|周末休市|公休|开市)"
    r"|(?P<verb>放假|休息|补休|调休|上班|休市)"
    r"|共(?P<count>\d+)天"
    r"|(?P<stop>[。；，;,])"
)
NAME = re.compile(
    r"^(?:[（]?[一二三四五六七八九十\d]+[）、.\uff0e]\s*)*[“\"]?([^\d：:（”\"]{1,20})[”\"]?[^：:]{0,6}[：:]"
)
ONLY_A_DATE = re.compile(r"^[\d年月日\s]+$")
WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
CSV_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
CSV_HEADS = {"date", "日期"}
VERB = re.compile("放假|上班|休市")
VERBS = {"上班": DayKind.WORK, "休市": DayKind.CLOSED}
CSV_KINDS = {word: kind for kind in DayKind for word in (kind.value, kind.label)}
WRONG_BOOK = {
    Which.WORKING: "“{word}”是交易所的安排，请在交易日历中导入。",
    Which.TRADING: "“{word}”是工作日的安排；交易日历请用交易所的休市通知（写“休市”）。",
}


@dataclass(frozen=True)
class Entry:
    """What a day is said to be, where."""

    kind: DayKind
    note: str
    line: int


@dataclass
class Notice:
    """What was read. `days` differ from Monday to Friday, `plain` were named and do not; `problems` forbid the import."""

    which: Which
    year: int
    days: dict[date, Entry] = field(default_factory=dict)
    plain: set[date] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def refuse(self, line: int, sentence: str) -> None:
        self.problems.append(f"第 {line} 行：{sentence}")

    def say(self, day: date, entry: Entry) -> None:
        """Take a day as said, unless another line said otherwise."""
        before = self.days.get(day)
        if before and before.kind is not entry.kind:
            self.refuse(entry.line, f"{told(day)}写“{entry.kind.label}”，第 {before.line} 行写“{before.kind.label}”。")
        elif _is_plain(day, entry.kind):
            self.plain.add(day)
        else:
            self.days[day] = before or entry


def _is_plain(day: date, kind: DayKind) -> bool:
    """As Monday to Friday have it: a Saturday within a holiday."""
    return is_weekend(day) if kind in {DayKind.OFF, DayKind.CLOSED} else kind is DayKind.WORK and not is_weekend(day)


def read(which: Which, year: int, text: str) -> Notice:
    """The days of `text`, with a problem for each line that cannot be understood."""
    notice = Notice(which, year)
    lines = [(number, line.strip("\ufeff \t\r　")) for number, line in enumerate(text.split("\n"), start=1)]
    lines = [(number, line) for number, line in lines if line]
    reader = _read_row if lines and _is_csv(lines[0][1]) else _read_sentence
    for number, line in lines:
        reader(notice, number, line)
    if not notice.problems and not any(day.year == year for day in notice.days):
        notice.problems.append(f"没有读到 {year} 年的安排。请粘贴通知全文，或给出“日期,类别,说明”三列的 CSV。")
    return notice


def _is_csv(line: str) -> bool:
    first = line.replace("，", ",").split(",")[0].strip()
    return first.casefold() in CSV_HEADS or bool(CSV_DAY.match(first))


def _read_row(notice: Notice, number: int, line: str) -> None:
    cells = [cell.strip().strip('"') for cell in line.replace("，", ",").split(",", 2)]
    if cells[0].casefold() in CSV_HEADS:
        return
    try:
        day = date.fromisoformat(cells[0])
    except ValueError:
        notice.refuse(number, f"“{cells[0]}”不是日期，应为 {notice.year}-01-01 的样子。")
        return
    kind = CSV_KINDS.get(cells[1] if len(cells) > 1 else "")
    if kind is None:
        known = "、".join(KIND_LABELS.values())
        notice.refuse(number, f"类别“{cells[1] if len(cells) > 1 else ''}”不认识，可写{known}。")
    elif why_not := check_day(notice.which, day, kind):
        notice.refuse(number, why_not)
    else:
        notice.say(day, Entry(kind, cells[2][:200] if len(cells) > 2 else "", number))  # noqa: PLR2004 - the third column


def _read_sentence(notice: Notice, number: int, line: str) -> None:
    if ONLY_A_DATE.match(line):
        return  # the date of the notice itself, at its foot
    line = DASHES.sub("至", line.replace("(", "（").replace(")", "）"))
    named = NAME.match(line)
    _Sentence(notice, number, named[1].strip() if named else "").read(line)


class _Sentence:
    """One line, read from left to right: dates wait until a verb says what they are."""

    def __init__(self, notice: Notice, number: int, name: str) -> None:
        self.notice, self.number, self.name = notice, number, name
        self.waiting: list[date] = []
        self.doubts: list[str] = []  # about the waiting; nothing if the sentence only explains: “29日为法定假日”
        self.last: date | None = None
        self.is_open_range = False
        self.is_aside = False  # after 调至 come days that the sentence only explains
        self.counted = 0

    def read(self, line: str) -> None:
        for match in TOKEN.finditer(line):
            if match["day"]:
                self._date(match)
            elif match["void"]:
                self._void(match["void"], line)
            elif match["verb"]:
                self._verb(match["verb"])
            elif match["count"]:
                self._count(int(match["count"]))
            elif self.is_aside:
                self._forget()
        self._end(line)

    def _end(self, line: str) -> None:
        """What the line leaves open."""
        if self.last is None and not self.doubts and (verb := VERB.search(line)):
            self.notice.remarks.append(f"第 {self.number} 行有“{verb[0]}”而没有日期，未读取：{line[:60]}")
        if self.is_aside:
            return
        self._doubt()
        if self.waiting:
            days = "、".join(str(day) for day in self.waiting[:3])
            self.notice.refuse(self.number, f"{days} 没有写明是放假、上班还是休市。")

    def _forget(self) -> None:
        self.waiting, self.doubts, self.is_aside = [], [], False

    def _doubt(self) -> None:
        for sentence in self.doubts:
            self.notice.refuse(self.number, sentence)
        self.doubts = []

    def _date(self, match: re.Match[str]) -> None:
        day = self._day_of(match)
        if day is None:
            self.is_open_range = False
            return
        since, self.last = self.last, day
        if self.is_open_range and since is not None:
            self.waiting += self._between(since, day)
        else:
            self.waiting.append(day)
        self.is_open_range = bool(match["range"])

    def _day_of(self, match: re.Match[str]) -> date | None:
        """The date meant: without a month that of the date before, without a year that of the notice."""
        year, month = match["year"], match["month"]
        if not month and self.last is None:
            self.doubts.append(f"“{match['day']}日”前没有月份。")
            return None
        before = self.last or date(self.notice.year, 1, 1)
        told_year = int(year) if year else (self.notice.year if month else before.year)
        try:
            day = date(told_year, int(month or before.month), int(match["day"]))
        except ValueError:
            self.doubts.append(f"没有“{match[0].rstrip('至')}”这一天。")
            return None
        written = WEEKDAY.search(match["aside"] or "")
        if written and WEEKDAYS[day.weekday()] != written[1].replace("天", "日"):
            self.doubts.append(f"{told(day)}，写的是“{written[0]}”。请核对；若属另一年，请写明年份。")
        return day

    def _between(self, since: date, until: date) -> Iterator[date]:
        """The days after `since` up to `until`; a range that runs backwards is refused."""
        if until <= since:
            self.doubts.append(f"{since} 至 {until} 是倒着的；跨年的请写明年份。")
        for at in range((until - since).days):
            yield since + timedelta(days=at + 1)

    def _void(self, word: str, line: str) -> None:
        if word == "夜盘" and self.waiting:
            self.notice.remarks.append(
                f"第 {self.number} 行的夜盘安排未采用（每个交易日都按有夜盘控制，停夜盘须单独由双人更改）：{line[:60]}"
            )
        if word == "开市":
            self._doubt()
            self._must_be_open()
        self._forget()
        self.is_aside = word == "调至"

    def _must_be_open(self) -> None:
        for day in self.waiting:
            entry = self.notice.days.get(day)
            if is_weekend(day) or (entry and entry.kind is DayKind.CLOSED):
                self.notice.refuse(self.number, f"{told(day)}写“开市”，但它休市。")

    def _verb(self, word: str) -> None:
        self._doubt()
        kind = VERBS.get(word, DayKind.OFF)
        if self.waiting and (kind is DayKind.CLOSED) is not (self.notice.which is Which.TRADING):
            self.notice.refuse(self.number, WRONG_BOOK[self.notice.which].format(word=word))
            self.waiting = []
        note = f"{self.name}调休" if self.name and kind is DayKind.WORK else self.name
        for day in self.waiting:
            self.notice.say(day, Entry(kind, note, self.number))
        if self.waiting:
            self.counted = len(self.waiting)
        self._forget()

    def _count(self, count: int) -> None:
        if self.counted and count != self.counted:
            self.notice.refuse(self.number, f"写“共{count}天”，但所写日期是 {self.counted} 天。")
        self.counted = 0
