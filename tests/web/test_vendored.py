import re

import pytest

from docsys.settings import PACKAGE
from docsys.web import sprite
from docsys.web.vendored import MANIFEST, STATIC, VENDOR, digest, manifest

TEMPLATES = PACKAGE.parent / "templates"
PAGES = sorted(path for path in TEMPLATES.rglob("*.html") if "print" not in path.relative_to(TEMPLATES).parts)
OWN = [STATIC / name for name in ("docsys.css", "docsys.js", "pick.js", "rows.js", "theme.js", "icon.svg")]
OUTSIDE = re.compile(r"(?:https?:)?//(?!www\.w3\.org/)[a-z0-9-]+\.[a-z]", re.IGNORECASE)


def test_each_vendored_file_is_the_one_of_the_manifest():
    assert {item.path: digest(VENDOR / item.path) for item in manifest()} == {
        item.path: item.sha256 for item in manifest()
    }


def test_nothing_lies_there_that_the_manifest_does_not_name():
    found = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}

    assert found - {MANIFEST.name} == {item.path for item in manifest()}


def test_each_package_brings_its_licence():
    assert {item.path.partition("/")[0] for item in manifest()} == {
        path.parent.name for path in VENDOR.glob("*/LICENSE")
    }


def test_the_sprite_holds_each_listed_icon_once():
    names = (VENDOR / "tabler-icons" / "icons.txt").read_text("ascii").split()

    assert re.findall(r'<symbol id="([^"]+)"', sprite.SPRITE.read_text("utf-8")) == names == sorted(set(names))


def test_a_symbol_keeps_the_drawing_and_drops_the_frame():
    svg = (
        '<!-- c --><svg\n width="24">\n<path stroke="none" d="M0 0h24v24H0z" fill="none" />\n<path d="M1 1" />\n</svg>'
    )

    assert sprite.symbol("x", svg) == '<symbol id="x" viewBox="0 0 24 24"><path d="M1 1" /></symbol>'


def test_our_style_sheet_stays_thin():
    assert len((STATIC / "docsys.css").read_text("utf-8").splitlines()) < 400


@pytest.mark.parametrize("path", [*PAGES, *OWN], ids=lambda path: path.name)
def test_no_page_asks_another_host(path):
    assert OUTSIDE.findall(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_no_page_holds_inline_script_or_style(path):
    text = path.read_text("utf-8")

    assert re.findall(r"<script(?![^>]*\bsrc=)", text) == []
    assert re.findall(r"<[^>]*\s(?:on[a-z]+|style)=", text) == []
    assert re.findall(r"\bhx-(?:on|vals='js:)|javascript:", text) == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_each_icon_a_page_names_is_in_the_sprite(path):
    names = set((VENDOR / "tabler-icons" / "icons.txt").read_text("ascii").split())

    assert set(re.findall(r'\bicon\("([a-z0-9-]+)"\)', path.read_text("utf-8"))) <= names


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_each_form_that_posts_carries_its_token(path):
    for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", path.read_text("utf-8"), re.DOTALL):
        assert "csrf" in form
