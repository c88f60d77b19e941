"""Where uploads of an import lie until it is closed: below the archive, in a folder that begins with a dot, so that mirror,
check and rebuild do not see it.

.intake/<run>/files/…   the tree          .intake/<run>/zips/…   archives that are still to be unpacked
"""

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from docsys import vault
from docsys.documents.importing.planning import Left
from docsys.errors import InvalidInput
from docsys.intake import archives
from docsys.intake.names import relative
from docsys.vault.staging import Readable, sync_folder

FOLDER = ".intake"
BENCH = "unpacking"


def home(archive: Path, run_id: int) -> Path:
    return archive / FOLDER / str(run_id)


def tree(archive: Path, run_id: int) -> Path:
    return home(archive, run_id) / "files"


def receive(archive: Path, run_id: int, name: str, stream: Readable) -> str:
    """Keep an uploaded file at its place in the tree, an archive beside it; answers what it is called.

    Raises:
        InvalidInput: the name leads elsewhere, or a file of that name is there already.
        StorageFull: no room for it.
    """
    path = relative(name)
    if path is None:
        raise InvalidInput(fields={"file": ["文件名或路径不能使用，请改名后再上传。"]})
    is_zip = path.casefold().endswith(".zip")
    target = home(archive, run_id) / "zips" / path.replace("/", "_") if is_zip else tree(archive, run_id) / path
    if target.exists():
        raise InvalidInput(fields={"file": ["已上传过同名文件。"]})
    staged = vault.stage(home(archive, run_id), stream)
    source = home(archive, run_id) / staged.path
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        source.replace(target)
    except OSError as error:  # a file where this one needs a folder, or the other way round
        source.unlink()
        raise InvalidInput(fields={"file": ["与已上传的文件或文件夹同名。"]}) from error
    sync_folder(target.parent)
    return path


def received(archive: Path, run_id: int) -> tuple[int, int]:
    """How many files and archives lie there, and their bytes."""
    found = [path for part in ("files", "zips") for path in (home(archive, run_id) / part).rglob("*")]
    sizes = [path.stat().st_size for path in found if path.is_file() and not path.is_symlink()]
    return len(sizes), sum(sizes)


def unpack(archive: Path, run_id: int) -> list[Left]:
    """Each archive into a folder of its name. May be interrupted and done again: what was found out of an archive is written
    down before it is moved to its place. Answers what was left out.
    """
    place, left = home(archive, run_id), list[Left]()
    tree(archive, run_id).mkdir(parents=True, exist_ok=True)
    (place / "told").mkdir(exist_ok=True)
    for path in sorted((place / "zips").glob("*")):
        told = place / "told" / f"{path.name}.json"
        if not told.exists():
            vault.write_beside(told, json.dumps(_unpack(place, path)).encode())
        _settle(place, json.loads(told.read_bytes()))
        path.unlink()
    for told in sorted((place / "told").glob("*.json")):
        left += [Left(**one) for one in json.loads(told.read_bytes())["left"]]
    return left


def _unpack(place: Path, path: Path) -> dict[str, Any]:
    bench = place / BENCH
    shutil.rmtree(bench, ignore_errors=True)
    bench.mkdir()
    try:
        out = archives.unpack(path, bench)
    except archives.NotUnpacked as error:
        return {"target": None, "left": [asdict(Left(path.name, error.sentence, failed=True))]}
    target = _free(place / "files", path.stem)
    return {"target": target, "left": [asdict(replace(one, path=f"{target}/{one.path}")) for one in out]}


def _settle(place: Path, told: Mapping[str, Any]) -> None:
    """Move what was unpacked to its place, unless that had been done."""
    if told["target"] is None or (target := place / "files" / told["target"]).exists():
        return
    (place / BENCH).rename(target)
    sync_folder(target.parent)


def _free(folder: Path, name: str) -> str:
    """A name that is not taken: `旧资料`, `旧资料(2)`, …"""
    found, count = name, 1
    while os.path.lexists(folder / found):
        count += 1
        found = f"{name}({count})"
    return found


def clear(archive: Path, run_id: int) -> None:
    """Remove what was uploaded; what was imported lies in the library."""
    if (place := home(archive, run_id)).exists():
        shutil.rmtree(place)
