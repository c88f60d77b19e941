"""A document in plain values: 元数据.json, by which its folder explains itself, and the data of its attribute page."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from docsys.clock import local, local_day
from docsys.documents.expiry import queries as expiry
from docsys.documents.models import Attachment, Contract, Document, UseRight, Version
from docsys.documents.rules import EFFECTIVE, OPEN, Level, Right, State
from docsys.folders import queries as folders
from docsys.folders.models import Folder
from docsys.numbering.queries import former_numbers
from docsys.people.models import User
from docsys.printing.attribute_page import AttributePage, ChangeLine, VersionLine
from docsys.printing.marks import Marks
from docsys.vault.models import StoredFile

EVERYBODY = "全部"


def metadata(session: Session, document: Document, now: datetime) -> dict[str, Any]:
    """Everything the database knows of it, so that `docsys rebuild` can make it anew; `files` are those that stay byte for
    byte. `written_at` tells a newer description from one that was left behind.
    """
    return {
        "number": document.number,
        "old_number": document.old_number,
        "archive_number": document.archive_number,
        "former_numbers": former_numbers(session, document.number),
        "path": document.path,
        "written_at": _moment(now),
        "created": {"by": _login(session, document.created_by_id), "at": _moment(document.created_at)},
        "title": document.title,
        "state": document.state.value,
        "folder": document.folder.code,
        "folders": [_folder(one) for one in folders.chain(session, document.folder)],
        "unit": document.unit.code,
        "unit_name": document.unit.short_name,
        "medium": document.medium,
        "purpose": document.purpose,
        "basis": document.basis,
        "review_months": document.review_months,
        "next_review": _day(document.next_review),
        "valid_until": _day(document.valid_until),
        "retention": document.retention,
        "supplements": document.supplements,
        "keeping": document.keeping,
        "contract": document.contract and _contract(document.contract),
        "missing": document.missing,
        "abolition": {
            "at": _moment(document.abolished_at),
            "reason": document.abolition_reason,
            "replacement": document.replacement,
        },
        "rights": [_right(row) for row in document.rights],
        "versions": [_version(session, one) for one in document.versions],
        "attachments": [_attachment(one) for version in document.versions for one in version.attachments],
        "files": _files(document),
    }


def _files(document: Document) -> list[dict[str, Any]]:
    """The approved files in the document's own folder."""
    found = []
    for version in document.versions:
        file = version.file
        if file is not None and file.erased_at is None and file.path.rpartition("/")[0] == document.path:
            found.append({"name": file.path.rpartition("/")[2], "sha256": file.sha256, "size": file.size})
    return found


def _contract(contract: Contract) -> dict[str, Any]:
    return {
        "party": contract.party,
        "starts_on": _day(contract.starts_on),
        "ends_on": _day(contract.ends_on),
        "clauses": contract.clauses,
        "outcome": contract.outcome,
        "ended_on": _day(contract.ended_on),
        "remark": contract.remark,
        "successor": contract.successor,
    }


def _version(session: Session, version: Version) -> dict[str, Any]:
    return {
        "version": str(version.version),
        "state": version.state.value,
        "title": version.title,
        "author": version.author,
        "author_login": _login(session, version.author_id),
        "created_at": _moment(version.created_at),
        "written_on": _day(version.written_on),
        "secrecy": version.secrecy,
        "use_scope": version.use_scope,
        "level": version.level,
        "notes": version.notes,
        "reason": version.reason,
        "demand": version.demand,
        "submitted_at": _moment(version.submitted_at),
        "approved": {
            "by": version.approved_by,
            "login": _login(session, version.approved_by_id),
            "at": _moment(version.approved_at),
            "opinion": version.opinion,
        },
        "published": {"by": version.published_by, "at": _moment(version.published_at)},
        "effective_on": _day(version.effective_on),
        "file": version.file and _file(version.file),
    }


def _attachment(one: Attachment) -> dict[str, Any]:
    return {
        "version": str(one.version.version),
        "ordinal": one.ordinal,
        "title": one.title,
        "added_by": one.added_by,
        "added_at": _moment(one.added_at),
        "file": _file(one.file),
    }


def _file(file: StoredFile) -> dict[str, Any]:
    return {
        "path": file.path,
        "sha256": file.sha256,
        "size": file.size,
        "original": file.original_name,
        "media_type": file.media_type,
        "created_at": _moment(file.created_at),
        "erased_at": _moment(file.erased_at),
    }


def _login(session: Session, user_id: int | None) -> str | None:
    user = session.get(User, user_id) if user_id is not None else None
    return user.login if user else None


def _right(row: UseRight) -> dict[str, Any]:
    return {
        "who": who(row),
        "unit": row.unit.code if row.unit else None,
        "department": row.department.name if row.department else None,
        "department_unit": row.department.unit.code if row.department else None,
        "post": row.post.name if row.post else None,
        "rights": [right.value for right in granted(row)],
        "valid_to": _day(row.valid_to),
    }


def who(row: UseRight) -> str:
    """`运管中心 运行部 · 值班人员`."""
    unit = row.unit.short_name if row.unit else EVERYBODY
    department = row.department.name if row.department else EVERYBODY
    return f"{unit} {department} · {row.post.name if row.post else EVERYBODY}"


def granted(row: UseRight) -> list[Right]:
    return [right for right in Right if getattr(row, f"may_{right.value}")]


def rights_text(rows: Sequence[UseRight]) -> str:
    """As the attribute page prints it; without rows of its own a document follows its folder."""
    told = [f"{who(row)}（{'、'.join(right.label for right in granted(row))}）" for row in rows]
    return "；".join(told) or "按所在文件夹的使用权限"


def attribute_page(session: Session, document: Document, version: Version, now: datetime) -> AttributePage:
    """Table 19.4 as of `version`: the list of changes up to it, oldest first."""
    upto = [one for one in document.versions if one.version <= version.version and one.state is not State.WITHDRAWN]
    level = Level(version.level).label if version.level else ""
    chain = folders.chain(session, document.folder)
    return AttributePage(
        title=version.title,
        version=str(version.version),
        state=state_text(document, version, local_day(now)),
        author=version.author,
        written_on=_day(version.written_on) or "",
        published_on=published_on(version),
        number=document.number,
        folder=f"{chain[0].name} / {document.folder.code} {document.folder.name}",
        secrecy=version.secrecy,
        scope=version.use_scope,
        rights=rights_text(document.rights),
        approval=level,
        unit=document.unit.short_name,
        carrier=document.medium,
        next_review=_day(document.next_review) or "",
        valid_until=_day(document.valid_until) or "",
        basis=document.basis,
        former_numbers="、".join(_former(session, document)),
        history=tuple(_line(one) for one in upto),
        changes=tuple(ChangeLine(str(version.version), str(note)) for note in version.notes),
        printed=f"{local(now):%Y-%m-%d %H:%M}",
    )


def _former(session: Session, document: Document) -> list[str]:
    """曾用编号 and 原编号, and the 档号 of an archive; the temporary number of a draft is neither."""
    found = [number for number in former_numbers(session, document.number) if not number.startswith("CG-")]
    beside = (document.old_number, document.archive_number and f"档号 {document.archive_number}")
    return [*found, *filter(None, beside)]


def state_text(document: Document, version: Version, as_of: date | None = None) -> str:
    """文档状态: 修订中 is derived from a newer draft beside the current version; with a day, 已失效 and 已逾期未评审 too."""
    is_revised = version.state is State.CURRENT and any(one.state in OPEN for one in document.versions)
    lapsed = expiry.of(document, as_of).standing.printed if as_of and version.state in EFFECTIVE else ""
    besides = [word for word in ("修订中" if is_revised else "", lapsed) if word]
    return f"{version.state.label}（{'，'.join(besides)}）" if besides else version.state.label


def _line(version: Version) -> VersionLine:
    day = published_on(version) or _day(version.written_on) or ""
    return VersionLine(
        str(version.version), day, version.author, version.reason or (str(version.notes[0]) if version.notes else "")
    )


def marks(document: Document, version: Version, watermark: str, now: datetime) -> Marks:
    """The nine marks of 4.3.5 as they stand in head and foot."""
    return Marks(
        number=document.number,
        version=str(version.version),
        title=version.title,
        author=version.author,
        published_on=published_on(version),
        revisions="；".join(str(note) for note in version.notes),
        secrecy=version.secrecy,
        scope=version.use_scope,
        approval=Level(version.level).label if version.level else "",
        watermark=watermark,
        printed=f"{local(now):%Y-%m-%d %H:%M}",
    )


def published_on(version: Version) -> str:
    return _day(local_day(version.published_at)) or "" if version.published_at else ""


def is_marked(version: Version) -> bool:
    """Whether it gets a 标识版: what is, or was, in force."""
    return version.state in EFFECTIVE | {State.SUPERSEDED, State.ABOLISHED}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _folder(folder: Folder) -> dict[str, Any]:
    """What a folder is made anew by; of a category also its kind and its place."""
    told = {"code": folder.code, "name": folder.name}
    return told | ({"kind": folder.kind.value, "ordinal": folder.ordinal} if folder.depth == 1 else {})


def _moment(moment: datetime | None) -> str | None:
    return local(moment).isoformat() if moment else None
