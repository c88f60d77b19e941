"""Uploads as a stream: one file a request, its bytes as the raw body, its name percent-encoded in `X-File-Name`.

Nothing of it is held in memory, and no transaction is open while it arrives: call `incoming` before `db()`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Generic, TypeVar
from urllib.parse import unquote

from flask import g, request

from docsys.errors import InvalidInput, TooLarge
from docsys.web.downloads import clean_name
from docsys.web.filters import size
from docsys.web.session import settings

Staged = TypeVar("Staged")


@dataclass(frozen=True)
class Upload(Generic[Staged]):
    """What arrived: the name as the person's machine calls it (an attribute, never a path) and what staging made of it."""

    name: str
    staged: Staged


class Bounded:
    """The stream of a body, which ends the upload as soon as it passes the limit, whatever its head declared."""

    def __init__(self, stream: IO[bytes], limit: int) -> None:
        self._stream = stream
        self._limit = limit
        self.count = 0

    def read(self, count: int = -1) -> bytes:
        chunk = self._stream.read(count if count >= 0 else 1024 * 1024)
        self.count += len(chunk)
        if self.count > self._limit:
            raise TooLarge(limit=size(self._limit))
        return chunk


def file_name() -> str:
    name = clean_name(unquote(request.headers.get("X-File-Name", ""), errors="replace"))
    if name == "file":
        raise InvalidInput(fields={"file": ["没有收到文件名，请重新选择文件。"]})
    return name


def incoming(stage: Callable[[Bounded], Staged]) -> Upload[Staged]:
    """Hand the arriving bytes to `stage`, e.g. `lambda stream: vault.stage(settings().archive, stream)`.

    Raises:
        TooLarge: more than `max_upload`; InvalidInput: no name, or an empty file.

    """
    if "db" in g:
        raise RuntimeError("an upload is read before the transaction begins")
    limit = settings().max_upload
    if (request.content_length or 0) > limit:
        raise TooLarge(limit=size(limit))
    name = file_name()
    stream = Bounded(request.stream, limit)
    staged = stage(stream)
    if stream.count == 0:
        raise InvalidInput(fields={"file": [f"“{name}”是空文件。"]})
    return Upload(name, staged)


def several(field: str, stage: Callable[[Bounded], Staged]) -> list[Upload[Staged]]:
    """The files of an ordinary form, for browsers without JavaScript. Werkzeug spools large ones to disk."""
    files = [file for file in request.files.getlist(field) if file.filename]
    return [
        Upload(clean_name(file.filename or ""), stage(Bounded(file.stream, settings().max_upload))) for file in files
    ]
