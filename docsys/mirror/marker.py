"""Marker files: a library without its marker is taken for an unmounted share, never for an empty library."""

import json
import os
import uuid
from pathlib import Path

from docsys.errors import Unavailable

LIBRARY = ".docsys-library"
TARGET = ".docsys-mirror"


class MarkerLost(Unavailable):
    message = "“{place}”中没有标记文件 {name}，可能是共享未挂载。"


def ensure(archive: Path) -> str:
    """The identity of the library at `archive`; gives it one if it has none. Called by `docsys init`."""
    archive.mkdir(parents=True, exist_ok=True)
    if (library := read(archive / LIBRARY)) is not None:
        return library
    library = uuid.uuid4().hex
    write(archive / LIBRARY, library)
    return library


def read(path: Path) -> str | None:
    """The identity in a marker file; None if it is not there or says nothing."""
    try:
        library = json.loads(path.read_text("utf-8"))["library"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return library if isinstance(library, str) and library else None


def write(path: Path, library: str) -> None:
    """Durably: temporary name, fsync, rename, fsync of the folder."""
    temporary = path.with_name(f"{path.name}.new")
    note = "本文件标记文档库，请勿删除。缺少本文件时镜像会停止。"
    with temporary.open("w", encoding="utf-8") as stream:
        json.dump({"library": library, "note": note}, stream, ensure_ascii=False)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
