import re

import pytest

from docsys.people import events
from docsys.people.actions import grants, signing
from docsys.people.rules import Role
from docsys.people.views import bp
from docsys.web import NavItem, Web, make_app
from tests.people.factories import PASSWORD, make_reference, make_user


@pytest.fixture
def bus(bus):
    bus.subscribe(events.ConfirmationAccepted, grants.carry_out)
    return bus


@pytest.fixture
def people(database):
    """Two system administrators, an auditor and a member of staff, by login."""
    with database.act() as session:
        make_reference(session)
        return {
            "admin": make_user(session, "admin1", Role.SYSADMIN, name="孙立").id,
            "second": make_user(session, "admin2", Role.SYSADMIN, name="周宁").id,
            "auditor": make_user(session, "auditor1", Role.AUDITOR, name="何静").id,
            "staff": make_user(session, "zhaomin", name="赵敏").id,
        }


@pytest.fixture
def app(settings, database, clock, people):
    nav = [NavItem("people.users", "系统", "settings")]
    return make_app(Web(settings, database, clock, signing.identifier(settings), signing.touch, [bp], nav))


@pytest.fixture
def visit(app):
    """A browser of one's own, signed in: `visit("admin1")`; `visit()` is a stranger's."""

    def open_browser(login=None, password=PASSWORD):
        browser = Browser(app)
        if login:
            assert browser.post("/login", login=login, password=password).status_code == 303
        return browser

    return open_browser


class Browser:
    """A test client that fetches the token before it posts, as a page would."""

    def __init__(self, app):
        self.client = app.test_client()

    def get(self, address, **options):
        return self.client.get(address, **options)

    def post(self, address, **fields):
        page = self.client.get("/login")
        if page.location:  # signed in: the account page is the lightest that there is
            page = self.client.get("/me", follow_redirects=True)
        token = re.findall(r'name="csrf-token" content="([^"]+)"', page.text)[0]
        return self.client.post(address, data={"csrf_token": token, **fields})

    def cookie(self):
        return self.client.get_cookie("docsys").value

    def replay(self, cookie):
        self.client.set_cookie("docsys", cookie, path="/")

    def is_signed_in(self):
        return self.client.get("/me").status_code == 200
