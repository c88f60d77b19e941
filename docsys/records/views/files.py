"""Files in the fields of a sheet: one PUT for each, its bytes as the body; and back to whoever may see the sheet."""

from flask import jsonify, request, url_for
from flask.typing import ResponseReturnValue

from docsys import vault
from docsys.errors import NotFound
from docsys.records import actions, queries
from docsys.records.views.room import bp
from docsys.vault.models import StoredFile
from docsys.web.downloads import send
from docsys.web.session import actor, db, now, reading, settings
from docsys.web.uploads import incoming


@bp.put("/records/<int:record_id>/files/<field_id>")
def put_file(record_id: int, field_id: str) -> ResponseReturnValue:
    upload = incoming(lambda stream: vault.stage(settings().archive, stream))
    into = (field_id, upload.name)
    record = actions.attach(db(), record_id, into, upload.staged, actor=actor(), now=now())
    record.page = request.args.get("page", "")[:32]
    link = url_for(".get_file", record_id=record_id, field_id=field_id)
    return jsonify(message="已上传", link=link, link_text=upload.name)


@bp.get("/records/<int:record_id>/files/<field_id>")
def get_file(record_id: int, field_id: str) -> ResponseReturnValue:
    with reading() as session:
        value = queries.get(session, record_id, actor()).data.get(field_id)
        if not isinstance(value, dict) or "stored" not in value:
            raise NotFound
        path = vault.resolve(session, settings().archive, session.get_one(StoredFile, value["stored"]))
    return send(path, value["name"])
