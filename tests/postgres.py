"""Run the tests marked `db` on a PostgreSQL of their own: `python tests/postgres.py [pytest arguments]`.

Those are the tests of models, queries, actions, jobs and migrations, and one journey through the pages of each room. The other
tests of pages run on SQLite alone: what they ask of the database stands in queries and actions that run here.

The cluster lives in a temporary folder, listens on a socket there and nowhere else, and is gone afterwards, whatever
happened. initdb refuses root, so root lends it to the user postgres, whom Debian's package makes.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WHO = "postgres"
WANTED = "db and not bench and not fault"
# A test cluster that is thrown away needs no durability; `-c` values as `pg_ctl -o` takes them.
HURRIED = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=100"


class NoServer(Exception):
    """PostgreSQL is not installed."""


def main(arguments: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that a stopped run still tears its cluster down
    with cluster() as url:
        command = [sys.executable, "-m", "pytest", "-m", WANTED, *(arguments or ["-n", "2", "-q"])]
        return subprocess.run(command, env=os.environ | {"DOCSYS_TEST_DATABASE_URL": url}, check=False).returncode


@contextmanager
def cluster() -> Iterator[str]:
    """A running server; gives its address. Stopped and removed at the end."""
    programs = find_programs()
    folder = Path(tempfile.mkdtemp(prefix="docsys-pg-", dir="/tmp"))
    if os.geteuid() == 0:
        account = pwd.getpwnam(WHO)
        os.chown(folder, account.pw_uid, account.pw_gid)
    data = folder / "data"
    try:
        _run(programs / "initdb", "-D", data, "-U", WHO, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        _run(programs / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "-o", f"{HURRIED} -k {folder}", "start")
        yield f"postgresql+psycopg://{WHO}@/postgres?host={folder}"
    finally:
        if data.exists():
            _run(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop", check=False)
        shutil.rmtree(folder)


def find_programs() -> Path:
    """The newest server installed; Debian keeps initdb and pg_ctl off the path.

    Raises:
        NoServer: there is none.

    """
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name))
    if debian:
        return debian[-1]
    if (initdb := shutil.which("initdb")) is None:
        raise NoServer("缺少 PostgreSQL：apt-get install postgresql / PostgreSQL is missing")
    return Path(initdb).resolve().parent


def _run(program: Path, *arguments: str | Path, check: bool = True) -> None:
    """As ourselves, or as postgres where we are root. What it says is shown only when it fails."""
    own = os.geteuid() != 0
    command = [*([] if own else ["runuser", "-u", WHO, "--"]), str(program), *map(str, arguments)]
    # A file, not a pipe: the server that pg_ctl leaves behind would hold the pipe open.
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(command, cwd="/", stdin=subprocess.DEVNULL, stdout=said, stderr=said, check=False)
        if check and done.returncode:
            said.seek(0)
            raise SystemExit(f"{program.name}: {said.read()}")


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except NoServer as missing:
        sys.exit(str(missing))
