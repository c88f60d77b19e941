"""The blueprint of the room, its links, and how its views look at what the application watches."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import cast

from flask import Blueprint
from sqlalchemy.orm import Session

from docsys.jobs import State
from docsys.jobs import queries as jobs
from docsys.people.rules import Actor, Permission, may
from docsys.status.watch import Watch
from docsys.web.state import NavItem, web

bp = Blueprint("status", __name__)


def watch() -> Watch:
    return cast("Watch", web().services["watch"])


def at(seconds: float | None) -> datetime | None:
    """A moment as the mirror writes it."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _open_files(_session: Session, _actor: Actor) -> int:
    return watch().glance().open


def _failed_jobs(session: Session, _actor: Actor) -> int:
    return jobs.counts(session)[State.FAILED]


def _reads_mirror(actor: Actor) -> bool:
    return may(actor, Permission.MIRROR_READ)


def _reads_system(actor: Actor) -> bool:
    return may(actor, Permission.SYSTEM_READ)


BACKUP_NAV = NavItem(
    "status.backup", "备份", "server-2", _reads_mirror, _open_files, match=("status.backup",), tone="soon"
)
TABS = [
    NavItem("status.health", "运行状况", "heartbeat", _reads_system),
    NavItem("status.jobs", "作业", "list-details", _reads_system, _failed_jobs, match=("status.job",)),
]


def system_nav(tabs: Sequence[NavItem]) -> NavItem:
    """系统: for whoever may open one of its pages; `status.health` leads on to the first of them."""
    match = tuple(prefix for tab in tabs for prefix in (tab.endpoint, *tab.match))
    return NavItem("status.health", "系统", "settings", lambda actor: any(tab.may(actor) for tab in tabs), match=match)
