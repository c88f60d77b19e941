"""A document in plain values: 元数据.json, by which its folder explains itself, and the data of its attribute page."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from docsys.clock import local, local_day
from docsys.documents.models import Document, UseRight, Version
from docsys.documents.rules import EFFECTIVE, OPEN, Level, Right, State
from docsys.folders import queries as folders
from docsys.printing.attribute_page import AttributePage, ChangeLine, VersionLine
from docsys.printing.marks import Marks

EVERYBODY = "全部"


def metadata(document: Document) -> dict[str, Any]:
    """Everything the database knows of it; `files` are those that stay byte for byte."""
    return {
        "number": document.number,
        "old_number": document.old_number,
        "title": document.title,
        "state": document.state.value,
        "folder": document.folder.code,
        "unit": document.unit.code,
        "medium": document.medium,
        "purpose": document.purpose,
        "basis": document.basis,
        "review_months": document.review_months,
        "next_review": _day(document.next_review),
        "valid_until": _day(document.valid_until),
        "retention": document.retention,
        "missing": document.missing,
        "abolition": {
            "at": _moment(document.abolished_at),
            "reason": document.abolition_reason,
            "replacement": document.replacement,
        },
        "rights": [_right(row) for row in document.rights],
        "versions": [_version(one) for one in document.versions],
        "files": _files(document),
    }


def _files(document: Document) -> list[dict[str, Any]]:
    """The approved files in the document's own folder."""
    found = []
    for version in document.versions:
        file = version.file
        if file is not None and file.path.rpartition("/")[0] == document.path:
            found.append({"name": file.path.rpartition("/")[2], "sha256": file.sha256, "size": file.size})
    return found


def _version(version: Version) -> dict[str, Any]:
    file = version.file
    return {
        "version": str(version.version),
        "state": version.state.value,
        "title": version.title,
        "author": version.author,
        "written_on": _day(version.written_on),
        "secrecy": version.secrecy,
        "use_scope": version.use_scope,
        "level": version.level,
        "notes": version.notes,
        "reason": version.reason,
        "approved": {"by": version.approved_by, "at": _moment(version.approved_at), "opinion": version.opinion},
        "published": {"by": version.published_by, "at": _moment(version.published_at)},
        "file": file and {"path": file.path, "sha256": file.sha256, "size": file.size, "original": file.original_name},
    }


def _right(row: UseRight) -> dict[str, Any]:
    return {"who": who(row), "rights": [right.value for right in granted(row)], "valid_to": _day(row.valid_to)}


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
        state=state_text(document, version),
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
        former_numbers=document.old_number or "",
        history=tuple(_line(one) for one in upto),
        changes=tuple(ChangeLine(str(version.version), str(note)) for note in version.notes),
        printed=f"{local(now):%Y-%m-%d %H:%M}",
    )


def state_text(document: Document, version: Version) -> str:
    """文档状态: 修订中 is derived from a newer draft beside the current version."""
    is_revised = version.state is State.CURRENT and any(one.state in OPEN for one in document.versions)
    return f"{version.state.label}（修订中）" if is_revised else version.state.label


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


def _moment(moment: datetime | None) -> str | None:
    return local(moment).isoformat(timespec="seconds") if moment else None
