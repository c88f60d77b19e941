"""What is typed on the pages of paper, as frozen values."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from docsys.errors import InvalidInput
from docsys.forms.fields.references import login_of
from docsys.paper import actions, rules
from docsys.paper.actions import Arrangement, Changes, NewCopies, NewVolume, Place, Wish
from docsys.paper.rules import STORE, HolderKind
from docsys.people.models import User

LABELS = {
    "count": "份数",
    "location": "存放地点",
    "holder": "持有人",
    "pages": "页数",
    "purpose": "用途",
    "due": "应还日期",
    "borrower": "借阅人",
    "reason": "原因",
    "way": "销毁方式",
    "title": "卷题名",
    "retention": "保管期限",
    "chosen": "卷内文件",
    "folder": "文件夹",
    "file": "扫描件",
}
HOLDERS = [(one.value, one.label) for one in HolderKind if one is not HolderKind.STORE]
Sent = MultiDict[str, str]


def new_copies(session: Session, typed: Mapping[str, str]) -> NewCopies:
    """What copies are registered with; without a holder they lie in the store."""
    important = typed.get("important", "")
    return NewCopies(
        count=_number(typed, "count") or 0,
        location=_text(typed, "location"),
        holder=place(session, typed) if _text(typed, "holder") else Place(HolderKind.STORE, STORE),
        pages=_number(typed, "pages"),
        is_important=important == "yes" if important in {"yes", "no"} else None,
        remark=_text(typed, "remark"),
        widen=bool(typed.get("widen")),
    )


def changes(typed: Mapping[str, str]) -> Changes:
    return Changes(
        _text(typed, "location"), _number(typed, "pages"), bool(typed.get("is_important")), _text(typed, "remark")
    )


def place(session: Session, typed: Mapping[str, str]) -> Place:
    """With whom or what a copy goes; a person with an account is known by the login behind the name."""
    kind, name = typed.get("holder_kind", ""), _text(typed, "holder")[:200]
    if kind not in set(HolderKind) or kind == HolderKind.STORE:
        raise _refused("holder", "请选择单位、部门、个人或地点。")
    if kind == HolderKind.PERSON:
        return actions.person(session, person(session, name, "holder"))
    return Place(HolderKind(kind), name)


def person(session: Session, text: str, field: str) -> int:
    """`李强（liqiang）`, a login, or a name that one account alone bears."""
    wanted = login_of(text) or text
    by_login = session.scalar(select(User.id).where(User.login == wanted.casefold(), User.active))
    named = [by_login] if by_login else session.scalars(select(User.id).where(User.name == wanted, User.active)).all()
    if len(named) != 1:
        raise _refused(field, f"“{text}”不是唯一的系统用户，请从列表中选择。" if text else "请选择人员。")
    return int(named[0] or 0)


def wish(typed: Mapping[str, str]) -> Wish:
    due = day(typed, "due")
    if due is None:
        raise _refused("due", "请填写应还日期。")
    return Wish(_text(typed, "purpose"), due)


def day(typed: Mapping[str, str], name: str) -> date | None:
    text = typed.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise _refused(name, "日期请写成 2026-11-23。") from error


def year(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None  # noqa: PLR2004 - digits of a year


def new_volume(sent: Sent) -> NewVolume:
    """A volume as chosen on the second page of the wizard."""
    chosen = _ids(sent, "chosen")
    supplements = sent.get("supplements", "")
    return NewVolume(
        folder_code=_text(sent, "folder"),
        title=_text(sent, "title"),
        copy_ids=chosen,
        pages={copy_id: _number(sent, f"pages-{copy_id}") for copy_id in chosen},
        year=year(sent.get("year", "")),
        location=_text(sent, "location"),
        retention=_text(sent, "retention"),
        supplements_id=int(supplements) if supplements.isdigit() else None,
    )


def arrangement(sent: Sent) -> Arrangement:
    kept, added = _ids(sent, "kept"), _ids(sent, "chosen")
    return Arrangement(
        title=_text(sent, "title"),
        location=_text(sent, "location"),
        retention=_text(sent, "retention"),
        remark=sent.get("remark", "").strip(),
        kept=kept,
        pages={copy_id: _number(sent, f"pages-{copy_id}") for copy_id in (*kept, *added)},
        remarks={copy_id: _text(sent, f"remark-{copy_id}") for copy_id in kept},
        added=added,
    )


def _ids(sent: Sent, name: str) -> list[int]:
    return [int(one) for one in sent.getlist(name) if one.isdigit()]


def _text(typed: Mapping[str, str], name: str) -> str:
    return " ".join(typed.get(name, "").split())


def _number(typed: Mapping[str, str], name: str) -> int | None:
    text = typed.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(rules.MOST_PAGES)):
        raise _refused(name.partition("-")[0], "请填写数字。")
    return int(text)


def _refused(name: str, sentence: str) -> InvalidInput:
    return InvalidInput(fields={name: [sentence]}, labels=LABELS)
