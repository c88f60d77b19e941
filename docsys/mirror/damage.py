"""A published file changed behind the system's back must not replace its good copy (R-4.3.6-4).

The mirror knows no database; the 元数据.json in each document's folder says which content was approved.
"""

import json

from docsys.errors import DocsysError
from docsys.mirror import rules
from docsys.mirror.source import Source, SourceTrouble
from docsys.mirror.targets import Target

LIMIT = 16 * 1024 * 1024  # a 元数据.json is a few kilobytes


class Damaged(DocsysError):
    """The library's file is not what was approved. Carries `path`, `expected`, `found`."""

    message = "现行文件被改动：与批准发布时的内容不一致"


class Approved:
    """The approved content of documents' files, read from the library, or from its copy where that is unreadable."""

    def __init__(self, source: Source, target: Target) -> None:
        self._source = source
        self._target = target
        self._cache: dict[str, dict[str, str]] = {}

    def forget(self) -> None:
        """Read anew: called at the start of each change set."""
        self._cache.clear()

    def check(self, path: str, sha256: str) -> None:
        """Refuse content that is not the approved one; anything 元数据.json does not list is an ordinary file.

        Raises:
            Damaged
        """
        for folder in rules.document_folders(path):
            expected = self._of(folder).get(path.removeprefix(f"{folder}/"))
            if expected is not None and expected != sha256:
                raise Damaged(path=path, expected=expected, found=sha256)

    def check_metadata(self, path: str, content: bytes) -> None:
        """A 元数据.json that cannot be read is itself damaged; its good copy then goes on being the measure.

        Raises:
            Damaged
        """
        if parse(content) is None:
            raise Damaged(path=path, expected="", found="")

    def _of(self, folder: str) -> dict[str, str]:
        if folder not in self._cache:
            self._cache[folder] = self._read(f"{folder}/{rules.METADATA}")
        return self._cache[folder]

    def _read(self, path: str) -> dict[str, str]:
        """Where the library has none, there is no measure; where it has one that cannot be read, its good copy is."""
        try:
            content = self._from_library(path)
        except SourceTrouble:
            content = b""
        if content is None:
            return {}
        files = parse(content)
        return files if files is not None else parse(self._from_copy(path)) or {}

    def _from_library(self, path: str) -> bytes | None:
        found = self._source.look(path)
        return None if found is None or found.is_folder or found.size > LIMIT else b"".join(self._source.read(found))

    def _from_copy(self, path: str) -> bytes:
        return b"" if self._target.stat(path) is None else b"".join(self._target.read(path))


def parse(content: bytes) -> dict[str, str] | None:
    """File name to approved sha256; None if this is no JSON object."""
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict):
        return None
    files = data.get("files")
    rows = files if isinstance(files, list) else []
    return {
        row["name"]: row["sha256"]
        for row in rows
        if isinstance(row, dict) and _is_text(row, "name") and _is_text(row, "sha256")
    }


def _is_text(row: dict[str, object], key: str) -> bool:
    return isinstance(row.get(key), str) and bool(row[key])
