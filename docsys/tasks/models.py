"""What was sent: one row for each person and day."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from docsys.db import Base, key, line, optional_moment


class SentMail(Base):
    """The one mail of a person and day. Begun and not given back, it may have gone out: it is never sent a second time."""

    __tablename__ = "sent_mails"
    __table_args__ = (UniqueConstraint("user_id", "day"),)

    id: Mapped[key]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    day: Mapped[date]
    address: Mapped[line]
    count: Mapped[int]
    begun_at: Mapped[optional_moment]
    sent_at: Mapped[optional_moment]
