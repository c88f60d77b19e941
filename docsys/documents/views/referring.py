"""Addresses by number, as they are cited on paper: `/documents/number/ZLW-SC01-YGZX-002`. Whatever number a document had, and
whatever version is cited with it, they lead to what is in force now, with a note (3.7, 4.4.1).
"""

import re

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from docsys.documents import queries
from docsys.documents.models import Document
from docsys.documents.rules import VersionNumber
from docsys.documents.views.room import bp
from docsys.errors import NotFound
from docsys.web.pages import say
from docsys.web.session import actor, db

# `ZLW-SC01-YGZX-002`, `ZLW-SC01-YGZX-002 V2.1`, and the name of a file that begins so.
CITED = re.compile(r"^\s*(?P<number>[^\s_]+)(?:[\s_]+(?P<version>[Vv]\d{1,4}\.\d{1,4})(?:[\s_].*)?)?\s*$", re.DOTALL)


@bp.get("/number/<number>")
def by_number(number: str) -> ResponseReturnValue:
    document, version = _cited(number)
    _tell(document, number, version)
    return redirect(url_for("documents.show", document_id=document.id), 302)


@bp.get("/number/<number>/file")
def file_by_number(number: str) -> ResponseReturnValue:
    """To the file in force; whoever may not have it is told so there."""
    document, _version = _cited(number)
    current = queries.current(db(), document.id)
    if current is None or current.file_id is None:
        raise NotFound(message="{number} 没有现行的电子文件。", number=document.number)
    return redirect(url_for("documents.download", document_id=document.id, version_id=current.id), 302)


def _cited(text: str) -> tuple[Document, VersionNumber | None]:
    """Also the number of before the library, which may be written in any way."""
    cited = CITED.match(text)
    if cited is None or not cited["version"]:
        return queries.referred_to(db(), text.strip(), actor()), None
    return queries.referred_to(db(), cited["number"], actor()), VersionNumber.parse(cited["version"])


def _tell(document: Document, text: str, version: VersionNumber | None) -> None:
    asked = text.strip() if version is None else CITED.sub(r"\g<number>", text)
    if asked != document.number:
        say(f"编号 {asked} 已改为 {document.number}。", "draft")
    current = queries.current(db(), document.id)
    if version is not None and current is not None and version != current.version:
        say(f"旧版本链接：您引用的是 {version}，现行版本为 {current.version}。", "draft")
