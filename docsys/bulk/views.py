"""Pages of bulk work: what was chosen, the change typed, each document old → new, and what became of it."""

from typing import Any
from urllib.parse import parse_qsl

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from docsys.bulk import actions, inputs, queries
from docsys.bulk.changing import Doing
from docsys.bulk.models import Batch
from docsys.bulk.rules import LABELS, MOST, What, check_count
from docsys.documents import listed
from docsys.documents.models import Document
from docsys.documents.views.listing import LONGEST_LIST, as_of
from docsys.documents.views.rights import editor
from docsys.errors import Forbidden, NotFound, Refused
from docsys.folders import queries as folders
from docsys.folders.rules import FolderKind
from docsys.people import directory
from docsys.people.models import Confirmation
from docsys.people.rules import Permission
from docsys.people.views.confirming import Kind
from docsys.web.lists import of_rows
from docsys.web.pages import field_errors, go, page, reshow, say
from docsys.web.session import actor, db, now

bp = Blueprint("bulk", __name__, url_prefix="/bulk")


def _to_batch(confirmation: Confirmation) -> str:
    return url_for("bulk.show", batch_id=confirmation.payload["batch_id"])


KINDS = {actions.RENUMBER: Kind("批量改号", _to_batch)}


@bp.app_template_global("may_bulk")
def may_bulk() -> bool:
    return queries.may_begin(actor())


@bp.app_template_global("bulk_choices")
def bulk_choices() -> list[tuple[str, str]]:
    return [(what.value, label) for what, label in LABELS.items()]


@bp.app_template_global("bulk_most")
def bulk_most() -> int:
    return MOST


def _permit() -> None:
    if not queries.may_begin(actor()):
        raise Forbidden(permission=Permission.DOCUMENT_EDIT.label)


def act_page(typed: Any = None, refusal: Refused | None = None, planned: Any = None) -> str:
    """The change, and below it what it would do."""
    _permit()
    what, ids = inputs.what(typed), inputs.ids(typed.get("documents", ""))
    return page(
        "bulk/act.html",
        what=what,
        ids=ids,
        planned=planned,
        permitted=sum(not one.why for one in planned or ()),
        folders=[(one.code, f"{one.code} {one.name}") for one in folders.taking_documents(db(), FolderKind.CONTROLLED)],
        typed=typed,
        errors=field_errors(refusal),
        labels=inputs.LABELS,
        **editor(typed, [], refusal),
    )


@bp.post("/choose")
def choose() -> ResponseReturnValue:
    """From the list: the rows that are ticked, or all that its filter finds."""
    _permit()
    what = inputs.what(request.form)
    ids = _filtered() if "everything" in request.form else inputs.ids(",".join(request.form.getlist("chosen")))
    check_count(len(ids))
    return act_page({"what": what.value, "documents": ",".join(map(str, ids))})


def _filtered() -> list[int]:
    asked = dict(parse_qsl(request.form.get("list", "")[:LONGEST_LIST]))
    query: Select[Any] = listed.listed(actor(), asked, as_of()).with_only_columns(Document.id)
    return list(db().scalars(query.order_by(*listed.sorting(asked)).limit(MOST + 1)))


@bp.post("/preview")
@reshow(act_page)
def preview() -> ResponseReturnValue:
    _permit()
    change = inputs.change(request.form, directory.units_of_departments(db()))
    found = queries.plan(db(), inputs.ids(request.form.get("documents", "")), change, Doing(actor(), now()))
    if not found:
        raise NotFound
    return act_page(request.form, planned=found)


@bp.post("/do")
@reshow(act_page)
def do() -> ResponseReturnValue:
    _permit()
    change = inputs.change(request.form, directory.units_of_departments(db()))
    batch = actions.begin(db(), inputs.ids(request.form.get("documents", "")), change, actor=actor(), now=now())
    said = "已申请，须由另一人在“双人确认”中一次确认后办理。" if change.what is What.FOLDER else "已办理，结果见各行。"
    say(said)
    return go("bulk.show", batch_id=batch.id)


@bp.get("/<int:batch_id>")
def show(batch_id: int) -> ResponseReturnValue:
    batch = queries.get(db(), batch_id, actor())
    lines = queries.lines(db(), batch, actor())
    counts = {
        "done": sum(line.done_at is not None for line in lines),
        "refused": sum(bool(line.why) for line in lines),
        "all": len(lines),
    }
    return page("bulk/show.html", batch=batch, progress=queries.state(batch), cut=of_rows(lines), counts=counts)


@bp.get("/")
def index() -> ResponseReturnValue:
    _permit()
    return page("bulk/index.html", cut=of_rows(_row(one) for one in queries.recent(db(), actor())))


def _row(batch: Batch) -> dict[str, Any]:
    refused = sum(bool(line.why) for line in batch.lines)
    return {"it": batch, "state": queries.state(batch), "all": len(batch.lines), "refused": refused}
