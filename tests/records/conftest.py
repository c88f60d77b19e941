import re

import pytest

from docsys.people.actions import signing
from docsys.people.events import ConfirmationAccepted
from docsys.people.views import bp as people_bp
from docsys.records.actions import carry_out
from docsys.records.views import CARDS, NAV, bp
from docsys.references.views import bp as references_bp
from docsys.web import Web, make_app
from tests.people.factories import PASSWORD
from tests.records.factories import CATALOGUE, make_people


@pytest.fixture
def bus(bus):
    bus.subscribe(ConfirmationAccepted, carry_out)
    return bus


@pytest.fixture
def people(session):
    return make_people(session)


@pytest.fixture
def everybody(database):
    with database.act() as session:
        return make_people(session)


@pytest.fixture
def begin(database):
    """People, and one record made by `make`; answers its id."""

    def make(function, **changes):
        with database.act() as session:
            return function(session, make_people(session), **changes).id

    return make


@pytest.fixture
def app(settings, database, clock):
    identify = signing.identifier(settings)
    return make_app(
        Web(
            settings,
            database,
            clock,
            identify,
            signing.touch,
            [people_bp, bp, references_bp],
            [NAV],
            CARDS,
            services={"forms": CATALOGUE},
        )
    )


@pytest.fixture
def browse(app):
    def sign_in(login):
        browser = Browser(app)
        assert browser.post("/login", login=login, password=PASSWORD).status_code == 303
        return browser

    return sign_in


class Browser:
    """A test client that fetches the token before it posts, as a page would."""

    def __init__(self, app):
        self.client = app.test_client()

    def get(self, address):
        return self.client.get(address)

    def post(self, address, **fields):
        page = self.client.get("/login", follow_redirects=True).text
        found = re.search(r'name="csrf-token" content="([^"]+)"', page)
        assert found
        return self.client.post(address, data={"csrf_token": found[1], **fields})
