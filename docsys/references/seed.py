"""Reference data: version 1 of each table, as the rulebook prints it. A table that has a version stays as it is."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.references.models import ReferenceVersion
from docsys.references.rules import Table

DATA = Path(__file__).with_name("data") / "tables.toml"


def seed(session: Session, now: datetime) -> None:
    """Add the tables that are missing; what two persons changed is never written over."""
    said = shipped()
    known = set(session.scalars(select(ReferenceVersion.which).distinct()))
    session.add_all(
        ReferenceVersion(
            which=which.value,
            number=1,
            content=said[which.value],
            basis=said["basis"],
            reason="首次登记",
            in_force_at=now,
        )
        for which in Table
        if which.value not in known
    )
    session.flush()


def shipped() -> dict[str, Any]:
    """The file that comes with the product."""
    return tomllib.loads(DATA.read_text("utf-8"))
