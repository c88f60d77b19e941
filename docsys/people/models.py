"""What is stored of people and their organisation (requirements 1)."""

from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from docsys.db import Base, digest, key, line, moment, optional_moment, short


class UnitKind(StrEnum):
    ZXB = "证信办"
    WGB = "网管办"
    YGZX = "运管中心"
    BUILDER = "承建单位"
    ROOM = "托管机房机构"
    RELATED = "关联单位"
    SUPPLIER = "供应商"
    OUTSIDE = "外部"

    @property
    def label(self) -> str:
        return self.value


class Unit(Base):
    """An organisation; `code` is its segment in document numbers, `confirmed` says that somebody checked the seed."""

    __tablename__ = "units"

    id: Mapped[key]
    code: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[line]
    short_name: Mapped[line]
    kind: Mapped[str] = mapped_column(String(64))
    active: Mapped[bool]
    confirmed: Mapped[bool]

    departments: Mapped[list["Department"]] = relationship(back_populates="unit", order_by="Department.id")


class Department(Base):
    __tablename__ = "departments"
    __table_args__ = (UniqueConstraint("unit_id", "name"),)

    id: Mapped[key]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    name: Mapped[line]
    active: Mapped[bool]

    unit: Mapped[Unit] = relationship(back_populates="departments")


class Post(Base):
    """A post (岗位); `article` is where the rulebook names it."""

    __tablename__ = "posts"

    id: Mapped[key]
    name: Mapped[str] = mapped_column(String(200), unique=True)
    article: Mapped[short] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)


class User(Base):
    """An account. A login is never used again; `password_fresh` says that somebody else handed the password over."""

    __tablename__ = "users"

    id: Mapped[key]
    login: Mapped[short] = mapped_column(unique=True)
    name: Mapped[line]
    staff_no: Mapped[short] = mapped_column(unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    active: Mapped[bool]
    created_at: Mapped[moment]
    password_hash: Mapped[str] = mapped_column(String(200))
    password_set_at: Mapped[moment]
    password_fresh: Mapped[bool] = mapped_column(default=True)
    last_login_at: Mapped[optional_moment]
    email: Mapped[line] = mapped_column(default="", server_default="")
    wants_mail: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether reminders go to `email`."""

    unit: Mapped[Unit] = relationship()
    assignments: Mapped[list["Assignment"]] = relationship(order_by="Assignment.id", cascade="all, delete-orphan")
    grants: Mapped[list["Grant"]] = relationship(order_by="Grant.id", back_populates="user")


class Assignment(Base):
    """A post held in a department."""

    __tablename__ = "assignments"
    __table_args__ = (UniqueConstraint("user_id", "department_id", "post_id"),)

    id: Mapped[key]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"))
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))

    department: Mapped[Department] = relationship()
    post: Mapped[Post] = relationship()


class Grant(Base):
    """A role granted, for one unit or, without one, for the whole network."""

    __tablename__ = "grants"

    id: Mapped[key]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    role: Mapped[short]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    granted_at: Mapped[moment]

    user: Mapped[User] = relationship(back_populates="grants")
    unit: Mapped[Unit | None] = relationship()


class LoginSession(Base):
    """A session: of its token only the hash is kept."""

    __tablename__ = "login_sessions"

    id: Mapped[key]
    token_hash: Mapped[digest] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    source: Mapped[short]
    begun_at: Mapped[moment]
    seen_at: Mapped[moment]
    ended_at: Mapped[optional_moment]


class LoginFailure(Base):
    __tablename__ = "login_failures"

    id: Mapped[key]
    login: Mapped[short] = mapped_column(index=True)
    source: Mapped[short] = mapped_column(index=True)
    failed_at: Mapped[moment]


class PastPassword(Base):
    __tablename__ = "past_passwords"

    id: Mapped[key]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    set_at: Mapped[moment]


class Confirmation(Base):
    """An act that waits for its second person, or the record of what that person said (2.3.3)."""

    __tablename__ = "confirmations"

    id: Mapped[key]
    kind: Mapped[short] = mapped_column(index=True)
    subject: Mapped[line]
    title: Mapped[str] = mapped_column(String(500))
    payload: Mapped[dict[str, Any]]
    permission: Mapped[short]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    requested_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    requested_at: Mapped[moment]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[optional_moment]
    accepted: Mapped[bool | None]
    remark: Mapped[str | None] = mapped_column(String(500))

    requested_by: Mapped[User] = relationship(foreign_keys=[requested_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
