"""What is chosen in a list and typed for all of it, as frozen values."""

import re
from collections.abc import Mapping

from docsys.bulk.changing import Change
from docsys.bulk.rules import What, check_count
from docsys.documents import inputs
from docsys.errors import InvalidInput

LABELS = {
    "what": "办理事项",
    "folder": "移至文件夹",
    "scope": "使用范围",
    "next_review": "下次评审日期",
    "rows": "使用权限",
    "reason": "原因",
}
ID = re.compile(r"[0-9]{1,9}")
REQUIRED = {What.FOLDER: "folder", What.SCOPE: "scope", What.REVIEW: "next_review"}


def what(typed: Mapping[str, str]) -> What:
    try:
        return What(typed.get("what", ""))
    except ValueError as error:
        raise InvalidInput(fields={"what": ["请选择办理事项。"]}, labels=LABELS) from error


def ids(text: str) -> list[int]:
    """`3,14,15`, as one field of a form carries them."""
    found = list(dict.fromkeys(int(one) for one in text.split(",") if ID.fullmatch(one)))
    check_count(len(found))
    return found


def change(typed: Mapping[str, str], units: Mapping[int, int]) -> Change:
    """`units` says which unit a department belongs to."""
    chosen = what(typed)
    rights = chosen in {What.RIGHTS_ADD, What.RIGHTS_REPLACE}
    found = Change(
        chosen,
        " ".join(typed.get("reason", "").split()),
        typed.get("folder", "").strip(),
        " ".join(typed.get("scope", "").split()),
        inputs.day(typed, "next_review"),
        tuple(inputs.right_rows(typed, units)) if rights else (),
    )
    _check(found)
    return found


def _check(found: Change) -> None:
    empty = {name: ["请填写。"] for what_, name in REQUIRED.items() if found.what is what_ and not getattr(found, name)}
    if found.what is What.RIGHTS_ADD and not found.rows:
        empty["rows"] = ["请至少填写一行。"]
    if not found.reason:
        empty["reason"] = ["请写明原因。"]
    if empty:
        raise InvalidInput(fields=empty, labels=LABELS)
