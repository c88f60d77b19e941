"""文档库: the tree at the left, the documents of a folder beside it, a new folder below it."""

from collections.abc import Mapping
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from docsys.catalogue import directory, queries
from docsys.catalogue.narrowing import narrowed
from docsys.catalogue.views.room import bp
from docsys.documents import listed
from docsys.documents.contracts import CATEGORY as CONTRACTS
from docsys.documents.models import Document
from docsys.documents.rules import Secrecy
from docsys.documents.views.listing import as_of, may_register, remembered
from docsys.errors import Refused
from docsys.folders import actions
from docsys.folders import queries as folders
from docsys.folders.models import Folder
from docsys.folders.rules import MAX_DEPTH
from docsys.people.models import Unit
from docsys.people.rules import Permission, may
from docsys.web.lists import listing
from docsys.web.pages import go, page, reshow, say
from docsys.web.prints import list_answer, printed_at
from docsys.web.session import actor, db, now, settings
from docsys.web.tables import as_file

# WeasyPrint needs 4 s for 1,000 rows (house 7); a page is not kept waiting for more.
MOST_PRINTED = 1000
LONGEST_WORDS = 60


class TooManyToPrint(Refused):
    message = "共 {count} 份，一次最多打印 {most} 份。请先筛选，或导出 CSV、Excel；完整目录见文档库中的 00_目录.pdf。"


@bp.get("/")
def index() -> ResponseReturnValue:
    return library_page()


@bp.get("/<code>")
def show(code: str) -> ResponseReturnValue:
    return library_page(code)


def library_page(code: str = "", typed: Any = None, refusal: Refused | None = None) -> ResponseReturnValue:
    tree = queries.tree(db(), actor())
    folder = queries.find(tree, code) if code else None
    asked, sought = _asked(folder), request.args.get("tree", "").strip()[:LONGEST_WORDS]
    if kind := request.args.get("format"):
        return _taken_along(kind, folder, asked)
    return page(
        "catalogue/show.html",
        folder=folder,
        chain=folders.chain(db(), folder) if folder else [],
        tree=narrowed(tree, sought),
        sought=sought,
        cut=listing(
            db(), listed.listed(actor(), asked, as_of()), listed.COLUMNS, listed.DEFAULT, narrow=Document.id.expression
        ),
        asked=asked,
        dues=[(key, label) for key, (label, _condition) in listed.DUES.items()],
        states=[(key, label) for key, (label, _states) in listed.STATES.items()],
        secrecies=[(one.value, one.value) for one in Secrecy],
        units=_units(),
        list_address=remembered(asked),
        drops=folder is not None and folder.depth > 1 and not folder.closed_at,
        is_contracts=folder is not None and folder.category == CONTRACTS,
        may_register=may_register(),
        may_adjust=folder is not None and may(actor(), Permission.FOLDER_CREATE),
        has_room=folder is not None and folder.depth < MAX_DEPTH,
        may_check=may(actor(), Permission.LIBRARY_CHECK),
        typed=typed or {},
        refusal=refusal,
    )


def _asked(folder: Folder | None) -> Mapping[str, str]:
    found = {name: value for name in listed.ASKED if (value := request.args.get(name, "").strip())}
    return {**found, "folder": folder.code} if folder else found


def _units() -> list[tuple[str, str]]:
    query = select(Unit.code, Unit.short_name).where(Unit.active).order_by(Unit.id)
    return [(code, name) for code, name in db().execute(query)]


def _taken_along(kind: str, folder: Folder | None, asked: Mapping[str, str]) -> ResponseReturnValue:
    """The list as CSV, xlsx or PDF, with its filter stated."""
    found, names = queries.lines(db(), actor(), *listed.conditions(asked, as_of())), queries.names(db())
    title = f"{folder.code} {folder.name} 文档目录" if folder else "文档目录"
    stated = _stated(asked)
    if kind != "pdf":
        return as_file(kind, title, directory.HEAD, directory.rows(found), stated=stated)
    if len(found) > MOST_PRINTED:
        raise TooManyToPrint(count=len(found), most=MOST_PRINTED)
    filtered = "，".join(f"{name}：{value}" for name, value in stated.items())
    unit, printed = settings().organisation, printed_at()
    return list_answer(directory.listing(title, found, names, unit=unit, printed=printed, filtered_by=filtered))


def _stated(asked: Mapping[str, str]) -> dict[str, str]:
    """The filter in words."""
    words = {"folder": "文件夹", "q": "查找", "secrecy": "保密级别", "unit": "归口单位"}
    found = {label: asked[name] for name, label in words.items() if name in asked}
    state = listed.STATES.get(asked.get("state", ""))
    if due := listed.DUES.get(asked.get("due", "")):
        found["到期与待补"] = due[0]
    return {**found, "状态": state[0] if state else "现行"}


@bp.post("/<code>/folders")
@reshow(library_page)
def create(code: str) -> ResponseReturnValue:
    """A folder below; its code is the next one, its directory is made with it (4.3.4)."""
    folder = actions.create(db(), code, request.form.get("name", ""), actor=actor(), now=now())
    say(f"已建立文件夹 {folder.code} {folder.name}。")
    return go("catalogue.show", code=folder.code)


@bp.post("/<code>/name")
@reshow(library_page)
def rename(code: str) -> ResponseReturnValue:
    folder = actions.rename(db(), code, request.form.get("new_name", ""), actor=actor(), now=now())
    say(f"文件夹 {folder.code} 现名 {folder.name}，磁盘上的文件夹随之改名。")
    return go("catalogue.show", code=code)


@bp.post("/<code>/<any(close, reopen):verb>")
@reshow(lambda code, typed, refusal, **_: library_page(code, typed, refusal))
def switch(code: str, verb: str) -> ResponseReturnValue:
    """停用 or 启用."""
    act = {"close": actions.close, "reopen": actions.reopen}[verb]
    folder = act(db(), code, actor=actor(), now=now())
    say(f"文件夹 {folder.code} 已{'停用' if verb == 'close' else '启用'}。")
    return go("catalogue.show", code=code)
