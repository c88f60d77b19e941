"""The blueprint of the room, its link, and what its views share."""

from datetime import date
from typing import Any

from flask import Blueprint, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.errors import Forbidden
from docsys.folders.models import Folder
from docsys.intake import placing, queries
from docsys.intake.rules import ItemState
from docsys.people.models import Unit
from docsys.people.rules import Actor, Permission, scope
from docsys.web.session import actor, db, settings
from docsys.web.state import Card, CardItem, NavItem

bp = Blueprint("intake", __name__, url_prefix="/intake")


def check_may() -> None:
    """Everything here is for who may import somewhere.

    Raises:
        Forbidden: nowhere.
    """
    if not queries.holds(actor()):
        raise Forbidden(permission=Permission.DOCUMENT_IMPORT.label)


def waiting(session: Session, who: Actor) -> int:
    """What of the inbox waits for a person."""
    run = queries.inbox(session) if queries.holds(who) else None
    units = scope(who, Permission.DOCUMENT_IMPORT)
    if run is None or (units is not None and run.unit_id not in units):
        return 0
    counted = queries.counts(session, run.id)
    return counted[ItemState.PROPOSED] + counted[ItemState.FAILED]


def inbox_card(session: Session, who: Actor, _today: date) -> Card | None:
    """On the 工作台 of those who import; not in the navigation, which every page would ask the database for."""
    count = waiting(session, who)
    if not count:
        return None
    address = url_for("intake.inbox")
    return Card("收件夹", [CardItem(f"{count} 个文件待核对", address, label="收件夹")], address, icon="file-import")


CARDS = [inbox_card]
NAV = NavItem("intake.index", "导入", "file-import", queries.holds, match=("intake.",))


def folder_choices() -> list[tuple[str, str]]:
    query = select(Folder.code, Folder.name).where(Folder.depth > 1, Folder.closed_at.is_(None))
    return [(code, f"{code} {name}") for code, name in db().execute(query.order_by(Folder.ordinal, Folder.code))]


def unit_choices() -> list[tuple[str, str]]:
    """The units for which this person may import."""
    units = scope(actor(), Permission.DOCUMENT_IMPORT)
    query = select(Unit.code, Unit.short_name).where(Unit.active)
    if units is not None:
        query = query.where(Unit.id.in_(units))
    return [(code, f"{code} {name}") for code, name in db().execute(query.order_by(Unit.id))]


def tabs(current: str) -> list[tuple[str, Any, bool]]:
    shown = [("index", "导入", url_for("intake.index"))]
    if placing.inbox_root(settings()) is not None or queries.inbox(db()) is not None:
        shown.append(("inbox", "收件夹", url_for("intake.inbox")))
    return [(label, address, name == current) for name, label, address in shown]
