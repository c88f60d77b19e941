"""What is typed on the pages of documents, as frozen values."""

from collections.abc import Mapping
from datetime import date

from docsys.documents.actions import NewDraft
from docsys.documents.rules import Level, Medium, Secrecy
from docsys.errors import InvalidInput

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
}
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
        written_on=_day(typed, "written_on"),
        version=_text(typed, "version") or "V1.0",
        secrecy=_one_of(typed, "secrecy"),
        use_scope=_text(typed, "use_scope"),
        level=_one_of(typed, "level"),
        notes=[line.strip() for line in typed.get("notes", "").splitlines() if line.strip()],
        medium=_one_of(typed, "medium") or Medium.ELECTRONIC.value,
        purpose=_text(typed, "purpose"),
        basis=_text(typed, "basis"),
    )


def _text(typed: Mapping[str, str], name: str) -> str:
    return " ".join(typed.get(name, "").split())


def _number(typed: Mapping[str, str], name: str) -> int:
    text = typed.get(name, "")
    if not text.isdigit():
        raise _refused(name, "请选择。")
    return int(text)


def _day(typed: Mapping[str, str], name: str) -> date | None:
    text = typed.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise _refused(name, "日期请写成 2026-11-23。") from error


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
