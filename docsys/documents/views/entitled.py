"""What a person may use, and who may read a document: for those who answer for the library, and for oneself (4.5.1)."""

from flask import request
from flask.typing import ResponseReturnValue

from docsys.documents import entitlement
from docsys.documents.views.room import bp, found, keeps
from docsys.documents.views.showing import crumbs
from docsys.errors import Forbidden
from docsys.people import queries as people
from docsys.people.rules import Actor, Permission, may, scope
from docsys.web.lists import of_rows
from docsys.web.pages import page
from docsys.web.session import actor, db, today


@bp.get("/entitlements")
def entitlements() -> ResponseReturnValue:
    """One's own; of another person for whoever sets rights in the unit of that person."""
    person = _person(request.args.get("login", "").strip())
    return page(
        "documents/entitlements.html",
        person=person,
        folders=entitlement.of_folders(db(), person, today()),
        documents=entitlement.of_documents(db(), person, today(), actor()),
        everything=may(person, Permission.DOCUMENT_READ_ALL),
        people=_people(),
    )


def _person(login: str) -> Actor:
    who: Actor = actor()
    if login in {"", who.login}:
        return who
    person = people.actor_by_login(db(), login, channel="web")
    if not may(who, Permission.DOCUMENT_EDIT, person.unit_id):
        raise Forbidden(permission=Permission.DOCUMENT_EDIT.label)
    return person


def _people() -> list[tuple[str, str]]:
    """Whom this person may look up."""
    units = scope(actor(), Permission.DOCUMENT_EDIT)
    if units is not None and not units:
        return []
    shown = ((user, one) for user, one in people.everybody(db()) if units is None or user.unit_id in units)
    return [(user.login, f"{user.name}（{one.unit_name}）") for user, one in shown]


@bp.get("/<int:document_id>/readers")
def readers(document_id: int) -> ResponseReturnValue:
    document = found(document_id)
    if not keeps(document):
        raise Forbidden(permission=Permission.DOCUMENT_READ_ALL.label)
    cut = of_rows(entitlement.readers(db(), document))
    return page("documents/readers.html", document=document, cut=cut, path=crumbs(document))
