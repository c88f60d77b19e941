"""What 网管办 handed in beside what 证信办 made of it (1.2.2)."""

from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from docsys import vault
from docsys.clock import local
from docsys.documents import queries
from docsys.documents.comparing import reading
from docsys.documents.models import Document
from docsys.documents.views.room import found, handles
from docsys.documents.views.showing import crumbs
from docsys.errors import NotFound
from docsys.publication import texts
from docsys.publication.models import RuleText
from docsys.publication.views.room import bp
from docsys.web.pages import page
from docsys.web.session import db, roll_back, settings


@dataclass(frozen=True)
class Side:
    """One of the two texts, in plain values."""

    version: str
    source: reading.Source


@bp.get("/<int:document_id>/rule-texts")
def rule_texts(document_id: int) -> ResponseReturnValue:
    """`from` and `to` are texts of the document; without them the last that was handed in, and the last."""
    document = found(document_id)
    kept = _kept(document)
    left, right = _asked(kept)
    values: dict[str, Any] = {
        "document": {"id": document.id, "number": document.number, "title": document.title},
        "path": crumbs(document),
        "texts": [_row(one) for one in kept],
        "chosen": (left.id, right.id),
        "choices": [(one.id, _name(one)) for one in kept],
    }
    sides = [_side(left), _side(right)]
    roll_back()  # files are read without a transaction
    compared = reading.compare(sides[0].source, sides[1].source)
    return page("publication/texts.html", left=sides[0], right=sides[1], compared=compared, **values)


def links(session: Session, document_id: int, who: Any) -> list[tuple[str, str, str]]:
    """(number, title, address) of the comparison, for the page of a rule whose text was finished."""
    document = session.get_one(Document, document_id)
    kept = texts.of_document(session, document_id)
    if not queries.handles(document, who) or len(kept) < len(("from", "to")):
        return []
    address = url_for("publication.rule_texts", document_id=document_id)
    return [("送审稿 ↔ 定稿", f"共 {len(kept)} 份文本，逐段比较（1.2.2）", address)]


def _kept(document: Document) -> list[RuleText]:
    """Raises NotFound for whoever does not make the rule, and where there are no two texts: alike."""
    kept = list(texts.of_document(db(), document.id)) if handles(document) else []
    if len(kept) < len(("from", "to")):
        raise NotFound
    return kept


def _asked(kept: list[RuleText]) -> tuple[RuleText, RuleText]:
    """The earlier to the left, whichever way they were named."""
    by_id = {str(one.id): one for one in kept}
    named = [by_id.get(request.args.get(name, "")) for name in ("from", "to")]
    chosen = [one for one in named if one is not None]
    if any(request.args.get(name) for name in ("from", "to")):
        if len({one.id for one in chosen}) != len(named):
            raise NotFound(message="请选择两份不同的文本进行比较。")
        left, right = sorted(chosen, key=lambda one: one.id)
        return left, right
    right = kept[-1]
    handed_in = [one for one in kept[:-1] if one.kind == texts.HANDED_IN]
    return (handed_in or kept[:-1])[-1], right


def _row(one: RuleText) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "version": str(one.version.version),
        "name": one.file.original_name,
        "who": f"{one.by_name}（{one.unit_name}）",
        "at": one.at,
        "opinion": one.opinion,
        "sha256": one.sha256,
    }


def _name(one: RuleText) -> str:
    return f"{one.version.version} {one.kind} {local(one.at):%Y-%m-%d %H:%M}"


def _side(one: RuleText) -> Side:
    path = vault.resolve(db(), settings().archive, one.file)
    return Side(one.kind, reading.Source(path, one.file.original_name, one.sha256))
