"""Volumes: their list, the wizard, the page of one with its prints and its binding (4.3.7)."""

from collections.abc import Callable
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from docsys import audit, vault
from docsys.errors import Forbidden, NotFound, Refused
from docsys.folders import queries as folders
from docsys.folders.models import Folder
from docsys.paper import actions, inputs, jobs, listings, prints, rules, volumes
from docsys.paper.models import PaperCopy, Volume
from docsys.paper.states import BOUND, VolumeState
from docsys.paper.views.room import asked, bp, holds, rows_of, tabs, taken_along
from docsys.people.rules import Permission, may
from docsys.printing import render
from docsys.printing.limits import Limits
from docsys.web.downloads import send
from docsys.web.lists import listing
from docsys.web.pages import go, page, reshow, say
from docsys.web.session import actor, acts, db, now, roll_back, settings

MOST_COUNTED = 200
RETENTIONS = ("永久", "30 年", "10 年", "5 年", "3 年")
SAID = {
    "arrange": "已保存，卷内文件按编号重新排序编页。",
    "bind": "已装订。装订本（带书签和连续页号的一个 PDF）正在制作，稍后在此页下载。",
    "discard": "已撤销组卷，卷号记为空号，不再使用。",
}


def _require(permission: Permission) -> None:
    if not holds(permission):
        raise Forbidden(permission=permission.label)


@bp.get("/volumes")
def volume_list() -> ResponseReturnValue:
    _require(Permission.PAPER_READ)
    wanted = asked(volumes.ASKED)
    query = volumes.volumes(actor(), wanted)
    if kind := request.args.get("format"):
        rows = rows_of(query, (Volume.number,), listings.volume_row)
        return taken_along(kind, "卷册目录", listings.VOLUMES, rows, wanted, "编制", "审核")
    return page(
        "paper/volumes.html",
        tabs=tabs("volume_list"),
        cut=listing(db(), query, volumes.COLUMNS, "number"),
        asked=wanted,
        states=[(one.value, one.label) for one in VolumeState],
        may_bind=holds(Permission.PAPER_BIND),
        span=rules.span,
    )


@bp.get("/volumes/new")
def new_volume() -> ResponseReturnValue:
    """The wizard: first a folder, then what lies in the store of it, in number order."""
    return wizard(request.args)


def wizard(typed: Any, refusal: Refused | None = None) -> str:
    _require(Permission.PAPER_BIND)
    first = _first(typed.get("supplements", ""))
    code = first.folder.code if first else typed.get("folder", "").strip()
    chosen = folders.by_code(db(), code) if code else None
    year = inputs.year(typed.get("year", ""))
    found = volumes.candidates(db(), actor(), code, year) if chosen else []
    expected = volumes.expected_number(db(), settings().library_code, code, now()) if chosen else ""
    values = {
        "folder": chosen,
        "first": first,
        "year": year,
        "candidates": found,
        "picked": _picked(typed, found),
        "expected": expected,
        "title": typed.get("title") or _title(chosen, first, year),
        "folders": _folder_choices(),
    }
    counts = _counted(found)
    return page(
        "paper/wizard.html",
        **values,
        counts=counts,
        retentions=[(one, one) for one in RETENTIONS],
        typed=typed,
        refusal=refusal,
        labels=inputs.LABELS,
    )


def _counted(found: list[PaperCopy]) -> dict[int, int]:
    """Pages nobody counted yet, as the marked copies have them; of a long list the first ones."""
    return jobs.page_counts(settings().archive, found[:MOST_COUNTED], Limits.of(settings()))


def _first(text: str) -> Volume | None:
    """The volume to be supplemented."""
    return volumes.get_volume(db(), int(text), actor()) if text.isdigit() else None


def _title(folder: Folder | None, first: Volume | None, year: int | None) -> str:
    if first is not None:
        return f"{first.title}（补卷）"
    if folder is None:
        return ""
    return f"{folder.name}文件汇编" + (f"（{year} 年）" if year else "")


def _picked(typed: Any, found: list[PaperCopy]) -> set[int]:
    """What is ticked: what was, or the first copy of each document."""
    if "title" in typed:
        return {int(one) for one in typed.getlist("chosen") if one.isdigit()}
    seen: dict[int, int] = {}
    for copy in found:
        seen.setdefault(copy.document_id, copy.id)
    return set(seen.values())


def _folder_choices() -> list[tuple[str, str]]:
    query = select(Folder).where(Folder.closed_at.is_(None)).order_by(Folder.ordinal, Folder.code)
    return [(one.code, f"{'　' * (one.depth - 1)}{one.code} {one.name}") for one in db().scalars(query)]


@bp.post("/volumes/new")
@reshow(wizard)
def compile_volume() -> ResponseReturnValue:
    volume = actions.compile_volume(db(), inputs.new_volume(request.form), actor=actor(), now=now())
    say(f"已组卷 {volume.number}，共 {len(volume.items)} 件、{volume.pages} 页。核对后装订。")
    return go("paper.volume", volume_id=volume.id)


@bp.get("/volumes/<int:volume_id>")
def volume(volume_id: int) -> ResponseReturnValue:
    return volume_page(volume_id)


def volume_page(volume_id: int, typed: Any = None, refusal: Refused | None = None, **_address: object) -> str:
    found = volumes.get_volume(db(), volume_id, actor())
    is_open = found.state is VolumeState.COMPILING and may(actor(), Permission.PAPER_BIND, found.unit_id)
    others = volumes.candidates(db(), actor(), found.folder.code, found.year) if is_open else []
    return page(
        "paper/volume.html",
        volume=found,
        items=found.items,
        supplements=volumes.supplements_of(db(), found),
        others=others,
        is_open=is_open,
        is_bound=found.state in BOUND,
        may_bind=may(actor(), Permission.PAPER_BIND, found.unit_id),
        lacking=[item.copy.code for item in found.items if not item.pages],
        parts=prints.PARTS,
        span=rules.span([item.number for item in found.items]),
        days=rules.days(item.dated for item in found.items),
        range_text=rules.range_text,
        retentions=[(one, one) for one in dict.fromkeys((found.retention, *RETENTIONS))],
        typed=typed or {},
        refusal=refusal,
        labels=inputs.LABELS,
    )


@bp.post("/volumes/<int:volume_id>/<any('arrange','bind','discard'):verb>")
@reshow(volume_page)
def change_volume(volume_id: int, verb: str) -> ResponseReturnValue:
    who, at = actor(), now()
    steps: dict[str, Callable[[], object]] = {
        "arrange": lambda: actions.arrange(db(), volume_id, inputs.arrangement(request.form), actor=who, now=at),
        "bind": lambda: actions.bind(db(), volume_id, actor=who, now=at),
        "discard": lambda: actions.discard(db(), volume_id, request.form.get("reason", ""), actor=who, now=at),
    }
    steps[verb]()
    say(SAID[verb])
    if verb == "discard":
        return go("paper.volume_list")
    return go("paper.volume", volume_id=volume_id)


@bp.get("/volumes/<int:volume_id>/<any('cover','contents','spine','remarks'):what>.pdf")
def volume_part(volume_id: int, what: str) -> ResponseReturnValue:
    """One of the prints; the transaction ends before it is made."""
    of = jobs.sheet_of(db(), volumes.get_volume(db(), volume_id, actor()))
    at, folder = now(), settings().templates
    roll_back()
    html = prints.part(what, of, at, folder=folder)
    title = f"{of.number} {prints.PARTS[what]}"
    return send(render(html, folder=folder, title=title, limits=Limits.of(settings())), f"{title}.pdf", inline=True)


@bp.get("/volumes/<int:volume_id>/bound.pdf")
@acts
def volume_bound(volume_id: int) -> ResponseReturnValue:
    """The bound copy in one file."""
    found = volumes.get_volume(db(), volume_id, actor())
    if found.pdf is None:
        raise NotFound(message="装订本正在制作，请稍候刷新。" if found.bound_at else "尚未装订，没有装订本。")
    path = vault.resolve(db(), settings().archive, found.pdf)
    audit.record(db(), "volume.download", actor(), found.number, now=now())
    return send(path, found.pdf.path.rpartition("/")[2], inline=True)
