"""工作台: my work first, then what is due, then the health of library and mirror. The rooms contribute the cards."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from docsys.web.pages import page
from docsys.web.session import actor, db, today
from docsys.web.state import Card, web

bp = Blueprint("dashboard", __name__)
GROUPS = (("work", "我的工作"), ("due", "到期提醒"), ("health", "运行状况"))


def cards() -> list[Card]:
    made = (make(db(), actor(), today()) for make in web().cards)
    return [card for card in made if card is not None]


@bp.get("/")
def show() -> ResponseReturnValue:
    found = cards()
    groups = [(title, [card for card in found if card.group == group]) for group, title in GROUPS]
    return page("web/dashboard.html", groups=[(title, members) for title, members in groups if members])


@bp.get("/help/keys")
def keys() -> ResponseReturnValue:
    """The keyboard, also for those who do not know that `?` opens it."""
    return page("web/keys.html")
