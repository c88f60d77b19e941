"""What is typed on the pages of documents, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from docsys.documents.actions import NewDraft, RightRow
from docsys.documents.models import UseRight
from docsys.documents.rules import (
    MARKS,
    Level,
    MarkMissing,
    Medium,
    Right,
    Secrecy,
    VersionNotLater,
    VersionUnreadable,
)
from docsys.errors import InvalidInput, Refused

LABELS = {
    "folder": "文件夹",
    "unit_id": "归口单位",
    "title": "文档名称",
    "author": "编写人",
    "written_on": "编写日期",
    "version": "版本",
    "secrecy": "保密级别",
    "use_scope": "使用范围",
    "level": "审批级别",
    "notes": "本次修改变更说明",
    "file": "文件",
    "attachment": "附件",
    "reason": "修订原因",
    "opinion": "意见或原因",
    "replacement": "替代文件",
    "paper": "纸质处理",
    "demand": "需求单号",
    "basis": "依据文件",
    "until": "有效期至",
    "review_months": "评审周期",
    "next_review": "下次评审",
}
MOST_ROWS = 200
MOST_DIGITS = 4
DEMAND = 64
ANY = "*"
CHOICES = {
    "secrecy": [(one.value, one.label) for one in Secrecy],
    "level": [(one.value, one.label) for one in Level],
    "medium": [(one.value, one.label) for one in Medium],
}


def draft(typed: Mapping[str, str], *, folder: str | None = None, unit_id: int | None = None) -> NewDraft:
    """The marks as typed; `folder` and `unit_id` are given where the document has them already."""
    return NewDraft(
        folder_code=folder or _text(typed, "folder").partition(" ")[0].upper(),
        unit_id=unit_id or _number(typed, "unit_id"),
        title=_text(typed, "title"),
        author=_text(typed, "author"),
        written_on=day(typed, "written_on"),
        version=_text(typed, "version") or "V1.0",
        secrecy=_one_of(typed, "secrecy"),
        use_scope=_text(typed, "use_scope"),
        level=_one_of(typed, "level"),
        notes=[line.strip() for line in typed.get("notes", "").splitlines() if line.strip()],
        medium=_one_of(typed, "medium") or Medium.ELECTRONIC.value,
        purpose=_text(typed, "purpose"),
        basis=_text(typed, "basis"),
        demand=_text(typed, "demand").upper()[:DEMAND],
    )


def _text(typed: Mapping[str, str], name: str) -> str:
    return " ".join(typed.get(name, "").split())


def _number(typed: Mapping[str, str], name: str) -> int:
    text = typed.get(name, "")
    if not text.isdigit():
        raise _refused(name, "请选择。")
    return int(text)


def day(typed: Mapping[str, str], name: str) -> date | None:
    text = typed.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise _refused(name, "日期请写成 2026-11-23。") from error


def months(typed: Mapping[str, str], name: str) -> int | None:
    """A number of months, or none."""
    text = typed.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > MOST_DIGITS:
        raise _refused(name, "请填写月数，如 12。")
    return int(text)


def _one_of(typed: Mapping[str, str], name: str) -> str:
    text = typed.get(name, "")
    if text and text not in dict(CHOICES[name]):
        raise _refused(name, "请从列表中选择。")
    return text


def _refused(name: str, sentence: str) -> InvalidInput:
    return InvalidInput(fields={name: [sentence]}, labels=LABELS)


def version_of(text: str) -> str:
    """`2`, `2.1` or `2.1.3` as a version of ours."""
    parts = [part for part in text.split(".") if part.isdigit()][:2]
    return "V" + ".".join((*parts, "0")[:2]) if parts else "V1.0"


@dataclass(frozen=True)
class RowTyped:
    """A row of use rights as it stands in its inputs; without a unit, department or post it is not filled yet."""

    unit: str = ""
    department: str = ""
    post: str = ""
    rights: frozenset[str] = frozenset({Right.LIST.value, Right.READ.value})
    until: str = ""

    @classmethod
    def of(cls, row: UseRight) -> "RowTyped":
        given = frozenset(right.value for right in Right if getattr(row, f"may_{right.value}"))
        unit, department, post = (str(one or "") for one in (row.unit_id, row.department_id, row.post_id))
        return cls(unit or ANY, department, post, given, row.valid_to.isoformat() if row.valid_to else "")

    @property
    def is_blank(self) -> bool:
        return not (self.unit or self.department or self.post)


def typed_rows(typed: Mapping[str, str]) -> list[RowTyped]:
    """The rows of the editor, `r0-unit`, `r0-department`, …, but for those left blank or ticked for removal."""
    found = []
    for index in range(MOST_ROWS):
        if f"r{index}-unit" not in typed:
            break
        given = frozenset(right.value for right in Right if typed.get(f"r{index}-{right.value}"))
        unit, department, post = (typed.get(f"r{index}-{name}", "").strip() for name in ("unit", "department", "post"))
        row = RowTyped(unit, department, post, given, typed.get(f"r{index}-until", "").strip())
        if not row.is_blank and not typed.get(f"r{index}-remove"):
            found.append(row)
    return found


def right_rows(typed: Mapping[str, str], units: Mapping[int, int]) -> list[RightRow]:
    """The rows as values; `units` says which unit a department belongs to.

    Raises:
        InvalidInput: names the row, counted from 1.

    """
    rows = [_right_row(index, row, units) for index, row in enumerate(typed_rows(typed), 1)]
    places = [(row.unit_id, row.department_id, row.post_id) for row in rows]
    for index, place in enumerate(places, 1):
        if place in places[: index - 1]:
            raise _row_refused(index, "与前面的行重复，请合并。")
    return rows


def _right_row(index: int, row: RowTyped, units: Mapping[int, int]) -> RightRow:
    unit, department, post = (int(one) if one.isdigit() else None for one in (row.unit, row.department, row.post))
    if department is not None:
        if department not in units or (unit is not None and units[department] != unit):
            raise _row_refused(index, "部门不属于所选单位。")
        unit = units[department]
    if not row.rights:
        raise _row_refused(index, "请至少勾选一项权限，或移除该行。")
    until = day({"until": row.until}, "until")
    # Whoever may do anything with it must find it.
    return RightRow(unit, department, post, frozenset({Right.LIST, *(Right(one) for one in row.rights)}), until)


def _row_refused(index: int, sentence: str) -> InvalidInput:
    return InvalidInput(fields={f"row{index}": [sentence]}, labels={f"row{index}": f"第 {index} 行"})


def errors_at(refusal: Refused | None, typed: Mapping[str, str]) -> dict[str, list[str]]:
    """What a refused form of marks says at which field, also where a rule and not the form refused it."""
    if isinstance(refusal, InvalidInput):
        return refusal.fields
    if isinstance(refusal, MarkMissing):
        return {name: ["提交审核前必填。"] for name in MARKS if name in LABELS and not _text(typed, name)}
    if isinstance(refusal, (VersionUnreadable, VersionNotLater)):
        return {"version": [refusal.sentence]}
    return {}
