"""A real `docsys serve` on a home and a port of its own, for the tests that look at the whole; and people who call it.

Everything is what a user has: the supervisor, gunicorn with its workers, the worker, the mirror. Only the passwords are
cheap to verify.
"""

import http.client
import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import select

from docsys import running
from docsys import settings as configuration
from docsys.clock import SystemClock
from docsys.db import Database
from docsys.documents import actions as documents
from docsys.documents.actions import RightRow
from docsys.documents.rules import Right
from docsys.folders.models import Folder
from docsys.mirror import reporting
from docsys.people.rules import Role
from docsys.settings import Settings
from tests.people.factories import NOW, PASSWORD, actor_of, make_user, place

PATIENCE = 60.0
LOST = (OSError, http.client.HTTPException)  # no answer, or only half of one: nobody knows whether it happened

# login, name, unit, roles: whoever the line from draft to archive needs, each once, and one who only reads
CAST: tuple[tuple[str, str, str, tuple[Role, ...]], ...] = (
    ("wangjun", "王军", "YGZX", (Role.AUTHOR,)),
    ("chenzhiyuan", "陈志远", "YGZX", (Role.DOC_APPROVER, Role.CHG_REVIEWER)),
    ("zhaomin", "赵敏", "YGZX", (Role.DOCADMIN,)),
    ("sunli", "孙立", "YGZX", (Role.DOCADMIN, Role.CHG_DESK)),
    ("zhangming", "张明", "YGZX", (Role.CHG_DESK, Role.ROOMADMIN)),
    ("liqiang", "李强", "YGZX", ()),
    ("zhengguodong", "郑国栋", "YGZX", (Role.LEADER,)),
    ("qianjin", "钱进", "YGZX", (Role.SYSADMIN,)),
    ("majun", "马骏", "WGB", (Role.WGB,)),
    ("heping", "何平", "ZXB", (Role.ZXB,)),
    ("guoying", "郭颖", "ZXB", (Role.ZXB,)),
)


def until(condition: Callable[[], Any], what: str, patience: float = PATIENCE) -> Any:
    """What `condition` answers as soon as it is something; `patience` is for a machine with other things to do."""
    end = time.monotonic() + patience
    while not (found := condition()):
        assert time.monotonic() < end, f"waited {patience:g} s in vain: {what}"
        time.sleep(0.05)
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Served:
    """One home folder, and the processes that serve it while it is started."""

    settings: Settings
    process: subprocess.Popen[bytes] | None = None
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def host(self) -> str:
        return self.settings.bind

    @property
    def address(self) -> str:
        return f"http://{self.settings.bind}"

    @property
    def log(self) -> Path:
        return self.settings.home / "serve.log"

    def start(self) -> None:
        """Until it answers, and the mirror has compared once."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "docsys", "serve"],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        reporting.status_path(self.settings).unlink(missing_ok=True)
        until(self.answers, f"the log-in page; {self.log}")
        until(
            lambda: self.mirror().get("last_reconcile") or self.mirror().get("brake"), "the mirror's first comparison"
        )

    def stop(self) -> None:
        """As Ctrl-C does."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            code = self.process.wait(PATIENCE)
            self.process = None
            assert code == 0, self.log.read_text("utf-8", "replace")

    def end(self) -> None:
        """At the end of a test, however it went."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(PATIENCE)
            self.process = None

    def answers(self) -> bool:
        try:
            return Caller(self.host).get("/login").status == http.client.OK
        except LOST:
            return False

    def parts(self) -> dict[str, int | None]:
        """The process of each part, as the supervisor says."""
        try:
            state = json.loads((self.settings.var / "serve.json").read_text("utf-8"))
        except FileNotFoundError:
            return {}
        return {name: part["pid"] for name, part in state["parts"].items()}

    def web_workers(self) -> list[int]:
        """The processes below gunicorn's master."""
        master = self.parts().get("web")
        try:
            return [int(pid) for pid in Path(f"/proc/{master}/task/{master}/children").read_text("ascii").split()]
        except FileNotFoundError:
            return []

    def mirror(self) -> dict[str, Any]:
        """What the mirror says of itself."""
        try:
            found: dict[str, Any] = json.loads(reporting.status_path(self.settings).read_text("utf-8"))
        except FileNotFoundError:
            return {}
        return found

    def docsys(self, *arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
        """One command of the shell on the same home; `said` is its standard input."""
        command = [sys.executable, "-m", "docsys", *arguments]
        return subprocess.run(command, env=self.environment, input=said, capture_output=True, text=True, check=False)

    def database(self) -> Database:
        """The database itself, for whoever looks behind the pages; to be disposed of."""
        return Database(self.settings.database)


def make_home(home: Path, **variables: str) -> Served:
    """`docsys init`, the people of `CAST`, and use rights for them in all categories. Not started yet."""
    home.mkdir(parents=True)
    own = {"DOCSYS_HOME": str(home), "DOCSYS_BIND": f"127.0.0.1:{free_port()}", "PYTHONWARNINGS": "default"}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DOCSYS_")}
    served = Served(configuration.load(own | variables), environment=environment | own | variables)
    for folder in (served.settings.archive, served.settings.backup):
        assert folder
        folder.mkdir()
    done = served.docsys("init")
    assert done.returncode == 0, done.stderr
    database, _services = running.wire(served.settings)
    with database.act() as session:
        people = {login: make_user(session, login, *roles, name=name, unit=unit) for login, name, unit, roles in CAST}
        department, post = place(session)
        row = RightRow(people["liqiang"].unit_id, department, post, frozenset(Right))
        keeper = actor_of(session, people["zhaomin"])
        for code in session.scalars(select(Folder.code).where(Folder.depth == 1)):
            documents.set_folder_rights(session, code, [row], actor=keeper, now=NOW)
        for user in people.values():  # the factories' day is not the one on the wall, and passwords grow old
            user.password_set_at = SystemClock().now()
    database.dispose()
    return served


@dataclass(frozen=True)
class Answer:
    """A whole answer: its last byte has arrived."""

    status: int
    headers: http.client.HTTPMessage
    text: str

    @property
    def location(self) -> str:
        return self.headers.get("Location", "")

    @property
    def is_done(self) -> bool:
        """A form was taken: on to the next page, and not to the log-in."""
        return self.status == http.client.SEE_OTHER and not self.location.startswith("/login")


class Caller:
    """One person over plain HTTP, as a program would call: cookie, token, forms."""

    def __init__(self, host: str, login: str | None = None) -> None:
        self.host = host
        self._cookies: dict[str, str] = {}
        self.token = ""
        if login is not None:
            self._sign_in(login)

    def _sign_in(self, login: str) -> None:
        self.token = self._token("/login")
        answer = self.post("/login", login=login, password=PASSWORD)
        assert answer.status == http.client.SEE_OTHER, answer.text
        self.token = self._token("/")

    def _token(self, path: str) -> str:
        found = re.search(r'name="csrf-token" content="([^"]+)"', self.get(path).text)
        assert found
        return found[1]

    def get(self, path: str) -> Answer:
        return self._call("GET", path, b"", {})

    def post(self, path: str, **fields: str) -> Answer:
        """A form as a browser sends it."""
        body = urlencode({"csrf_token": self.token, **fields}).encode()
        return self._call("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def send(self, path: str, name: str, content: bytes, **fields: str) -> Answer:
        """A form with a file."""
        boundary = secrets.token_hex(12)
        body = multipart(boundary, {"csrf_token": self.token, **fields}, (name, content))
        return self._call("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={boundary}"})

    def put(self, path: str, name: str, content: bytes) -> Answer:
        """A dropped file, as the page's script sends it."""
        return self._call("PUT", path, content, {"X-File-Name": urlencode({"": name})[1:], "X-CSRFToken": self.token})

    def _call(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        connection = http.client.HTTPConnection(self.host, timeout=PATIENCE)
        cookie = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        try:
            connection.request(method, path, body or None, {"Cookie": cookie, "Connection": "close", **headers})
            response = connection.getresponse()
            text = response.read().decode("utf-8", "replace")
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie", []):
            name, _, value = line.partition(";")[0].partition("=")
            self._cookies[name] = value
        return Answer(response.status, response.headers, text)


def multipart(boundary: str, fields: Mapping[str, str], file: tuple[str, bytes]) -> bytes:
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{file[0]}"\r\n'
    parts.append(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + file[1] + b"\r\n")
    return b"".join([*parts, f"--{boundary}--\r\n".encode()])
