"""The files of a version: the approved one, and what docsys made of it."""

from flask.typing import ResponseReturnValue

from docsys import audit, vault
from docsys.documents.jobs import made_path
from docsys.documents.rules import Right
from docsys.documents.views.room import bp, living, stored, version_of
from docsys.errors import NotFound
from docsys.web.downloads import send
from docsys.web.session import actor, acts, db, now, settings

PRINTS = {"marked": ("标识版.pdf", Right.READ), "attributes": ("属性页.pdf", Right.LIST)}


@bp.get("/<int:document_id>/versions/<int:version_id>/file")
@acts
def download(document_id: int, version_id: int) -> ResponseReturnValue:
    document = living(document_id)
    version = version_of(document, version_id, Right.DOWNLOAD)
    file = stored(version)
    path = vault.resolve(db(), settings().archive, file)
    audit.record(db(), "document.download", actor(), f"{document.number} {version.version}", now=now())
    return send(path, path.name if path.name.startswith(document.number) else file.original_name)


@bp.get("/<int:document_id>/versions/<int:version_id>/<what>.pdf")
@acts
def printed(document_id: int, version_id: int, what: str) -> ResponseReturnValue:
    """The 标识版 or the attribute page, shown in the page."""
    if what not in PRINTS:
        raise NotFound
    name, right = PRINTS[what]
    document = living(document_id)
    version = version_of(document, version_id, right)
    path = settings().archive / (made_path(version, name) or "")
    if not path.is_file():
        raise NotFound(message="标识版正在生成，请稍候刷新。草稿没有标识版。")
    audit.record(
        db(), "document.view", actor(), f"{document.number} {version.version}", now=now(), detail={"what": name}
    )
    return send(path, path.name, inline=True)
