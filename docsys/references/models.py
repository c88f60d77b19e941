"""What is stored: every version of every table, whole. The highest number of a table is in force."""

from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from docsys.db import Base, key, line, moment, short
from docsys.references.rules import Rows, as_rows


class ReferenceVersion(Base):
    """`basis` is the change order or paper it rests on; two names, unless it came with the product."""

    __tablename__ = "reference_versions"
    __table_args__ = (UniqueConstraint("which", "number"),)

    id: Mapped[key]
    which: Mapped[short]
    number: Mapped[int]
    content: Mapped[list[Any]]
    basis: Mapped[line]
    reason: Mapped[line] = mapped_column(default="")
    requested_by: Mapped[line] = mapped_column(default="")
    confirmed_by: Mapped[line] = mapped_column(default="")
    in_force_at: Mapped[moment]

    @property
    def rows(self) -> Rows:
        return as_rows(self.content)
