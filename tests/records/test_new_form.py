"""A file dropped into forms/ is a form: at once while forms are made, else at the next start."""

import re
import shutil
from dataclasses import replace

import pytest

from docsys import app as application
from docsys.settings import PACKAGE
from tests.people.conftest import Browser
from tests.people.factories import PASSWORD
from tests.records.factories import make_people

pytestmark = pytest.mark.db

MANUAL = PACKAGE.parent / "docs" / "manual" / "forms.md"
EXAMPLE = re.findall(r"```toml\n(.*?)```", MANUAL.read_text("utf-8"), re.DOTALL)[0]
TITLE = "机房钥匙借用单"


@pytest.fixture
def home(settings):
    """A home with forms of its own: the order alone."""
    own = settings.home / "forms"
    own.mkdir(parents=True)
    shutil.copy(PACKAGE.parent / "forms" / "BG.toml", own)
    return settings


@pytest.fixture
def start(database, clock, monkeypatch):
    """Start the whole application, over the database of this test, and sign in."""
    with database.act() as session:
        make_people(session)
    wire = application.wire

    def started(settings) -> Browser:
        other, services = wire(settings)
        database.info.update(other.info)
        with monkeypatch.context() as patch:
            patch.setattr(application, "wire", lambda _settings, _clock=None: (database, services))
            browser = Browser(application.create_app(settings, clock))
        assert browser.post("/login", login="lijing", password=PASSWORD).status_code == 303
        return browser

    return started


def drop(settings, text=EXAMPLE):
    path = settings.home / "forms" / "YS.toml"
    path.write_text(text, "utf-8")
    return path


def test_in_production_a_new_form_appears_at_the_next_start(start, home):
    running = start(home)
    drop(home)

    before, after = running.get("/forms/").text, start(home).get("/forms/").text

    assert (TITLE in before, TITLE in after) == (False, True)
    assert running.get("/forms/YS/").status_code == 404


def test_while_forms_are_made_a_new_form_appears_at_once_and_can_be_filled(start, home):
    browser = start(replace(home, watch_forms=True))
    assert TITLE not in browser.get("/forms/").text

    drop(home)

    assert TITLE in browser.get("/forms/").text
    sheet = browser.get(browser.post("/forms/YS/start").location).text
    assert [label in sheet for label in ("借用人", "应还日期", "钥匙编号", "李静（lijing）")] == [True] * 4


def test_while_forms_are_made_a_change_is_seen_and_a_mistake_is_told(start, home):
    browser = start(replace(home, watch_forms=True))
    drop(home)
    assert TITLE in browser.get("/forms/").text

    path = drop(home, EXAMPLE.replace('folder = "SP03"', 'folder = "审批"'))
    wrong = browser.get("/forms/")
    drop(home, EXAMPLE.replace(f'title = "{TITLE}"', 'title = "机房门卡借用单"'))
    renamed = browser.get("/forms/").text
    path.unlink()

    assert wrong.status_code == 503
    assert "YS.toml：folder：须为文档库中文件夹的代码，例如 SP02" in wrong.text
    assert (TITLE in renamed, "机房门卡借用单" in renamed) == (False, True)
    assert "机房门卡借用单" not in browser.get("/forms/").text
