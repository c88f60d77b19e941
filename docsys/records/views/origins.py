"""The records behind a document, as links for its page."""

from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from docsys.records.origins import Origin, about, of_document


def links(session: Session, document_id: int, who: Any) -> list[tuple[str, str, str]]:
    """(number, title, address) of each."""
    return [
        (one.number, one.title, _address(one))
        for one in (*of_document(session, document_id, who), *about(session, document_id, who))
    ]


def _address(origin: Origin) -> str:
    if origin.record_id is None:
        return url_for("records.listed", code=origin.form_code)
    return url_for("records.show", record_id=origin.record_id)
