"""The texts of a rule: what 网管办 handed in, and what 证信办 made of it (1.2.2)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.documents.models import Version
from docsys.people.rules import Actor
from docsys.publication.models import RuleText

HANDED_IN = "送审稿"
FINISHED = "定稿"


def keep(session: Session, version: Version, kind: str, opinion: str, *, actor: Actor, now: datetime) -> RuleText:
    """Fix the file that the version has now, under its hash."""
    if version.file is None:
        raise TypeError("a rule without a file is not handed in")
    text = RuleText(
        version_id=version.id,
        kind=kind,
        file_id=version.file.id,
        sha256=version.file.sha256,
        opinion=opinion,
        by_name=actor.name,
        unit_name=actor.unit_name,
        at=now,
    )
    session.add(text)
    session.flush()
    return text


def of_version(session: Session, version_id: int) -> Sequence[RuleText]:
    """Every text of a version, in order of time."""
    return session.scalars(select(RuleText).where(RuleText.version_id == version_id).order_by(RuleText.id)).all()


def of_document(session: Session, document_id: int) -> Sequence[RuleText]:
    """Every text of every version, in order of time."""
    query = select(RuleText).join(Version, Version.id == RuleText.version_id)
    return session.scalars(query.where(Version.document_id == document_id).order_by(RuleText.id)).all()
