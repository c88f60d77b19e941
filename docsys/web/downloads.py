"""Files to the reader: a name that survives every browser, a type nobody sniffs, ranges, and no open transaction.

`send` answers with the file itself; the bytes leave after `session.finish` has ended the transaction.
"""

import io
import mimetypes
import re
import unicodedata
from pathlib import Path
from typing import IO
from urllib.parse import quote

from flask import Response, request, send_file

from docsys.web.security import FILE_POLICY, INLINE_POLICY, SHOWN_POLICY

# Shown within a page only what a browser draws without running anything of it.
INLINE_TYPES = frozenset(
    {"application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "text/plain"}
)
LONGEST = 180
LONGEST_SUFFIX = 10
TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".md": "text/markdown",
    ".csv": "text/csv",
    ".log": "text/plain",
    ".cfg": "text/plain",
    ".conf": "text/plain",
}


def clean_name(name: str) -> str:
    """`name` without what breaks a header or deceives a reader: controls, bidi marks, separators, lone surrogates."""
    kept = [
        character
        for character in name
        if unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    ]
    text = re.sub(r'[\\/:*?"<>|]', "_", unicodedata.normalize("NFC", "".join(kept))).strip(" .")
    stem, dot, suffix = text.rpartition(".")
    if dot and len(suffix) <= LONGEST_SUFFIX:
        return f"{stem[:LONGEST]}.{suffix}"
    return text[:LONGEST] or "file"


def ascii_name(name: str) -> str:
    """What an old client shows: the number and the extension, `doc-ZLW-SC01-YGZX-002.pdf`, never a gutted title."""
    stem, dot, suffix = clean_name(name).rpartition(".")
    if not dot:
        stem, suffix = suffix, ""
    number = re.match(r"[A-Za-z0-9]+(?:[-_.][A-Za-z0-9.]+)*", stem)
    suffix = re.sub(r"[^A-Za-z0-9]", "", suffix)
    return f"doc-{number[0][:80]}{'.' if suffix else ''}{suffix}" if number else f"doc{'.' if suffix else ''}{suffix}"


def disposition(name: str, *, inline: bool = False) -> str:
    """RFC 6266 with both forms: the ASCII one for old clients, the RFC 8187 one for all others."""
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{ascii_name(name)}\"; filename*=UTF-8''{quote(clean_name(name), safe='')}"


def media_type(name: str) -> str:
    """By the name the server made, never by what an upload claimed."""
    suffix = Path(name).suffix.lower()
    return TYPES.get(suffix) or mimetypes.guess_type(f"file{suffix}")[0] or "application/octet-stream"


def send(path: Path | bytes | IO[bytes], name: str, *, inline: bool = False, media: str | None = None) -> Response:
    """The file at `path` (or these bytes) under `name`. `inline` is granted only to harmless types."""
    media = media or media_type(name)
    inline = inline and media in INLINE_TYPES
    body = io.BytesIO(path) if isinstance(path, bytes) else path
    response = send_file(body, mimetype=media, conditional=True, etag=isinstance(path, Path), max_age=None)
    response.headers["Content-Disposition"] = disposition(name, inline=inline)
    shown = INLINE_POLICY if media == "application/pdf" else SHOWN_POLICY
    response.headers["Content-Security-Policy"] = shown if inline else FILE_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    if "Range" not in request.headers:
        response.headers.setdefault("Accept-Ranges", "bytes" if isinstance(path, Path) else "none")
    return response
