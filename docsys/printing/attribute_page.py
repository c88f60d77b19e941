"""Table 19.4, 证联网信息技术文档属性页 (F-08): what the documents room fills in, and its HTML.

Plain texts throughout: days as 2026-11-02, states and levels as they are read.
"""

from dataclasses import dataclass
from pathlib import Path

from docsys.printing.pages import page

TEMPLATE = "print/attribute_page.html"
IN_FORCE = "现行有效"
# What a state in force may say besides, and then across the page.
LAPSED = ("已失效", "已逾期未评审")
# Said across the page by any state that is not in force.
WATERMARKS = {
    "草稿": "草稿",
    "审核中": "草稿",
    "待发布": "草稿",
    "已撤回": "草稿",
    "已归档": "",
    "已替代": "已替代",
    "已废止": "作废",
}


@dataclass(frozen=True)
class VersionLine:
    """One line of 文档变更历史清单, oldest first."""

    version: str
    revised_on: str
    revised_by: str
    remark: str = ""


@dataclass(frozen=True)
class ChangeLine:
    """One line of 本次修改变更说明."""

    version: str
    text: str


@dataclass(frozen=True)
class AttributePage:
    title: str
    version: str
    state: str
    author: str
    written_on: str
    published_on: str
    number: str
    folder: str
    secrecy: str
    scope: str
    rights: str
    approval: str
    unit: str
    carrier: str
    next_review: str = ""
    valid_until: str = ""
    basis: str = ""
    former_numbers: str = ""
    history: tuple[VersionLine, ...] = ()
    changes: tuple[ChangeLine, ...] = ()
    printed: str = ""
    # the rulebook misprints 变更内容简述 as 变更能容简述; an auditor may want it letter by letter.
    as_misprinted: bool = False

    @property
    def watermark(self) -> str:
        return watermark(self.state)


def watermark(state: str) -> str:
    """What stands across each page of a document in this state; nothing across one in force, under revision or not, unless
    it has expired or its review is overdue.
    """
    if lapsed := next((word for word in LAPSED if word in state), ""):
        return lapsed
    return "" if state.startswith(IN_FORCE) else WATERMARKS.get(state, state)


def html(attributes: AttributePage, *, folder: Path, bare: bool = False) -> str:
    """The page on its own; `bare` leaves out head, foot and watermark, for the marks of a 标识版 to be laid over it."""
    return page(
        TEMPLATE, {"a": attributes, "watermark": "" if bare else attributes.watermark, "bare": bare}, folder=folder
    )
