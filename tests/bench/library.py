"""A library of many documents, written at one go as publication leaves its rows: half of them in one folder."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from docsys.clock import local_day
from docsys.documents.models import Document, Version
from docsys.documents.rules import State
from docsys.folders.models import Folder
from docsys.folders.rules import FolderKind
from docsys.numbering.models import LedgerEntry
from docsys.numbering.rules import NumberKind, NumberState
from docsys.people.models import Unit
from docsys.people.rules import Actor
from tests.people.factories import NOW

CROWDED = "SC01"
AT_ONCE = 1000


def fill(session: Session, count: int, author: Actor, *, first: int = 1) -> None:
    """`count` documents in force: every second one in SC01, the others over all folders and units."""
    folders = list(session.scalars(select(Folder).where(Folder.kind == FolderKind.CONTROLLED, Folder.depth == 2)))
    crowded = next(one for one in folders if one.code == CROWDED)
    units = list(session.scalars(select(Unit).order_by(Unit.id)))
    places = (
        (at, crowded if at % 2 else folders[at % len(folders)], units[at % len(units)])
        for at in range(first, first + count)
    )
    while some := list(islice(places, AT_ONCE)):
        for model, rows in _tables(some, author):
            session.execute(insert(model), rows)


def _tables(places: list[tuple[int, Folder, Unit]], author: Actor) -> Iterator[tuple[type, list[dict[str, Any]]]]:
    yield LedgerEntry, [_number(*place, author) for place in places]
    yield Document, [_document(*place) for place in places]
    yield Version, [_version(at, author) for at, _folder, _unit in places]


def _named(at: int, folder: Folder, unit: Unit) -> str:
    return f"ZLW-{folder.code}-{unit.code}-{at:05}"


def _number(at: int, folder: Folder, unit: Unit, author: Actor) -> dict[str, Any]:
    return {
        "number": _named(at, folder, unit),
        "kind": NumberKind.DOCUMENT,
        "series": f"ZLW-{folder.code}-{unit.code}",
        "unit_code": unit.code,
        "seq": at,
        "state": NumberState.ACTIVE,
        "subject": _title(at),
        "actor_name": author.name,
        "at": NOW,
        "reason": "",
    }


def _document(at: int, folder: Folder, unit: Unit) -> dict[str, Any]:
    return {
        "id": at,
        "number": _named(at, folder, unit),
        "title": _title(at),
        "state": State.CURRENT,
        "folder_id": folder.id,
        "unit_id": unit.id,
        "medium": "电子",
        "review_months": 12,
        "next_review": local_day(NOW) + timedelta(days=at % 365),
        "path": f"现行库/{at}",
        "missing": [],
        "head_id": at,
        "created_at": NOW,
    }


def _version(at: int, author: Actor) -> dict[str, Any]:
    return {
        "id": at,
        "document_id": at,
        "title": _title(at),
        "state": State.CURRENT,
        "major": 1,
        "minor": 0,
        "author": "王军",
        "author_id": author.user_id,
        "secrecy": "内部",
        "level": "C",
        "published_at": NOW,
        "created_at": NOW,
        "notes": ["首次发布"],
    }


def _title(at: int) -> str:
    return f"网络设备巡检规程第{at}部分"
