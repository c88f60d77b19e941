"""What a number looks like, which series counts it, and what may become of it (requirements 3.3, 3.6). Pure."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from docsys.clock import local_day
from docsys.errors import InvalidInput, Refused, RuleBroken, TransitionForbidden

REASON_LENGTH = 500
SUBJECT_LENGTH = 500


class NumberKind(StrEnum):
    """What bears the number."""

    DOCUMENT = "document"
    FORM = "form"
    DRAFT = "draft"
    REGISTER = "register"
    VOLUME = "volume"

    @property
    def label(self) -> str:
        return KIND_LABELS[self]


KIND_LABELS = {
    NumberKind.DOCUMENT: "文档",
    NumberKind.FORM: "表单",
    NumberKind.DRAFT: "草稿",
    NumberKind.REGISTER: "台账对象",
    NumberKind.VOLUME: "卷册",
}


class NumberState(StrEnum):
    """What has become of the number. No state gives it back."""

    RESERVED = "预留"
    ACTIVE = "启用"
    VOID = "空号"
    RETIRED = "停用"

    @property
    def label(self) -> str:
        return self.value


# verb: (the word on screen, from, to); a number once out of use stays so
TRANSITIONS = {
    "void": ("作空号处理", NumberState.ACTIVE, NumberState.VOID),
    "retire": ("停用", NumberState.ACTIVE, NumberState.RETIRED),
}


class Pattern(StrEnum):
    """The patterns of documents: A outlives revisions, B is dated, C is a form's own number with its place in front."""

    A = "A"
    B = "B"
    C = "C"


# 3.3: forms numbered for the whole network; all others by unit
NETWORK_FORMS = frozenset(["BG", "BT", "BZ", "FB", "FZ", "PS", "XQ", "HY", "WT", "WF", "ZG", "RL", "YB", "GL", "CG"])
DRAFT_FORM = "CG"

LIBRARY = re.compile(r"[A-Z]{2,6}")
FOLDER = re.compile(r"[A-Z]{2}([0-9]{2}){0,3}")
UNIT = re.compile(r"[A-Z]{3,6}")
FORM_CODE = re.compile(r"[A-Z]{2}")

_FORM_TEXT = r"(?P<form>[A-Z]{2})-((?P<unit>[A-Z]{3,6})-)?(?P<year>[0-9]{4})-(?P<seq>[0-9]{4,})"
_PLACE = r"(?P<library>[A-Z]{2,6})-(?P<folder>[A-Z]{2}([0-9]{2}){0,3})-"
CONTROLLED_NUMBER = re.compile(_PLACE + r"(?P<unit>[A-Z]{3,6})-(?P<seq>[0-9]{3,})")
DATED_NUMBER = re.compile(_PLACE + r"(?P<year>[0-9]{4})-(?P<unit>[A-Z]{3,6})-(?P<seq>[0-9]{4,})")
FORM_NUMBER = re.compile(_FORM_TEXT)
ARCHIVED_NUMBER = re.compile(_PLACE + _FORM_TEXT)
REGISTER_NUMBER = re.compile(r"(?P<form>[A-Z]{2})-(?P<unit>[A-Z]{3,6})-(?P<seq>[0-9]{5,})")
VOLUME_NUMBER = re.compile(_PLACE + r"J(?P<year>[0-9]{4})-(?P<seq>[0-9]{2,})")
SHAPES = (CONTROLLED_NUMBER, DATED_NUMBER, FORM_NUMBER, ARCHIVED_NUMBER, REGISTER_NUMBER, VOLUME_NUMBER)


class NumberMalformed(RuleBroken):
    message = "编号中的{part}“{value}”不合编号规则，应为{expected}。请更正后重新取号。"
    article = "4.3.4（二）"


class NumberTaken(Refused):
    message = "编号 {number} 已在编号台账中，编号不得重复使用。请刷新后核对。"


class NotIssued(RuleBroken):
    message = "编号 {number} 不在编号台账的启用编号之中，不能据以归档。请先在系统中填写表单并取号。"
    article = "4.3.4（二）"


@dataclass(frozen=True)
class Series:
    """One row of counting: all numbers of `template` with the same parts. `width` is a minimum."""

    kind: NumberKind
    parts: tuple[str, ...]
    width: int
    unit_code: str = ""
    year: int | None = None

    @property
    def key(self) -> str:
        """Names the counter: the number without its sequence."""
        return "-".join(self.parts)

    def number(self, seq: int) -> str:
        return f"{self.key}-{seq:0{self.width}}"


@dataclass(frozen=True)
class Parsed:
    """The parts of a number; what its pattern has not is None."""

    library: str | None
    folder: str | None
    form: str | None
    unit: str | None
    year: int | None
    seq: int


def parse(number: str) -> Parsed | None:
    """The parts of a number, or None where it fits no pattern of 3.3."""
    match = next(filter(None, (shape.fullmatch(number) for shape in SHAPES)), None)
    if match is None:
        return None
    found = match.groupdict()
    year = found.get("year")
    return Parsed(
        library=found.get("library"),
        folder=found.get("folder"),
        form=found.get("form"),
        unit=found.get("unit"),
        year=int(year) if year else None,
        seq=int(found["seq"]),
    )


def year_of(now: datetime) -> int:
    """The year a number bears: that of the day of allocation in Shanghai."""
    return local_day(now).year


def document_series(library: str, folder_code: str, pattern: str, unit_code: str, now: datetime) -> Series:
    """Patterns A and B. C has no counter of its own: see `archive_number`."""
    _check_place(library, folder_code)
    _check("单位代码", unit_code, UNIT, "3 至 6 个大写字母")
    if pattern == Pattern.A:
        return Series(NumberKind.DOCUMENT, (library, folder_code, unit_code), 3, unit_code)
    if pattern != Pattern.B:
        raise NumberMalformed(part="编号方式", value=pattern, expected="A 或 B")
    year = year_of(now)
    return Series(NumberKind.DOCUMENT, (library, folder_code, f"{year:04}", unit_code), 4, unit_code, year)


def form_series(form_code: str, unit_code: str | None, now: datetime) -> Series:
    """By unit, or for the whole network where the form is numbered so or no unit is named."""
    _check("表单代码", form_code, FORM_CODE, "2 个大写字母")
    if form_code == DRAFT_FORM:
        raise NumberMalformed(part="表单代码", value=form_code, expected="草稿以外的表单（CG 专用于草稿）")
    if unit_code is None or form_code in NETWORK_FORMS:
        return _network_series(NumberKind.FORM, form_code, now)
    _check("单位代码", unit_code, UNIT, "3 至 6 个大写字母")
    year = year_of(now)
    return Series(NumberKind.FORM, (form_code, unit_code, f"{year:04}"), 4, unit_code, year)


def draft_series(now: datetime) -> Series:
    return _network_series(NumberKind.DRAFT, DRAFT_FORM, now)


def register_series(form_code: str, unit_code: str) -> Series:
    """Things kept in registers live on over the years: their numbers have none."""
    _check("表单代码", form_code, FORM_CODE, "2 个大写字母")
    _check("单位代码", unit_code, UNIT, "3 至 6 个大写字母")
    return Series(NumberKind.REGISTER, (form_code, unit_code), 5, unit_code)


def volume_series(library: str, folder_code: str, now: datetime) -> Series:
    """Paper volumes of a folder, counted anew each year: `ZLW-ZD07-J2026-01` (3.4)."""
    _check_place(library, folder_code)
    year = year_of(now)
    return Series(NumberKind.VOLUME, (library, folder_code, f"J{year:04}"), 2, year=year)


def archive_number(library: str, folder_code: str, form_number: str) -> str:
    """Pattern C: business number and archive number are one."""
    _check_place(library, folder_code)
    _check("表单编号", form_number, FORM_NUMBER, "系统所给的表单编号，如 BG-2026-0042")
    return f"{library}-{folder_code}-{form_number}"


def check_transition(verb: str, state: NumberState) -> NumberState:
    """The state after `verb`; refused from any state but the one of `TRANSITIONS`."""
    word, source, target = TRANSITIONS[verb]
    if state != source:
        raise TransitionForbidden(state=state.label, verb=word)
    return target


def check_successor(number: str, successor: str) -> str:
    if number == successor:
        raise InvalidInput(fields={"successor": ["接替编号不能是该编号本身，请填写新编号。"]})
    return successor


def check_reason(reason: str) -> str:
    """3.6: gaps are legal and explained."""
    reason = reason.strip()
    if not reason:
        raise InvalidInput(fields={"reason": ["请填写理由：编号台账须说明每个空号和停用编号的原因。"]})
    if len(reason) > REASON_LENGTH:
        raise InvalidInput(fields={"reason": [f"理由不得超过 {REASON_LENGTH} 字，请删减。"]})
    return reason


def _network_series(kind: NumberKind, form_code: str, now: datetime) -> Series:
    year = year_of(now)
    return Series(kind, (form_code, f"{year:04}"), 4, year=year)


def _check_place(library: str, folder_code: str) -> None:
    _check("库代码", library, LIBRARY, "2 至 6 个大写字母")
    _check("文件夹代码", folder_code, FOLDER, "类别代码加每级 2 位数字，如 ZD07")


def _check(part: str, value: str, shape: re.Pattern[str], expected: str) -> None:
    if not shape.fullmatch(value):
        raise NumberMalformed(part=part, value=value, expected=expected)
