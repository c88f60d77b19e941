"""The page of one document: its head, and the tabs 内容, 属性, 版本 below it."""

from collections.abc import Callable
from typing import Any

from flask import make_response, request, url_for
from flask.typing import ResponseReturnValue

from docsys.documents import describing, granting, inputs, offers, queries, relations
from docsys.documents.jobs import made_path
from docsys.documents.models import Document, Version
from docsys.documents.rules import EFFECTIVE, VOID, Level, Right, State, folder_name
from docsys.documents.views import listing
from docsys.documents.views.room import bp, found, handles, keeps
from docsys.errors import NotFound
from docsys.folders import queries as folders
from docsys.numbering.queries import expected
from docsys.numbering.rules import document_series
from docsys.people.rules import Permission, may
from docsys.web.pages import page
from docsys.web.session import actor, db, now, settings

TABS = (("show", "内容"), ("attributes", "属性"), ("versions", "版本"), ("rights", "权限"), ("relations", "关联"), ("history", "历史"))  # fmt: skip


def tab(document_id: int, name: str, values: Callable[[Document, Version | None], dict[str, Any]]) -> ResponseReturnValue:  # fmt: skip
    """A tab of the page, alone where htmx asks for it; the tombstone instead where the document was abolished."""
    document = found(document_id)
    if document.state in VOID and not keeps(document):
        return tombstone(document)
    shown = shown_version(document)
    html = page(template(), tab=name, **head(document, shown), **values(document, shown))
    response = make_response(html)
    response.vary.add("HX-Target")
    return response


def template() -> str:
    return "documents/_tab.html" if request.headers.get("HX-Target") == "tab" else "documents/show.html"


def tombstone(document: Document) -> ResponseReturnValue:
    """What stands where a document was: who ended it, when, why, and what replaces it (4.5.2)."""
    ended = relations.ending(db(), document)
    return page(
        "documents/tombstone.html",
        document=document,
        ended=ended,
        path=crumbs(document),
        successor=relations.named(db(), document.replacement, actor()),
    )


def shown_version(document: Document) -> Version | None:
    """The version in force, or the draft of what never was; another one where the address names it and he may see it."""
    draft = queries.open_version(document)
    wanted = request.args.get("version", "")
    if wanted:
        named = next((one for one in document.versions if str(one.id) == wanted), None)
        if named is not None and named.state is State.SUPERSEDED and not handles(document):
            return document.head  # an old link leads to what is in force, with a note (4.4.1)
        if named is None or (named.state not in EFFECTIVE and not handles(document)):
            raise NotFound
        return named
    return draft if draft is not None and document.state not in EFFECTIVE else document.head


def head(document: Document, shown: Version | None) -> dict[str, Any]:
    """What stands above every tab."""
    applied = granting.applied(db(), document)
    return {
        "document": document,
        "shown": shown,
        "draft": queries.open_version(document) if handles(document) else None,
        "state_words": describing.state_text(document, document.head or shown) if shown else document.state.label,
        "users": granting.in_short(applied.rows),
        "path": crumbs(document),
        "offers": offers.offers(db(), document, actor(), now()),
        "tabs": tabs(document),
        "steps": listing.steps(),
        "kept": listing.kept(),
        "can_edit": can_edit(document),
        "outdated": _outdated(document),
        "soon_days": settings().due_soon_days,
        **allowed(document, shown),
    }


def _outdated(document: Document) -> Version | None:
    """The superseded version that the address asks for."""
    wanted = request.args.get("version", "")
    return next((one for one in document.versions if str(one.id) == wanted and one.state is State.SUPERSEDED), None)


def allowed(document: Document, shown: Version | None) -> dict[str, Any]:
    """What of the shown version this person may do; `print_url` only where there is something to print."""
    is_void = document.state in VOID
    file = shown.file if shown else None
    held = queries.rights_of(db(), document, actor(), Right.READ, Right.DOWNLOAD, Right.PRINT)
    may_download = Right.DOWNLOAD in held
    marked = made_path(shown, "标识版.pdf") if shown else None
    printable = marked is not None and (settings().archive / marked).is_file()
    return {
        "may_read": file is not None and file.erased_at is None and Right.READ in held,
        "may_download": file is not None and may_download and not is_void,
        "may_print": (may_download or Right.PRINT in held) and printable,
        "has_file": file is not None and not is_void,
    }


def can_edit(document: Document) -> bool:
    """Whether he may type the marks of its draft again."""
    draft = queries.open_version(document)
    if draft is None or draft.state is not State.DRAFT:
        return False
    return document.created_by_id == actor().user_id or may(actor(), Permission.DOCUMENT_REGISTER, document.unit_id)


def crumbs(document: Document) -> list[tuple[str, str]]:
    chain = folders.chain(db(), document.folder)
    return [(f"{one.code} {one.name}", url_for("documents.index", folder=one.code)) for one in chain]


def tabs(document: Document) -> list[tuple[str, str, str, int | None]]:
    """The tabs this person has, as (name, label, address, count)."""
    hidden = set() if handles(document) else {"rights"}
    seen = len(document.versions) if handles(document) else None
    args: dict[str, Any] = {**listing.kept()}
    return [
        (name, label, url_for(f"documents.{name}", document_id=document.id, **args), seen if name == "versions" else None)
        for name, label in TABS
        if name not in hidden
    ]  # fmt: skip


@bp.get("/<int:document_id>")
def show(document_id: int) -> ResponseReturnValue:
    return tab(document_id, "show", _content)


def _content(document: Document, shown: Version | None) -> dict[str, Any]:
    return {
        "seen": seen_versions(document)[:6],
        "promise": _promise(document, queries.open_version(document)),
        "basis": relations.basis(db(), document, actor()),
        "level": level_text(shown) if shown else "",
    }


def level_text(version: Version) -> str:
    return Level(version.level).label if version.level else ""


def seen_versions(document: Document) -> list[Version]:
    """Newest first; who does not handle the document sees what is in force (4.4.1)."""
    everything = sorted(document.versions, key=lambda one: (one.version, one.id), reverse=True)
    return [one for one in everything if one.state in EFFECTIVE or handles(document)]


def _promise(document: Document, draft: Version | None) -> dict[str, str] | None:
    """预计编号 and path of a draft that has no permanent number yet; not a promise."""
    if draft is None or not document.number.startswith("CG-"):
        return None
    place = document.folder
    series = document_series(settings().library_code, place.code, place.pattern, document.unit.code, now())
    number = expected(db(), series)
    return {"number": number, "path": f"{folders.directory_of(db(), place)}/{folder_name(number, draft.title)}"}


@bp.get("/<int:document_id>/attributes")
def attributes(document_id: int) -> ResponseReturnValue:
    return tab(document_id, "attributes", _attributes)


def _attributes(document: Document, shown: Version | None) -> dict[str, Any]:
    """Table 19.4 as on paper, with the rights that truly apply."""
    sheet = describing.attribute_page(db(), document, shown, now()) if shown else None
    printed = made_path(shown, "属性页.pdf") if shown else None
    return {
        "sheet": sheet,
        "sheet_rights": granting.as_printed(granting.applied(db(), document)),
        "sheet_pdf": printed is not None and (settings().archive / printed).is_file(),
        "labels": inputs.LABELS,
    }  # fmt: skip


@bp.get("/<int:document_id>/versions")
def versions(document_id: int) -> ResponseReturnValue:
    return tab(document_id, "versions", _versions)


def _versions(document: Document, _shown: Version | None) -> dict[str, Any]:
    return {"rows": [_row(one) for one in seen_versions(document)]}


def _row(version: Version) -> dict[str, Any]:
    """A version with the prints that lie beside its file."""
    archive = settings().archive
    kinds = {"marked": "标识版.pdf", "attributes": "属性页.pdf", "word": "标识版.docx"}
    made = {kind: (archive / (made_path(version, what) or "-")).is_file() for kind, what in kinds.items()}
    return {"it": version, "made": made, "level": level_text(version)}
