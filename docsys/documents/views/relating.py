"""The tabs 关联 and 历史: what a document has to do with others, and what was done with it."""

from typing import Any

from flask.typing import ResponseReturnValue

from docsys.documents import history as told
from docsys.documents import relations as related
from docsys.documents.models import Document, Version
from docsys.documents.views.room import bp, handles
from docsys.documents.views.showing import tab
from docsys.people.views.room import act_label
from docsys.web.session import actor, db
from docsys.web.state import web


@bp.get("/<int:document_id>/relations")
def relations(document_id: int) -> ResponseReturnValue:
    return tab(document_id, "relations", _relations)


def _relations(document: Document, shown: Version | None) -> dict[str, Any]:
    who = actor()
    return {
        "former": related.former_numbers(db(), document),
        "basis": related.basis(db(), document, who),
        "replacement": related.named(db(), document.replacement, who),
        "resting": related.resting_on(db(), document, who),
        "replaced": related.replaced(db(), document, who),
        "supplemented": related.supplemented(db(), document, who),
        "twins": related.twins(db(), document, shown, who),
        "origins": _origins(document),
    }


def _origins(document: Document) -> list[tuple[str, str, str]]:
    """What it was made of, as (number, title, address): told by the rooms above, each for what it leads."""
    tellers = web().services.get("document_origins", ())
    return [one for tell in tellers for one in tell(db(), document.id, actor())]


@bp.get("/<int:document_id>/history")
def history(document_id: int) -> ResponseReturnValue:
    return tab(document_id, "history", _history)


def _history(document: Document, _shown: Version | None) -> dict[str, Any]:
    rows = told.rows(db(), document, with_reading=handles(document))
    return {"acts": [told.Line(row, act_label(row.act), told.in_words(row)) for row in rows], "most": told.MOST}
