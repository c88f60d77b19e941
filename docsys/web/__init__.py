"""HTTP glue only: session, security, errors, frame. `make_app(Web(…))` joins it with the rooms."""

from docsys.web.application import make_app
from docsys.web.state import Alarm, Badge, Card, CardItem, Identity, NavItem, Web

__all__ = ["Alarm", "Badge", "Card", "CardItem", "Identity", "NavItem", "Web", "make_app"]
