"""The whole sample library: files first, then every act in one transaction, in the order of the calendar."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.db import Database
from docsys.demo import granting, lending, library, orders, people, visits
from docsys.demo.files import Desk
from docsys.demo.people import Shown
from docsys.demo.reading import entries
from docsys.demo.timeline import Calendar, Scene, Story, play
from docsys.forms.definitions import Catalogue
from docsys.people.actions import grants
from docsys.people.inputs import NewGrant
from docsys.people.models import User
from docsys.people.rules import Role
from docsys.settings import Settings


@dataclass(frozen=True)
class Made:
    documents: int
    orders: int
    people: list[Shown]


def is_inhabited(session: Session) -> bool:
    """Whether there are accounts: nothing is mixed into a library in use."""
    return session.scalar(select(User.id).limit(1)) is not None


def make(database: Database, settings: Settings, forms: Catalogue, now: datetime) -> Made | None:
    """All of it or nothing; None where there is something already. What a broken run has staged is swept after a day."""
    with database.read() as session:
        if is_inhabited(session):
            return None
    calendar, told = Calendar(now), entries()
    works = library.prepare(Desk(settings, people.names()), told, calendar)
    begun = calendar.at(max(issue.days for entry in told for issue in entry.issues) + WEEK, 9)
    with database.act() as session:
        if is_inhabited(session):
            return None
        shown = people.make(session, begun)
        scene = Scene(session, people.cast(session), forms, calendar)
        told_orders = orders.stories(scene)
        stories = [granting.story(scene, begun + timedelta(hours=1)), *(library.story(scene, work) for work in works)]
        play([*stories, *told_orders, *visits.stories(scene), *lending.stories(scene), _role(scene)])
    return Made(len(works), len(told_orders), shown)


WEEK = 7


def _role(scene: Scene) -> Story:
    """A role that the second administrator has yet to confirm."""
    yield (now := scene.calendar.at(1, 16, 0))
    user_id = scene.cast["liqiang"].user_id or 0
    data = NewGrant(role=Role.DUTY, unit_id=scene.unit("YGZX"))
    grants.request_grant(scene.session, user_id, data, scene.cast["admin"], now)
