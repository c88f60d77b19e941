"""Paths that came with an upload or stand in an archive: what of them may become a file below our folder. Pure."""

import re
import unicodedata

from docsys.documents.importing.rules import shown

PART_BYTES = 255
PATH_BYTES = 900
DEPTH = 32
DRIVE = re.compile(r"^[A-Za-z]:")


def relative(name: str) -> str | None:
    """`name` as a path below a folder, `/` between its parts; None where it leads out of it or cannot be a name."""
    plain = shown(unicodedata.normalize("NFC", name).encode("utf-8", "replace")).replace("\\", "/")
    if plain.startswith("/") or DRIVE.match(plain):
        return None
    parts = [part for part in plain.split("/") if part not in {"", "."}]
    if not parts or ".." in parts or len(parts) > DEPTH:
        return None
    if any(len(part.encode()) > PART_BYTES for part in parts) or len("/".join(parts).encode()) > PATH_BYTES:
        return None
    return "/".join(parts)
