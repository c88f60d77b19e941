"""What the pages of calendars send, as frozen dataclasses."""

from dataclasses import dataclass
from datetime import date

from werkzeug.datastructures import MultiDict
from wtforms import DateField, Form, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange

from docsys.calendars.rules import DayKind, Which
from docsys.errors import InvalidInput
from docsys.web.inputs import read, strip

Sent = MultiDict[str, str]
FIRST, LAST = 1990, 2100
LONGEST_FILE = 200_000
BOOKS = [(which.value, f"{which.label}日历") for which in Which]
USUAL = "usual"
KINDS = [(kind.value, kind.label) for kind in DayKind] + [(USUAL, "恢复常规")]


class ImportForm(Form):  # type: ignore[misc]  # wtforms carries no types
    which = SelectField("日历", [InputRequired("请选择。")])
    year = IntegerField(
        "年度", [InputRequired("请填写四位年度。"), NumberRange(FIRST, LAST, f"应在 {FIRST} 至 {LAST} 之间。")]
    )
    source = StringField("来源", filters=[strip])
    text = TextAreaField("通知或 CSV", filters=[strip])


@dataclass(frozen=True)
class Import:
    which: str
    year: int
    source: str | None
    text: str | None

    @property
    def book(self) -> Which:
        return Which(self.which)


class DayForm(Form):  # type: ignore[misc]
    which = SelectField("日历", [InputRequired("请选择。")])
    day = DateField("日期", [InputRequired("请填写日期。")])
    kind = SelectField("改为", [InputRequired("请选择。")])
    note = StringField("原因", filters=[strip])
    source = StringField("来源", filters=[strip])


@dataclass(frozen=True)
class Day:
    which: str
    day: date
    kind: str
    note: str | None
    source: str | None

    @property
    def becomes(self) -> DayKind | None:
        return None if self.kind == USUAL else DayKind(self.kind)


def year_of(sent: Sent) -> Import:
    return read(ImportForm, sent, Import, {"which": BOOKS})


def day_of(sent: Sent) -> Day:
    return read(DayForm, sent, Day, {"which": BOOKS, "kind": KINDS})


def decoded(content: bytes) -> str:
    """The text of an uploaded file, as Excel or an editor of this country writes it.

    Raises:
        InvalidInput: too long for a notice, or no text.

    """
    if len(content) > LONGEST_FILE:
        raise InvalidInput(fields={"file": [f"文件超过 {LONGEST_FILE // 1000} KB，不像是一份通知或 CSV。"]})
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InvalidInput(fields={"file": ["读不出文字。请用 UTF-8 或 GBK 编码的 CSV 或文本文件。"]})
