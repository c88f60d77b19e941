"""What the pages of this room share: the blueprint, the loaded forms, a print as an answer, suggestions for inputs."""

from collections.abc import Callable
from secrets import token_urlsafe
from typing import Any, cast

from flask import Blueprint, Response
from markupsafe import Markup
from sqlalchemy.orm import Session

from docsys.clock import local
from docsys.forms.definitions import Catalogue
from docsys.forms.shape import DRAFT, Form
from docsys.people.rules import Actor
from docsys.records import people, prints, queries, rules
from docsys.records.models import Record
from docsys.references import queries as references
from docsys.web.downloads import send
from docsys.web.session import actor, db, now, reading, settings
from docsys.web.state import web

bp = Blueprint("records", __name__, url_prefix="/forms")


def catalogue() -> Catalogue:
    return cast("Catalogue", web().services["forms"])


def frame(who: Actor) -> prints.Frame:
    return prints.Frame(settings().organisation, who.name, now())


def printed(load: Callable[[Session, Actor], prints.Printable]) -> Response:
    """A print as a PDF in the browser: loaded in a short reading transaction, rendered when that is over."""
    who = actor()
    with reading() as session:
        printable = load(session, who)
    return send(prints.pdf(printable, settings()), f"{printable.number or printable.title}.pdf", inline=True)


def in_word(load: Callable[[Session, Actor], prints.Printable]) -> Response:
    """The same as a Word file to be edited outside."""
    who = actor()
    with reading() as session:
        printable = load(session, who)
    return send(prints.docx(printable, settings()), f"{printable.number or printable.title}.docx")


def fresh(form: Form, stage: str) -> dict[str, Any]:
    """What stands in the inputs of `stage` before anything was typed."""
    who = actor()
    return rules.prefilled(form, stage, writer=people.writer(db(), form, who), now=local(now()))


def begun(form: Form) -> dict[str, Any]:
    """What stands in the inputs of a new row: what is known, and what the form takes over from the last one."""
    last = queries.last_row(db(), form.code, actor().unit_id)
    carried = form.register.carry if form.register and last else ()
    return {**fresh(form, DRAFT), **{name: last.data[name] for name in carried if last and last.data.get(name)}}


def suggestions(form: Form) -> dict[str, list[str]]:
    """The lists that inputs of this form offer: people, units, nodes, what was written before."""
    wanted = {str(one.options.get("suggest", "")) for one in form.fields}
    lists = {"people": people.choices(db())}
    if "units" in wanted:
        lists["units"] = queries.units(db())
    if "nodes" in wanted:
        lists["nodes"] = [code for code, _name in references.nodes(db())]
    for one in form.fields:
        if (name := one.options.get("suggest")) and name not in lists:
            lists[name] = queries.written_before(db(), form.code, one.id, actor().unit_id)
    return lists


def home(record: Record) -> str | None:
    """The page of a room above on which such a sheet goes on once it is handed in: an order of its own."""
    maker = web().services.get("record_homes", {}).get(record.form_code)
    return cast("str | None", maker(record.id)) if maker else None


def panel(record: Record) -> Markup | None:
    """What a room above shows beside such a sheet while it is being filled in."""
    maker = web().services.get("record_panels", {}).get(record.form_code)
    return cast("Markup | None", maker(record.id)) if maker else None


def page_token() -> str:
    """The name of this very page, so that it may save again what it saved itself."""
    return token_urlsafe(12)
