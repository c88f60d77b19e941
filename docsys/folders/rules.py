"""Codes, names and places of folders (requirements 3.2). Pure."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from enum import StrEnum

from docsys.errors import InvalidInput, Refused, RuleBroken

LIBRARY_ROOT = "现行库"
MAX_DEPTH = 4
MAX_SIBLINGS = 99
NAME_LENGTH = 60
PART_BYTES = 255
CATEGORY = re.compile(r"[A-Z]{2}")
# Drafts are numbered by it.
RESERVED = frozenset({"CG"})

FORBIDDEN = '\\/:*?"<>|'
# Controls, format characters (bidi and zero width among them), halves of surrogate pairs, line and paragraph separators
UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


class FolderKind(StrEnum):
    CONTROLLED = "controlled"
    RECORD = "record"

    @property
    def label(self) -> str:
        return KIND_LABELS[self]


# How documents of an added category are numbered: for good, or by year (requirements 3.3).
PATTERNS = {FolderKind.CONTROLLED: "A", FolderKind.RECORD: "B"}
KIND_LABELS = {FolderKind.CONTROLLED: "受控文件", FolderKind.RECORD: "记录"}


class TooDeep(RuleBroken):
    message = "“{code}”已是第 {limit} 级文件夹，其下不能再建。请在它的上级文件夹中建立同级文件夹。"
    article = "4.3.4（一）"


class TooManySiblings(RuleBroken):
    message = "“{code}”下的文件夹代码已用至 {limit}，代码不得重复使用。请在它的某个下级中建立，或选用其他上级。"
    article = "4.3.4（二）"


class FolderClosed(RuleBroken):
    message = "文件夹“{code}”已停用，不能再放入文档或新建文件夹。请选用其他文件夹。"
    article = "4.3.4（二）"


class FolderOpen(Refused):
    message = "文件夹“{code}”正在使用，无需启用。"


class CategoryFixed(RuleBroken):
    message = "“{name}”是细则规定的文档类别，不能{verb}。需要时请在其下建立文件夹。"
    article = "4.2.2"


def depth_of(code: str) -> int:
    """1 for a category, and one more for each two digits."""
    return 1 + (len(code) - 2) // 2


def ancestors(code: str) -> list[str]:
    """The codes from the category down to `code` itself."""
    return [code[:length] for length in range(2, len(code) + 1, 2)]


def child_code(parent_code: str, taken: Collection[str]) -> str:
    """The next code below `parent_code`. A code once given is never given again; 00 is kept for 综合."""
    if depth_of(parent_code) >= MAX_DEPTH:
        raise TooDeep(code=parent_code, limit=MAX_DEPTH)
    last = max((int(code.removeprefix(parent_code)) for code in taken), default=0)
    if last >= MAX_SIBLINGS:
        raise TooManySiblings(code=parent_code, limit=MAX_SIBLINGS)
    return f"{parent_code}{last + 1:02}"


def check_name(text: str, siblings: Collection[str] = ()) -> str:
    """The name as it is stored; it becomes part of a directory's name, so what no disk takes is refused."""
    name = unicodedata.normalize("NFC", text).strip()
    if not name:
        raise _unfit("请填写文件夹名称。")
    if len(name) > NAME_LENGTH:
        raise _unfit(f"文件夹名称不得超过 {NAME_LENGTH} 字，现为 {len(name)} 字，请缩短。")
    if any(char in FORBIDDEN or unicodedata.category(char) in UNPRINTABLE for char in name):
        raise _unfit('文件夹名称不能含有 \\ / : * ? " < > | 或不可见字符，请改用中文标点或删除。')
    if name != name.strip("."):
        raise _unfit("文件夹名称不能以“.”开头或结尾，请删除。")
    if name.casefold() in {sibling.casefold() for sibling in siblings}:
        raise _unfit(f"同一上级下已有名为“{name}”的文件夹，请换一个名称。")
    return name


def check_category_code(text: str, taken: Collection[str]) -> str:
    """Two letters that no category bears: they stand in every number of what lies in it."""
    code = text.strip().upper()
    if not CATEGORY.fullmatch(code) or code in RESERVED:
        raise InvalidInput(fields={"code": [f"类别代码为两位大写字母，且不能是 {'、'.join(sorted(RESERVED))}。"]})
    if code in taken:
        raise InvalidInput(fields={"code": [f"已有类别 {code}，请换一个代码。"]})
    return code


def check_category_kept(depth: int, name: str, verb: str) -> None:
    """4.2.2 names the seven categories: they can be neither renamed nor deleted."""
    if depth == 1:
        raise CategoryFixed(name=name, verb=verb)


def check_open(code: str, *, closed: bool) -> None:
    if closed:
        raise FolderClosed(code=code)


def check_closed(code: str, *, closed: bool) -> None:
    if not closed:
        raise FolderOpen(code=code)


def path_part(text: str, max_bytes: int) -> str:
    """`text` as one part of a path on any disk, at most `max_bytes` of UTF-8, never empty, never hidden."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    text = "".join("_" if char in FORBIDDEN else char for char in text if unicodedata.category(char) not in UNPRINTABLE)
    text = unicodedata.normalize("NFC", text).lstrip(". ")
    return text.encode()[:max_bytes].decode(errors="ignore").rstrip(". ") or "_"


def directory(chain: Sequence[tuple[str, str, int]]) -> str:
    """Where a folder lies in the archive, from (code, name, ordinal) of each level downwards.

    The first level bears the ordinal, so that a file manager sorts as the catalogue does.
    """
    (code, name, ordinal), *below = chain
    parts = [f"{ordinal:02}_{code}_{name}", *(f"{code}_{name}" for code, name, _ in below)]
    return "/".join([LIBRARY_ROOT, *(path_part(part, PART_BYTES) for part in parts)])


def sort_key(ordinal: int, code: str, year: int | None, unit_ordinal: int, seq: int) -> tuple[int, str, int, int, int]:
    """The one order of catalogue, volumes and exports (3.2)."""
    return (ordinal, code, year or 0, unit_ordinal, seq)


def _unfit(sentence: str) -> InvalidInput:
    return InvalidInput(fields={"name": [sentence]})
