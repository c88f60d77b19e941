"""A record that is filed is never edited; what was missing or wrong in it is a further record that names it."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from docsys import vault
from docsys.documents import inputs, queries
from docsys.documents.offers import offers
from docsys.documents.views.showing import crumbs
from docsys.errors import Forbidden, InvalidInput, Refused
from docsys.people.rules import Permission
from docsys.publication import actions, rules
from docsys.publication.views.room import bp
from docsys.web import uploads
from docsys.web.pages import field_errors, go, page, reshow, say
from docsys.web.session import actor, db, now, settings


def supplement_page(document_id: int, typed: Any = None, refusal: Refused | None = None) -> str:
    document = queries.get(db(), document_id, actor())
    if not any(one.verb == "supplement" for one in offers(db(), document, actor(), now())):
        raise Forbidden(permission=Permission.DOCUMENT_REGISTER.label)
    is_missing = isinstance(refusal, rules.ReasonMissing)
    return page(
        "publication/supplement.html",
        document=document,
        path=crumbs(document),
        typed=typed or {},
        refusal=refusal,
        errors={"reason": [refusal.sentence]} if is_missing and refusal else field_errors(refusal),
        labels=inputs.LABELS,
    )


@bp.get("/<int:document_id>/supplement")
def begin_supplement(document_id: int) -> ResponseReturnValue:
    return supplement_page(document_id)


@bp.post("/<int:document_id>/supplement")
@reshow(supplement_page)
def add_supplement(document_id: int) -> ResponseReturnValue:
    archive = settings().archive
    files = uploads.several("file", lambda stream: vault.stage(archive, stream))
    queries.get(db(), document_id, actor())
    if not files:
        raise InvalidInput(fields={"file": ["请选择文件。"]}, labels=inputs.LABELS)
    file, reason = files[0], request.form.get("reason", "")
    made = actions.supplement(db(), document_id, reason, file.staged, file.name, actor=actor(), now=now())
    say(f"补充记录已登记为草稿 {made.number}，核对标识后归档。")
    return go("documents.show", document_id=made.id)
