"""What is stored of exports: who asked for which unit, and what the package holds."""

from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from docsys.db import Base, key, line, moment, optional_moment
from docsys.people.models import Unit


class Export(Base):
    """The documents of one unit as one file under `var/exports`; `name` is empty once it has been cleared away."""

    __tablename__ = "exports"

    id: Mapped[key]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    by: Mapped[line]
    asked_at: Mapped[moment]
    done_at: Mapped[optional_moment]
    name: Mapped[str] = mapped_column(String(200), default="")
    documents: Mapped[int] = mapped_column(default=0)
    files: Mapped[int] = mapped_column(default=0)
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    problems: Mapped[list[Any]] = mapped_column(default=list)

    unit: Mapped[Unit] = relationship()
