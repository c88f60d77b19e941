"""Many records on paper at once: sheets as one PDF with bookmarks, objects of a register as labels."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from docsys import printing
from docsys.errors import NotFound, Refused
from docsys.forms.shape import Form, Kind
from docsys.people.rules import Actor
from docsys.printing import books
from docsys.records import inputs, prints, queries
from docsys.records.models import Record
from docsys.records.views.room import bp, catalogue, frame, printed
from docsys.web.downloads import send
from docsys.web.session import actor, reading, settings

# A sheet takes some 0.3 s; whoever waits for more prints in parts.
MOST_SHEETS = 40
MOST_LABELS = 420


class TooMany(Refused):
    message = "共 {count} 件，一次最多打印 {most} 件。请先筛选，或勾选要打印的行。"


class NothingToPrint(Refused):
    message = "没有可以打印的记录。请勾选，或放宽筛选条件。"


@bp.get("/<code>/batch.pdf")
def batch(code: str) -> ResponseReturnValue:
    """The ticked sheets, or all that the filter finds, one behind the other."""
    form, who = catalogue().get(code), actor()
    if form.kind is Kind.REGISTER:
        raise NotFound
    with reading() as session:
        sheets = [prints.filled(one, frame(who)) for one in _chosen(session, form, who, MOST_SHEETS)]
    limits = printing.Limits.of(settings())
    made = [(f"{one.number} {one.title}", prints.pdf(one, settings())) for one in sheets]
    return send(books.joined(made, limits=limits), f"{form.short} {len(made)} 份.pdf", inline=True)


@bp.get("/<code>/labels.pdf")
def labels(code: str) -> ResponseReturnValue:
    """Labels of the ticked objects, or of all that the filter finds; `skip` places of the first sheet are used up."""
    form = catalogue().get(code)
    if not form.print.label:
        raise NotFound
    skip = min(request.args.get("skip", 0, type=int), prints.STICKERS - 1)

    def load(session: Session, who: Actor) -> prints.Printable:
        return prints.stickers(form, _chosen(session, form, who, MOST_LABELS), frame(who), max(skip, 0))

    return printed(load)


def _chosen(session: Session, form: Form, who: Actor, most: int) -> Sequence[Record]:
    """By number.

    Raises:
        NothingToPrint, TooMany.

    """
    query: Any = queries.records(form.code, who, inputs.wanted(request.args)).order_by(Record.number)
    if ticked := {int(one) for one in request.args.getlist("id") if one.isascii() and one.isdigit()}:
        query = query.where(Record.id.in_(list(ticked)[: most + 1]))
    found = session.scalars(query.limit(most + 1)).all()
    if not found:
        raise NothingToPrint
    if len(found) > most:
        raise TooMany(count=f"{most} 多", most=most)
    return found
