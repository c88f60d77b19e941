"""How far the mirror is behind: one document, 1,000 files, 200 changes while it was stopped; beside what copying costs."""

import os
import shutil
import subprocess
import time

import pytest

from tests.bench import tables
from tests.fault import aftermath
from tests.fault.writers import Writer, lines
from tests.serving import make_home, until

pytestmark = pytest.mark.bench
FILES, SIZE = 1000, 20_000
DOCUMENTS = 5


@pytest.fixture
def served(tmp_path):
    served = make_home(tmp_path / "home")
    served.start()
    yield served
    served.end()


def differing(served):
    """Paths that differ, but for the printed directories, which follow within a minute."""
    return [path for path in aftermath.different_on_the_mirror(served) if not path.endswith("00_目录.pdf")]


def last_change(served):
    """When the library was last written to, on the wall clock."""
    paths = [path for path in served.settings.archive.rglob("*") if path.is_file() and path.name != "00_目录.pdf"]
    return max(path.stat().st_mtime for path in paths if ".staging" not in path.parts)


def test_one_published_document(served, tmp_path):
    writer = Writer(served.host, tmp_path / "1.log", seed=7)
    database, lags, wholes = served.database(), [], []
    for _ in range(DOCUMENTS):
        writer.whole_line(1)
        answered = time.time()
        until(lambda: not ({"documents.print", "documents.describe"} & aftermath.open_work(database).keys()), "prints")
        until(lambda: differing(served) == [], "alike")
        lags.append(max(0.0, time.time() - last_change(served)))
        wholes.append(time.time() - answered)
    database.dispose()

    assert len([line for line in lines(tmp_path) if line.step == "published"]) == DOCUMENTS
    rows = [
        ("library written to for the last time → mirror alike", tables.shown(lags), "2 s wanted"),
        ("second person's yes → printed, and all of it on the mirror", tables.shown(wholes), ""),
    ]
    tables.put("Mirror: one published document", rows)


def test_a_thousand_files(served, tmp_path):
    place = served.settings.archive / "扫描备份"
    for at in range(FILES):
        path = place / f"{at % 20}" / f"{at}.bin"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.urandom(SIZE))
    written = time.time()

    until(lambda: differing(served) == [], "alike")

    took = [time.time() - written]
    copied = tables.seconds(lambda: subprocess.run(["cp", "-r", place, tmp_path / "copy"], check=True))
    synced = tables.seconds(lambda: copy_with_sync(place, tmp_path / "synced"))
    rows = [
        ("1,000 files of 20 KB: last one written → mirror alike", tables.shown(took), "10 s wanted"),
        ("cp -r of the same files", tables.shown(copied), tables.ratio(took, copied)),
        ("copying with fsync of each, as the mirror does", tables.shown(synced), tables.ratio(took, synced)),
    ]
    assert served.mirror()["files"]["backup"] >= FILES
    tables.put("Mirror: 1,000 files", rows)


def copy_with_sync(source, target):
    """The least that keeps a copy through a power cut."""
    for path in sorted(source.rglob("*")):
        if path.is_file():
            to = target / path.relative_to(source)
            to.parent.mkdir(parents=True, exist_ok=True)
            with path.open("rb") as read, to.open("wb") as written:
                shutil.copyfileobj(read, written)
                written.flush()
                os.fsync(written.fileno())


def test_200_changes_while_it_was_stopped(served):
    place = served.settings.archive / "扫描备份"
    place.mkdir()
    for at in range(150):
        (place / f"{at}.txt").write_text(f"扫描 {at}", "utf-8")
    until(lambda: differing(served) == [], "alike")
    served.stop()
    for at in range(50):
        (place / f"新增{at}.txt").write_text(f"新增 {at}", "utf-8")
        (place / f"{at}.txt").write_text(f"改过 {at}", "utf-8")
        (place / f"{at + 50}.txt").rename(place / f"改名{at}.txt")
        (place / f"{at + 100}.txt").unlink()
    begun = time.time()

    served.start()
    until(lambda: differing(served) == [], "alike")

    took = [time.time() - begun]
    assert served.mirror()["brake"] is None
    tables.put(
        "Mirror: stopped, 200 changes, started",
        [("docsys serve started → mirror alike", tables.shown(took), "10 s wanted")],
    )
