"""Joins the rooms and decides nothing: who listens to whom, which job is whose, what stands in the navigation."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask
from sqlalchemy import Select
from sqlalchemy.orm import Session

from docsys import search, vault
from docsys.app.listeners import LISTENERS
from docsys.bulk import acts as bulk_acts
from docsys.bulk import jobs as bulk_jobs
from docsys.bulk import views as bulk_views
from docsys.calendars import acts as calendar_acts
from docsys.calendars import seed as calendar_seed
from docsys.calendars import views as calendar_views
from docsys.catalogue import acts as catalogue_acts
from docsys.catalogue import jobs as catalogue_jobs
from docsys.catalogue import views as catalogue_views
from docsys.catalogue.exporting import actions as exporting
from docsys.changes import acts as change_acts
from docsys.changes import jobs as change_jobs
from docsys.changes import owed as change_owed
from docsys.changes import views as change_views
from docsys.clock import Clock, SystemClock, local_day
from docsys.db import Database
from docsys.documents import acts as document_acts
from docsys.documents import jobs as document_jobs
from docsys.documents import listed
from docsys.documents import queries as documents
from docsys.documents import views as document_views
from docsys.documents.expiry import jobs as expiry_jobs
from docsys.events import Bus
from docsys.folders import acts as folder_acts
from docsys.folders import seed as folder_seed
from docsys.forms.watching import catalogue
from docsys.intake import acts as intake_acts
from docsys.intake import jobs as intake_jobs
from docsys.intake import views as intake_views
from docsys.numbering import acts as number_acts
from docsys.numbering import jobs as numbering_jobs
from docsys.paper import acts as paper_acts
from docsys.paper import jobs as paper_jobs
from docsys.paper import unscanned
from docsys.paper import views as paper_views
from docsys.people import queries as people
from docsys.people import seed as people_seed
from docsys.people.actions import signing
from docsys.people.rules import Actor
from docsys.people.views import bp as people_bp
from docsys.people.views import cards as people_cards
from docsys.people.views.tabs import TABS as PEOPLE_TABS
from docsys.publication import views as publication_views
from docsys.records import acts as record_acts
from docsys.records import jobs as record_jobs
from docsys.records import owed as record_owed
from docsys.records import views as record_views
from docsys.records.views import origins as record_origins
from docsys.references import acts as reference_acts
from docsys.references import seed as reference_seed
from docsys.references import views as reference_views
from docsys.retention import acts as retention_acts
from docsys.retention import jobs as retention_jobs
from docsys.retention import views as retention_views
from docsys.reviews import views as review_views
from docsys.search import jobs as search_jobs
from docsys.search.views import make_blueprint
from docsys.settings import Settings
from docsys.status import acts as status_acts
from docsys.status import jobs as status_jobs
from docsys.status import views as status_views
from docsys.status.watch import Watch
from docsys.tasks import jobs as task_jobs
from docsys.tasks import queries as task_queries
from docsys.web import NavItem, Web, make_app

SEEDS: list[Callable[[Session, datetime], None]] = [
    people_seed.seed,
    folder_seed.seed,
    calendar_seed.seed,
    reference_seed.seed,
]

JOBS = {
    **exporting.JOBS,
    **bulk_jobs.JOBS,
    **catalogue_jobs.JOBS,
    **change_jobs.JOBS,
    **numbering_jobs.JOBS,
    **paper_jobs.JOBS,
    **document_jobs.JOBS,
    **expiry_jobs.JOBS,
    **intake_jobs.JOBS,
    **record_jobs.JOBS,
    **retention_jobs.JOBS,
    **search_jobs.JOBS,
    **status_jobs.JOBS,
    **task_jobs.JOBS,
}

ACTS = (
    *(bulk_acts, calendar_acts, catalogue_acts, change_acts, document_acts, folder_acts),
    *(intake_acts, number_acts, paper_acts, record_acts, reference_acts, retention_acts, status_acts),
)
ACT_LABELS = {act: label for room in ACTS for act, label in room.LABELS.items()}

CARDS = [
    *people_cards.cards,
    *record_views.CARDS,
    *change_views.CARDS,
    *paper_views.CARDS,
    *document_views.CARDS,
    *publication_views.CARDS,
    *intake_views.CARDS,
    *review_views.CARDS,
    *retention_views.CARDS,
    *status_views.CARDS,
]

# What a person owes, by room; of the same thing the first speaks, which knows the day.
TASK_SOURCES: list[task_queries.Source] = [change_owed.owed, record_owed.waiting, task_queries.calendars_missing]

# What a list of documents may be narrowed to beside what `documents` itself knows.
listed.DUES.update(unscanned.DUES)

BLUEPRINTS = [
    people_bp,
    bulk_views.bp,
    calendar_views.bp,
    catalogue_views.bp,
    change_views.bp,
    document_views.bp,
    intake_views.bp,
    paper_views.bp,
    publication_views.bp,
    record_views.bp,
    reference_views.bp,
    retention_views.bp,
    review_views.bp,
    status_views.bp,
]

# Whose acts ask for a second person.
ASKING = (
    *(bulk_views, calendar_views, catalogue_views, document_views),
    *(record_views, reference_views, paper_views, retention_views, status_views),
)

TABS = [*status_views.TABS, *calendar_views.TABS, *reference_views.TABS, *PEOPLE_TABS]

NAV = [
    NavItem("dashboard.show", "工作台", "layout-dashboard", match=("dashboard.",), key="h"),
    catalogue_views.NAV,
    paper_views.NAV,
    intake_views.NAV,
    NavItem("search.show", "检索", "search", match=("search.show", "search.step")),
    change_views.NAV,
    record_views.NAV,
    review_views.NAV,
    NavItem(
        "people.confirmations",
        "双人确认",
        "users",
        count=people_cards.waiting,
        match=("people.confirmations", "people.decide"),
    ),
    status_views.BACKUP_NAV,
    status_views.system_nav(TABS),
]


def wire(settings: Settings, clock: Clock | None = None) -> tuple[Database, dict[str, Any]]:
    """The database with everybody who listens, and the long-lived services."""
    bus = Bus()
    for event, listener in LISTENERS:
        bus.subscribe(event, listener)
    database = Database(settings.database, bus)
    wall = clock or SystemClock()
    database.info["library"] = settings.library_code
    database.info["settings"] = settings
    database.info["place"] = lambda: vault.settle(database, settings.archive, wall.now())
    database.info["forms"] = catalogue(settings.forms, watch=settings.watch_forms)
    services = {
        "forms": database.info["forms"],
        "search_source": _source(settings.archive),
        "search_scope": _scope_of_login,
        "task_sources": TASK_SOURCES,
    }
    return database, services


def _source(archive: Path) -> Callable[[Session, int], tuple[Path, str] | None]:
    """Which file is the text of an entry: that of the document's current version."""

    def source(session: Session, entry_id: int) -> tuple[Path, str] | None:
        version = documents.current(session, entry_id)
        if version is None or version.file is None:
            return None
        return vault.resolve(session, archive, version.file), version.file.original_name

    return source


def _scope_of_login(session: Session, login: str) -> Select[Any]:
    return documents.findable(people.actor_by_login(session, login))


def _search_pages(settings: Settings, clock: Clock) -> Blueprint:
    """The search over documents; by setting its readers find none that has expired."""

    def scope(actor: Actor) -> Select[int]:
        return documents.findable(actor, hiding=local_day(clock.now()) if settings.hide_expired else None)

    return make_blueprint(scope, document_views.address, document_views.late)


def create_app(settings: Settings, clock: Clock | None = None) -> Flask:
    """The WSGI application."""
    wall = clock or SystemClock()
    database, services = wire(settings, wall)
    search.attach(database, settings)
    return make_app(
        Web(
            settings=settings,
            database=database,
            clock=wall,
            identify=signing.identifier(settings),
            touch=signing.touch,
            blueprints=[*BLUEPRINTS, _search_pages(settings, wall)],
            nav=NAV,
            cards=CARDS,
            badge=status_views.badge,
            alarms=lambda actor: [*status_views.alarms(actor), *calendar_views.alarms(actor)],
            tabs=TABS,
            search="search.show",
            services={
                **services,
                "confirmation_kinds": {name: kind for room in ASKING for name, kind in room.KINDS.items()},
                "act_labels": ACT_LABELS,
                "document_origins": (publication_views.links, record_origins.links),
                "document_papers": paper_views.of_document,
                **change_views.SERVICES,
                "watch": Watch(settings, wall),
            },
        )
    )
