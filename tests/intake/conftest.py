import pytest

from docsys import app as application
from docsys.intake import jobs as intake_jobs
from docsys.jobs import Context
from docsys.jobs.worker import Worker
from tests.documents import factories as make
from tests.people.conftest import Browser
from tests.people.factories import PASSWORD

TREE = {
    "值班手册/JS-2019-023 夜班值班手册V2.1_20191102.txt": "夜班人员应保证通讯畅通。编写人：王军",
    "PZ02/核心交换机.cfg": "sysname SH-CORE-1",
    "机房维保合同/空调维保.txt": "空调每季度保养一次。",
    "散件.txt": "没有归类的一页。",
    "副本/散件（2）.txt": "没有归类的一页。",
}


def lay_out(root, files=None):
    """Folders as people leave them."""
    for name, text in (TREE if files is None else files).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


@pytest.fixture
def people(database):
    with database.act() as session:
        return make.make_people(session)


@pytest.fixture
def tree(tmp_path, people):
    return lay_out(tmp_path / "旧资料")


@pytest.fixture
def worker(database, settings, clock):
    """What the worker does of imports, and nothing else."""
    return Worker(Context(database, settings, clock), intake_jobs.JOBS | _silent())


def _silent():
    """The other work that an import brings, for which these tests do not wait."""
    return {kind: lambda _context, _payload: None for kind in application.JOBS if not kind.startswith("intake.")}


@pytest.fixture
def app(database, settings, clock, monkeypatch, people):
    _database, services = application.wire(settings)
    monkeypatch.setattr(application, "wire", lambda _settings, _clock=None: (database, services))
    return application.create_app(settings, clock)


@pytest.fixture
def visit(app):
    def open_browser(login):
        browser = Browser(app)
        assert browser.post("/login", login=login, password=PASSWORD).status_code == 303
        return browser

    return open_browser
