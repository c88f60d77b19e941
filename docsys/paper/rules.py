"""What is allowed with paper: which is important, when it is due back, what a volume and a scan must be. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar

from docsys.documents.rules import Secrecy
from docsys.errors import InvalidInput, Refused, RuleBroken
from docsys.folders.rules import path_part

# R-4.3.8-1: rules, contracts, signed change orders and approvals are important unless somebody says otherwise.
IMPORTANT_CATEGORIES = frozenset({"ZD", "HT", "SP"})
GUARDED = frozenset({Secrecy.SENSITIVE.value, Secrecy.HIGHLY_SENSITIVE.value})
STORE = "文档库房"
SCAN_PAPERS = ("A4", "A3", "A5")
MOST_COPIES = 50
MOST_PAGES = 5000
MOST_EXTENSIONS = 2
TITLE_BYTES = 120


class HolderKind(StrEnum):
    """What a copy is with."""

    STORE = "store"
    UNIT = "unit"
    DEPARTMENT = "department"
    PERSON = "person"
    PLACE = "place"

    @property
    def label(self) -> str:
        return {"store": "库房", "unit": "单位", "department": "部门", "person": "个人", "place": "地点"}[self.value]


class NotOnPaper(RuleBroken):
    article: ClassVar[str | None] = "4.3.1"
    message: ClassVar[str] = (
        "{number} 的载体是“{medium}”，不含纸质。请勾选“同时把载体改为电子+纸质”，或在修订时改载体，再登记纸质份。"
    )


class NotInForce(RuleBroken):
    article: ClassVar[str | None] = "4.4.1"
    message: ClassVar[str] = "{code} 是 {version}，{state}，不能{verb}。请使用现行版本的纸质份。"


class NotYetInForce(RuleBroken):
    article: ClassVar[str | None] = "4.4.1"
    message: ClassVar[str] = "{number} 现为“{state}”，还没有可登记纸质份的现行版本。请先发布或归档。"


class MayNotBorrow(RuleBroken):
    article: ClassVar[str | None] = "4.5.1"
    message: ClassVar[str] = "{name} 没有 {number} 的“借阅纸质”权限。请文档管理员在文档的“权限”中授予其部门和岗位。"


class NeedsApproval(RuleBroken):
    article: ClassVar[str | None] = "4.5.1"
    message: ClassVar[str] = "{number} 为{secrecy}文件，借出前须经上级领导批准。请先提交借阅申请，由上级领导批准。"


class OwnRequest(RuleBroken):
    article: ClassVar[str | None] = "2.3.3"
    message: ClassVar[str] = "不能批准自己的借阅申请，请由另一位上级领导批准。"


class AlreadyAsked(Refused):
    message: ClassVar[str] = "{code} 已有 {name} 的借阅申请 {number}，请先办理或取消。"


class BoundInVolume(RuleBroken):
    article: ClassVar[str | None] = "4.3.7"
    message: ClassVar[str] = "{code} 已编入卷 {volume}，不能单独{verb}。请使用未装订的份，或到库房查阅该卷。"


class VolumeBound(RuleBroken):
    article: ClassVar[str | None] = "4.3.7"
    message: ClassVar[str] = "卷 {number} {state}，不能再插入、移出或调整文件。请用“补卷”另立一卷。"


class RenumberingBound(RuleBroken):
    article: ClassVar[str | None] = "4.3.7"
    message: ClassVar[str] = "{number} 的纸质份 {code} 已装订入卷 {volume}，不能改号。请废止后在目标文件夹新建。"


class VolumeEmpty(RuleBroken):
    article: ClassVar[str | None] = "4.3.7"
    message: ClassVar[str] = "卷内没有文件，不能{verb}。请先选入至少一份在库的纸质份。"


class PagesMissing(RuleBroken):
    article: ClassVar[str | None] = "4.3.7"
    message: ClassVar[str] = "缺少页数，不能编页号：{codes}。请在卷内文件中填写每份的页数。"


class TooCoarse(RuleBroken):
    article: ClassVar[str | None] = "4.3.8"
    message: ClassVar[str] = (
        "“{name}”{where}实测 {dpi} dpi（{measured}），低于 {least} dpi。"
        "请把扫描分辨率设为 {least} dpi 以上（小字、印章 300 dpi）重新扫描后再上传。"
    )


class NoPicture(RuleBroken):
    article: ClassVar[str | None] = "4.3.8"
    message: ClassVar[str] = (
        "“{name}”第 {page} 页没有扫描图像，不是扫描件。请上传扫描仪生成的 PDF 或图片；电子文件请在文档页面登记。"
    )


@dataclass(frozen=True)
class PageSeen:
    """One page of a scan as measured: `dpi` 0 where no picture covers half of it; `paper` the size it was reckoned with, where
    the file itself has none.
    """

    width: int
    height: int
    dpi: int
    paper: str = ""

    @property
    def said(self) -> str:
        return f"{self.width}×{self.height} 像素" + (f"，按 {self.paper} 纸折合" if self.paper else "")


@dataclass(frozen=True)
class Resolution:
    """Of a whole scan: its coarsest page, and the sentence that says what was measured."""

    dpi: int
    pages: int
    said: str


def is_important(folder_code: str) -> bool:
    return folder_code[:2] in IMPORTANT_CATEGORIES


def copy_code(number: str, version: object, ordinal: int) -> str:
    """份号: `ZLW-ZD00-WGB-001-V1.0-Z02` (3.4); it stays on the paper whatever becomes of the number."""
    return f"{number}-{version}-Z{ordinal:02}"


def scan_name(code: str, ordinal: int, suffix: str) -> str:
    return f"{code}-S{ordinal:02}{suffix}"


def titled(number: str, title: str) -> str:
    """The folder of scans of a document, and of a volume: number and title."""
    return f"{number}_{path_part(title, TITLE_BYTES)}"


def check_due(due: date, today: date, longest: int) -> date:
    """A loan ends after today and within the longest time."""
    last = today + timedelta(days=longest)
    if not today < due <= last:
        raise InvalidInput(fields={"due": [f"应还日期须在明天至 {last} 之间（最长 {longest} 天）。"]})
    return due


def check_count(count: int) -> int:
    if not 1 <= count <= MOST_COPIES:
        raise InvalidInput(fields={"count": [f"份数须为 1 至 {MOST_COPIES}。"]})
    return count


def check_pages(pages: int | None) -> int | None:
    if pages is not None and not 1 <= pages <= MOST_PAGES:
        raise InvalidInput(fields={"pages": [f"页数须为 1 至 {MOST_PAGES}。"]})
    return pages


def needs_approval(secrecy: str) -> bool:
    """敏感 and above are lent only with a superior's word (F-13)."""
    return secrecy in GUARDED


def page_ranges(pages: Sequence[int]) -> list[tuple[int, int]]:
    """起止页 of each document in a volume, counted through from 1."""
    found, last = [], 0
    for count in pages:
        found.append((last + 1, last + count))
        last += count
    return found


def range_text(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}\N{EN DASH}{last}"


def span(numbers: Sequence[str]) -> str:
    """起止编号 of a cover: `ZLW-SP01-BG-2026-0001～0050`, the common beginning said once."""
    if not numbers:
        return ""
    first, last = numbers[0], numbers[-1]
    if first == last:
        return first
    same, _, tail = last.rpartition("-")
    return f"{first}～{tail}" if first.rpartition("-")[0] == same else f"{first}～{last}"


def days(dates: Iterable[date | None]) -> str:
    """起止日期."""
    known = sorted(day for day in dates if day is not None)
    if not known:
        return ""
    return str(known[0]) if known[0] == known[-1] else f"{known[0]}～{known[-1]}"


SECRECIES = [one.value for one in Secrecy]


def highest_secrecy(found: Iterable[str]) -> str:
    """A volume is as secret as its most secret document."""
    known = [SECRECIES.index(one) for one in found if one in SECRECIES]
    return SECRECIES[max(known)] if known else ""


def check_resolution(name: str, pages: Sequence[PageSeen], least: int) -> Resolution:
    """At least `least` dpi on every page (4.3.8, DA/T 31).

    Raises:
        NoPicture: a page that no picture covers; TooCoarse: says which page, what was measured and what to do.

    """
    for place, page in enumerate(pages, 1):
        if page.dpi == 0:
            raise NoPicture(name=name, page=place)
    coarsest = min(range(len(pages)), key=lambda place: pages[place].dpi)
    page = pages[coarsest]
    if page.dpi < least:
        where = f"第 {coarsest + 1} 页" if len(pages) > 1 else ""
        raise TooCoarse(name=name, where=where, dpi=page.dpi, measured=page.said, least=least)
    among = f"{len(pages)} 页中最低 " if len(pages) > 1 else ""
    return Resolution(page.dpi, len(pages), f"{among}{page.dpi} dpi（{page.said}）")
