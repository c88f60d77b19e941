"""Reference data of folders: the seven categories and the second level. Written again and again without harm."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.folders.actions import add
from docsys.folders.models import Folder
from docsys.folders.rules import FolderKind

REFERENCE = Path(__file__).with_name("reference.toml")


def seed(session: Session, now: datetime) -> None:
    """Add what is missing; a folder that somebody has renamed or closed stays so."""
    known = {folder.code: folder for folder in session.scalars(select(Folder))}
    for entry in tomllib.loads(REFERENCE.read_text("utf-8"))["category"]:
        category = known.get(entry["code"]) or _add_category(session, entry, now)
        for number, name in entry["folders"].items():
            if f"{category.code}{number}" not in known:
                add(session, category, f"{category.code}{number}", name, now)


def _add_category(session: Session, entry: dict[str, Any], now: datetime) -> Folder:
    category = Folder(
        code=entry["code"],
        name=entry["name"],
        parent_id=None,
        category=entry["code"],
        depth=1,
        ordinal=entry["ordinal"],
        kind=FolderKind(entry["kind"]),
        pattern=entry["pattern"],
        review_months=entry.get("review_months"),
        core_backup=entry.get("core_backup", False),
        version_managed=entry.get("version_managed", False),
        rights_from_id=None,
        created_at=now,
        closed_at=None,
    )
    session.add(category)
    session.flush()
    return category
