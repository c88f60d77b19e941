"""The blueprint of the room, and what it shows elsewhere: its confirmations, the card of the dashboard."""

from datetime import date

from flask import Blueprint, url_for
from sqlalchemy.orm import Session

from docsys.errors import Forbidden
from docsys.people.models import Confirmation
from docsys.people.rules import Actor, Permission, scope
from docsys.people.views.confirming import Kind
from docsys.retention import queries
from docsys.web.session import actor
from docsys.web.state import Card, CardItem

bp = Blueprint("retention", __name__, url_prefix="/retention")


@bp.app_template_global("may_look_at_retention")
def may_look() -> bool:
    return queries.may_look(actor())


@bp.before_request
def guard() -> None:
    """The lists name documents of whole units: for those who keep them, and those who audit."""
    if not queries.may_look(actor()) and not may_set(actor()):
        raise Forbidden(permission=Permission.RETENTION_APPRAISE.label)


def _to_lines(confirmation: Confirmation) -> str:
    return url_for("retention.asked", confirmation_id=confirmation.id)


def _to_periods(_confirmation: Confirmation) -> str:
    return url_for("retention.periods")


KINDS = {
    queries.DESTROY: Kind("销毁保存期满的", _to_lines),
    queries.EXTEND: Kind("延长保存", _to_lines),
    queries.SHORTEN: Kind("缩短保管期限", _to_periods),
}


def may_appraise(who: Actor) -> bool:
    return scope(who, Permission.RETENTION_APPRAISE) != frozenset()


def may_set(who: Actor) -> bool:
    return scope(who, Permission.RETENTION_SET) is None


def due_card(session: Session, who: Actor, day: date) -> Card | None:
    """What those who keep documents have to appraise; nothing where nothing is due."""
    lines = [line for line in queries.due(session, who, day) if not line.waiting] if may_appraise(who) else []
    items = [CardItem(line.title, url_for("retention.due"), line.number, "soon", line.standing) for line in lines[:6]]
    return (
        Card("保存期满待鉴定", items, url_for("retention.due"), len(lines), "archive", group="due") if items else None
    )


CARDS = [due_card]
