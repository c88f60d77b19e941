"""签字扫描件: dropped, read, looked at page by page, and filed with the records that their codes name."""

import io
from typing import Any

from flask import jsonify, request, url_for
from flask.typing import ResponseReturnValue

from docsys import printing, vault
from docsys.errors import NotFound, Refused
from docsys.printing import codes, images
from docsys.records import actions, queries, scans
from docsys.records.actions import Cut
from docsys.records.models import SignedScan
from docsys.records.views.room import bp
from docsys.vault.models import StoredFile
from docsys.web.downloads import send
from docsys.web.pages import go, page, reshow, say
from docsys.web.session import actor, db, now, reading, roll_back, settings
from docsys.web.uploads import incoming

PICTURE_SCALE = 1.2


@bp.get("/scans")
def scan_list() -> ResponseReturnValue:
    return page("records/scans.html", waiting=scans.waiting(db(), actor()))


@bp.put("/scans")
def drop_scan() -> ResponseReturnValue:
    """One scan, its codes read in the limited child while no transaction is open."""
    upload = incoming(lambda stream: vault.stage(settings().archive, stream))
    read = codes.codes(settings().archive / upload.staged.path, limits=printing.Limits.of(settings()))
    scan = actions.receive_scan(db(), upload.staged, upload.name, read, actor=actor(), now=now())
    known = dict.fromkeys(number for number in scans.proposed(read) if number)
    told = f"{len(read)} 页，认出 {'、'.join(known)}" if known else f"{len(read)} 页，没有认出表单编号"
    return jsonify(message=told, link=url_for(".scan", scan_id=scan.id), link_text="核对并归入")


def scan_page(scan_id: int, typed: Any = None, refusal: Refused | None = None) -> str:
    scan = _mine(scan_id)
    numbers = _typed(scan, typed) if typed else scans.proposed(scan.codes)
    return page(
        "records/scan.html",
        scan=scan,
        numbers=numbers,
        titles=scans.titles(db(), numbers, actor()),
        read=[bool(one) for one in scan.codes],
        refusal=refusal,
    )


def _mine(scan_id: int) -> SignedScan:
    scan = scans.of_person(db(), scan_id, actor())
    if scan is None:
        raise NotFound
    return scan


@bp.get("/scans/<int:scan_id>")
def scan(scan_id: int) -> ResponseReturnValue:
    return scan_page(scan_id)


@bp.get("/scans/<int:scan_id>/pages/<int:number>.png")
def scan_picture(scan_id: int, number: int) -> ResponseReturnValue:
    with reading() as session:
        scan = scans.of_person(session, scan_id, actor())
        if scan is None:
            raise NotFound
        path, name = vault.resolve(session, settings().archive, scan.file), scan.file.original_name
    limits = printing.Limits.of(settings())
    if not name.lower().endswith(".pdf"):
        shown = vault.stage(settings().archive, io.BytesIO(codes.excerpt(path, [number], limits=limits)))
        drawn = images.page_png(settings().archive / shown.path, 1, PICTURE_SCALE, limits=limits)
        (settings().archive / shown.path).unlink(missing_ok=True)
    else:
        drawn = images.page_png(path, number, PICTURE_SCALE, limits=limits)
    return send(drawn, f"{number}.png", inline=True)


@bp.post("/scans/<int:scan_id>")
@reshow(scan_page)
def file_scan(scan_id: int) -> ResponseReturnValue:
    """Each page to the record whose number stands beside it."""
    scan = _mine(scan_id)
    pages = scans.by_number(_typed(scan, request.form))
    scans.records(db(), pages, actor())
    path, name, total = vault.resolve(db(), settings().archive, scan.file), scan.file.original_name, len(scan.codes)
    roll_back()  # pages are cut without a transaction
    cuts = {number: _cut(path, name, numbers, total) for number, numbers in pages.items()}
    made = actions.file_scan(db(), scan_id, cuts, actor=actor(), now=now())
    say(f"已归入 {'、'.join(one.record.number for one in made)}。")
    return go(".show", record_id=made[0].record_id) if len(made) == 1 else go(".scan_list")


def _cut(path: Any, name: str, pages: list[int], total: int) -> Cut:
    """A scan of one record alone stays byte for byte."""
    archive = settings().archive
    if pages == list(range(1, total + 1)):
        with path.open("rb") as stream:
            return Cut(vault.stage(archive, stream), name, total)
    data = codes.excerpt(path, pages, limits=printing.Limits.of(settings()))
    return Cut(vault.stage(archive, io.BytesIO(data)), "cut.pdf", len(pages))


def _typed(scan: SignedScan, typed: Any) -> list[str]:
    return [" ".join(typed.get(f"page-{at}", "").split()).upper()[:64] for at in range(1, len(scan.codes) + 1)]


@bp.post("/scans/<int:scan_id>/give-up")
def give_up_scan(scan_id: int) -> ResponseReturnValue:
    actions.give_up_scan(db(), scan_id, actor=actor(), now=now())
    say("已放弃，扫描件留在扫描备份中。")
    return go(".scan_list")


@bp.get("/records/<int:record_id>/scans/<int:ordinal>")
def signed(record_id: int, ordinal: int) -> ResponseReturnValue:
    """The signed scan itself, to whoever may see the record."""
    with reading() as session:
        record = queries.get(session, record_id, actor())
        found = next((one for one in record.scans if one.ordinal == ordinal), None)
        if found is None or found.file.erased_at is not None:
            raise NotFound
        path = vault.resolve(session, settings().archive, session.get_one(StoredFile, found.file_id))
        name = found.file.original_name
    return send(path, name, inline=True)
