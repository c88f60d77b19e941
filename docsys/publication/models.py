"""What the making of rules stores beside documents: the texts that were handed in and finished."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from docsys.db import Base, digest, key, line, moment, short
from docsys.documents.models import Version
from docsys.vault.models import StoredFile


class RuleText(Base):
    """The file of a rule as it was handed in (送审稿) or finished (定稿): fixed by its hash, never replaced (1.2.2)."""

    __tablename__ = "rule_texts"

    id: Mapped[key]
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), index=True)
    kind: Mapped[short]
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"))
    sha256: Mapped[digest]
    opinion: Mapped[str] = mapped_column(String(1000), default="")
    by_name: Mapped[line]
    unit_name: Mapped[line]
    at: Mapped[moment]

    file: Mapped[StoredFile] = relationship()
    version: Mapped[Version] = relationship()
