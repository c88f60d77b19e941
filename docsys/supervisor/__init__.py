"""`docsys serve`: web, worker and mirror as children of one process, which restarts whoever dies and ends them all."""

import fcntl
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from docsys.clock import Clock
from docsys.errors import Unavailable
from docsys.settings import Settings
from docsys.supervisor.children import Part
from docsys.supervisor.loop import Say, Supervisor
from docsys.web.security import check_bind


class AlreadyServing(Unavailable):
    message = "“{home}”已有一个 docsys serve 在运行。请先停止它，或为另一套数据指定别的 DOCSYS_HOME。"


class AddressTaken(Unavailable):
    message = "地址 {address} 无法使用（{reason}）。请停止占用它的程序，或用 DOCSYS_BIND 指定别的地址。"


def parts(settings: Settings) -> list[Part]:
    """What `docsys serve` keeps running: no mirror where none is asked for; the pages say so in red (4.3.6)."""
    docsys = (sys.executable, "-m", "docsys")
    web = Part("web", (sys.executable, "-m", "gunicorn", *web_options(settings), "docsys.running:wsgi()"))
    worker, mirror = Part("worker", (*docsys, "worker")), Part("mirror", (*docsys, "mirror", "run"))
    return [web, worker, mirror] if settings.backup_url else [web, worker]


def web_options(settings: Settings) -> list[str]:
    """Those of gunicorn. Its time-out watches the heart of a worker, not a request: an upload of 300 MB may take its time."""
    options = {
        "bind": settings.bind,
        "workers": settings.web_workers,
        "worker-class": "gthread",
        "threads": 8,
        "timeout": 120,
        "graceful-timeout": 5,
        "log-level": "warning",
    }
    if Path("/dev/shm").is_dir():  # noqa: S108 - the heart-beat file must not wait for a disk
        options["worker-tmp-dir"] = "/dev/shm"  # noqa: S108
    return ["--no-control-socket", *(f"--{key}={value}" for key, value in options.items())]


def run(settings: Settings, clock: Clock, say: Say = click.echo) -> None:
    """Serve until asked to end by SIGINT or SIGTERM.

    Raises:
        Misconfigured: plain HTTP on an address that others can reach.
        Unavailable: this home folder is being served already, or the address is taken.
    """
    check_bind(settings)
    settings.var.mkdir(parents=True, exist_ok=True)
    with alone(settings):
        _check_free(settings.bind)
        environment = os.environ | {"DOCSYS_HOME": str(settings.home), "PYTHONUNBUFFERED": "1"}
        Supervisor(parts(settings), environment, settings.bind, settings.var / "serve.json", clock, say).run()


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """One supervisor for one home folder."""
    with (settings.var / "serve.lock").open("w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyServing(home=settings.home) from error
        yield


def _check_free(address: str) -> None:
    """Fail at once, with a sentence, rather than by a server that restarts for ever."""
    if address.startswith("unix:"):
        return
    host, _, port = address.rpartition(":")
    host = host.strip("[]")
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except (OSError, ValueError) as error:
            raise AddressTaken(address=address, reason=getattr(error, "strerror", None) or str(error)) from error
