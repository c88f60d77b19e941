"""A foreign tree is taken over by a worker that is killed again and again: each file imported once, or named with its reason."""

import hashlib
import os
import subprocess
import sys
import time
from functools import partial

import pytest
from sqlalchemy import func, select

from docsys import vault
from docsys.clock import SystemClock
from docsys.documents.models import Document, Version
from docsys.intake import actions
from docsys.intake.actions.running import Opening
from docsys.intake.models import ImportItem, ImportRun
from docsys.intake.rules import ItemState
from docsys.numbering.models import LedgerEntry
from docsys.people.models import User
from docsys.vault.models import StoredFile
from tests.bench import tables
from tests.fault import aftermath
from tests.intake import foreign
from tests.people.factories import actor_of
from tests.serving import until

# Root reads everything: without these two rights it meets unreadable files as everybody does.
AS_ANYBODY = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
WORKER = [*AS_ANYBODY, sys.executable, "-m", "tests.fault.importing"]
READ = tuple(set(ItemState) - {ItemState.WAITING, ItemState.FOUND})
TAKEN = (ItemState.DONE,)


@pytest.mark.rule("R-4.3.4-4", "R-4.3.6-1")
@pytest.mark.parametrize(("count", "kills"), [(90, 1), pytest.param(3000, 4, marks=pytest.mark.fault)])
def test_a_foreign_tree_is_taken_over_by_a_worker_killed_again_and_again(home, tmp_path, count, kills):
    root = tmp_path / "旧资料"
    expected, database = foreign.lay_out(root, count), home.database()
    wanted = sum(state == "done" for _path, state, _reason in expected)
    begun = time.monotonic()
    with database.act() as session:
        keeper = actor_of(session, session.scalars(select(User).where(User.login == "zhaomin")).one())
        opening = Opening("旧资料", keeper.unit_id or 0, "ZD07")
        run_id = actions.open_folder(session, opening, root, actor=keeper, now=SystemClock().now()).id

    kill_at(home, database, READ, marks(count, kills))
    read_in = time.monotonic() - begun
    with database.act() as session:
        assert actions.start(session, run_id, actor=keeper, now=SystemClock().now()) == wanted
    kill_at(home, database, TAKEN, marks(wanted, kills))
    in_library = time.monotonic() - begun
    vault.settle(database, home.settings.archive, SystemClock().now())
    with database.read() as session:
        assert session.get_one(ImportRun, run_id).state.value == "done"
        assert told(session) == expected
        kept = list(session.scalars(select(Document)))
        counted = [session.scalar(select(func.count()).select_from(one)) for one in (Version, LedgerEntry)]
        assert (len({one.number for one in kept}), *counted) == (wanted, wanted, wanted)
        assert contents(session) == [hash_of(root, raw) for raw in taken(session)]
        assert aftermath.half_files(session, home.settings.archive) == []
    database.dispose()
    row = (f"{count} files", f"{read_in:.1f} s", f"{in_library:.1f} s", str(2 * kills))
    tables.put("Import of a foreign tree", [row], ("tree", "read after", "in the library after", "kills"))


def kill_at(home, database, states, marks):
    """Start the worker, kill it as soon as so many files are in these states, and so on; the last one comes to its end."""
    for mark in marks:
        worker = subprocess.Popen(WORKER, env=home.environment)
        until(partial(is_there, worker, database, states, mark), f"{mark} files", 900)
        assert worker.poll() is None, "it was to be killed in the middle"
        worker.kill()
        worker.wait()
    assert subprocess.run(WORKER, env=home.environment, check=False).returncode == 0


def marks(of, kills):
    """How far it may come each time, spread evenly."""
    return [of * (at + 1) // (kills + 1) for at in range(kills)]


def is_there(worker, database, states, mark):
    return count_of(database, states) >= mark or worker.poll() is not None


def count_of(database, states):
    with database.read() as session:
        return session.scalar(select(func.count()).where(ImportItem.state.in_(states)))


def told(session):
    rows = session.scalars(select(ImportItem))
    return sorted((item.path, item.state.value, item.reason) for item in rows)


def taken(session):
    done = select(ImportItem.raw).where(ImportItem.state == ItemState.DONE)
    return list(session.scalars(done.order_by(ImportItem.document_id)))


def contents(session):
    query = select(StoredFile.sha256).join(Version, Version.file_id == StoredFile.id)
    return list(session.scalars(query.order_by(Version.document_id)))


def hash_of(root, raw):
    return hashlib.sha256((root / os.fsdecode(raw)).read_bytes()).hexdigest()
