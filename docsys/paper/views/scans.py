"""Scans of a copy: they come by a form or are dropped, are measured, stored, and handed to whoever may (4.3.8)."""

from flask import jsonify, request, url_for
from flask.typing import ResponseReturnValue

from docsys import audit, vault
from docsys.documents import queries as documents
from docsys.documents.rules import EFFECTIVE, Right
from docsys.errors import Forbidden, Gone, InvalidInput
from docsys.paper import actions, inputs, queries
from docsys.paper.actions import Scanned
from docsys.paper.measuring import measured
from docsys.paper.views.copies import copy_page
from docsys.paper.views.room import bp
from docsys.people.rules import Permission, may
from docsys.web import uploads
from docsys.web.downloads import send
from docsys.web.pages import go, reshow, say
from docsys.web.session import actor, acts, db, now, settings
from docsys.web.uploads import Upload


@bp.post("/copies/<int:copy_id>/scans")
@reshow(copy_page)
def add_scans(copy_id: int) -> ResponseReturnValue:
    """One or several files of an ordinary form; all of them, or none."""
    archive = settings().archive
    files = uploads.several("file", lambda stream: vault.stage(archive, stream))
    if not files:
        raise InvalidInput(fields={"file": ["请选择扫描仪生成的 PDF 或图片。"]}, labels=inputs.LABELS)
    scanned = [_scanned(one, request.form.get("paper", "A4")) for one in files]
    made = actions.add(db(), copy_id, scanned, actor=actor(), now=now())
    say(f"已登记 {len(made)} 个扫描件：{'；'.join(scan.measured for scan in made)}。")
    return go("paper.show", copy_id=copy_id)


@bp.put("/copies/<int:copy_id>/scans")
def drop_scan(copy_id: int) -> ResponseReturnValue:
    """One dropped file."""
    archive = settings().archive
    upload = uploads.incoming(lambda stream: vault.stage(archive, stream))
    scanned = _scanned(upload, request.args.get("paper", "A4"))
    (made,) = actions.add(db(), copy_id, [scanned], actor=actor(), now=now())
    link = url_for("paper.scan", scan_id=made.id)
    return jsonify(message=f"已登记：{made.measured}", link=link, link_text="查看")


def _scanned(upload: Upload[vault.Staged], paper: str) -> Scanned:
    """Measured while no transaction is open."""
    return measured(upload.staged, upload.name, paper, settings())


@bp.get("/scans/<int:scan_id>")
@acts
def scan(scan_id: int) -> ResponseReturnValue:
    """The file itself, to whoever may take the document along; of what is out of force to who keeps or audits it (4.4.1)."""
    found = queries.get_scan(db(), scan_id, actor())
    copy = found.copy
    document = copy.document
    keeps = may(actor(), Permission.PAPER_READ, document.unit_id)
    if copy.version.state not in EFFECTIVE and not keeps:
        raise Gone(number=copy.code)
    if not keeps and not documents.may(db(), document, actor(), Right.DOWNLOAD):
        raise Forbidden(permission=Right.DOWNLOAD.label)
    path = vault.resolve(db(), settings().archive, found.file)
    name = found.file.path.rpartition("/")[2]
    audit.record(db(), "scan.download", actor(), copy.code, now=now(), detail={"what": name})
    return send(path, name, inline=True)
