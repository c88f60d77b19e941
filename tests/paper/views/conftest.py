import pytest

from docsys import app as application
from docsys import vault
from docsys.people.rules import Role
from tests.documents.factories import make_people
from tests.paper.factories import make_copies, make_document
from tests.people.conftest import Browser
from tests.people.factories import NOW, PASSWORD, make_user


@pytest.fixture
def visit(database, settings, clock, monkeypatch):
    """The whole application upon 运管中心值班手册 with two copies, 巡检手册 with one, and 密钥管理手册 (敏感) with one."""
    with database.act() as session:
        people = make_people(session)
        make_user(session, "gaolei", Role.LEADER, name="高磊")
        manual = make_document(session, people, settings.archive)
        rounds = make_document(session, people, settings.archive, title="巡检手册")
        guarded = make_document(session, people, settings.archive, title="密钥管理手册", secrecy="敏感")
        make_copies(session, people, rounds)
        make_copies(session, people, manual, 2)
        make_copies(session, people, guarded)
    vault.settle(database, settings.archive, NOW)
    _database, services = application.wire(settings)
    monkeypatch.setattr(application, "wire", lambda _settings, _clock=None: (database, services))
    app = application.create_app(settings, clock)

    def signed_in(login):
        browser = Browser(app)
        assert browser.post("/login", login=login, password=PASSWORD).status_code == 303
        return browser

    return signed_in
