"""Reference data of people: units, departments, posts. Written again and again without harm."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.people.models import Department, Post, Unit

REFERENCE = Path(__file__).with_name("reference.toml")


def seed(session: Session, now: datetime) -> None:  # noqa: ARG001 - every seed takes the time
    """Add what is missing; what somebody has renamed, confirmed or put out of use stays so."""
    data = tomllib.loads(REFERENCE.read_text("utf-8"))
    known = set(session.scalars(select(Unit.code)))
    for entry in data["unit"]:
        if entry["code"] not in known:
            _add_unit(session, entry)
    posts = set(session.scalars(select(Post.name)))
    session.add_all(
        Post(name=entry["name"], article=entry["article"]) for entry in data["post"] if entry["name"] not in posts
    )
    session.flush()


def _add_unit(session: Session, entry: dict[str, Any]) -> None:
    unit = Unit(
        code=entry["code"],
        name=entry["name"],
        short_name=entry["short"],
        kind=entry["kind"],
        active=True,
        confirmed=False,
    )
    session.add(unit)
    session.flush()
    session.add_all(Department(unit_id=unit.id, name=name, active=True) for name in entry["departments"])
