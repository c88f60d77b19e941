"""docsys.js in Chromium: keyboard, input methods, asking before danger, uploads, theme. Nothing inline, nothing from outside."""

import threading

import pytest
from flask import Blueprint, request
from jinja2 import ChoiceLoader, FileSystemLoader
from werkzeug.serving import make_server

from docsys.web import NavItem, Web, make_app, session, signin, uploads
from docsys.web.pages import go, page
from tests.web.conftest import TOKEN

pytestmark = pytest.mark.browser
FORMS = """
{% extends "frame.html" %}{% import "parts/fields.html" as fields %}
{% block title %}脚本{% endblock %}
{% block actions %}{{ ui.button("新建", "/made", key="n") }}{{ ui.act("销毁", "/destroy", "risk", confirm="销毁 ZLW-1？", consequence="不能恢复。") }}{% endblock %}
{% block content %}
<form method="post" action="/save" data-main data-autosave="note">{{ fields.csrf() }}{{ fields.text("words", "内容") }}<button data-key="save">保存</button><button name="submit" value="1" data-key="submit">提交</button><span data-saved></span></form>
<table><tbody data-list><tr><td><a href="/one" id="one">一</a></td></tr></tbody></table>
<div data-list><ul><li><a href="/two" id="two">二</a></li></ul></div>
{{ ui.number("ZLW-SC01-YGZX-002") }}
<div class="ds-drop" data-upload-url="/upload"><input type="file" multiple></div><div data-upload-list></div>
{% endblock %}
"""


@pytest.fixture
def did():
    return []


@pytest.fixture
def bench(did):
    bp = Blueprint("people", __name__)

    @bp.get("/login")
    @session.public
    def login():
        signin.begin(TOKEN)
        return go("people.bench")

    @bp.get("/bench")
    def bench():
        return page("bench.html")

    @bp.post("/logout")
    @bp.get("/me")
    @bp.get("/password")
    @bp.get("/made")
    @bp.post("/destroy")
    @bp.post("/save")
    def logout():
        did.append((request.path, request.form.get("words"), request.form.get("submit")))
        return page("web/keys.html")

    bp.add_url_rule("/me", "me", logout)
    bp.add_url_rule("/password", "password", logout)

    @bp.get("/found")
    def found():
        return request.args["q"]

    @bp.put("/upload")
    def upload():
        got = uploads.incoming(lambda stream: len(stream.read()))
        did.append((got.name, got.staged))
        return {"message": "已登记", "link": "/found?q=x"}

    return bp


@pytest.fixture
def address(settings, database, clock, people, bench):
    nav = [NavItem("people.bench", "文档库", "folders", key="d")]
    web = Web(settings, database, clock, people.identify, people.touch, [bench], nav, search="people.found")
    app = make_app(web)
    (settings.home / "templates").mkdir()
    (settings.home / "templates" / "bench.html").write_text(FORMS, "utf-8")
    own = FileSystemLoader(str(settings.home / "templates"))
    app.jinja_env.loader = ChoiceLoader([own, FileSystemLoader(str(settings.templates))])
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {
        "executable_path": "/usr/bin/chromium",
        "args": ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
    }


@pytest.fixture
def bench_page(browser, address):
    # Not the `page` of pytest-playwright: its `base_url` warns under this pytest.
    page = browser.new_context().new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(f"{address}/login")
    yield page
    page.context.close()


def test_the_page_breaks_no_policy_and_asks_nobody_else(bench_page, address):
    asked = []
    bench_page.on("request", lambda request: asked.append(request.url))
    bench_page.reload()

    assert bench_page.complaints == []
    assert [url for url in asked if not url.startswith(address)] == []


def test_slash_goes_to_the_search_and_a_word_is_found(bench_page):
    bench_page.keyboard.press("/")
    bench_page.keyboard.type("机房")
    bench_page.keyboard.press("Enter")

    assert bench_page.text_content("body") == "机房"


def test_the_question_mark_shows_the_keys_and_escape_hides_them(bench_page):
    bench_page.keyboard.press("?")
    assert bench_page.is_visible("#keys")
    bench_page.keyboard.press("Escape")
    assert not bench_page.is_visible("#keys")


def test_keys_lead_to_places_and_new_things(bench_page, address):
    bench_page.goto(f"{address}/help/keys")
    bench_page.keyboard.press("g")
    bench_page.keyboard.press("d")
    bench_page.wait_for_url("**/bench")
    bench_page.keyboard.press("n")
    bench_page.wait_for_url("**/made")


def test_keys_are_letters_while_one_types(bench_page):
    bench_page.fill("#f-words", "")
    bench_page.focus("#f-words")
    bench_page.keyboard.type("n/e?gd")

    assert bench_page.input_value("#f-words") == "n/e?gd"


def test_arrows_walk_through_a_list(bench_page):
    bench_page.keyboard.press("ArrowDown")
    assert bench_page.evaluate("document.activeElement.id") == "two"


def test_the_enter_of_an_input_method_sends_nothing(bench_page, did):
    bench_page.fill("#f-words", "shang")
    composing = "new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true})"
    assert bench_page.eval_on_selector("#f-words", f"field => field.dispatchEvent({composing})") is False
    old = "Object.defineProperty(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, cancelable: true}), 'keyCode', {value: 229})"
    assert bench_page.eval_on_selector("#f-words", f"field => field.dispatchEvent({old})") is False
    assert did == []


def test_control_s_saves_and_control_enter_submits(bench_page, did):
    bench_page.fill("#f-words", "上海")
    bench_page.keyboard.press("Control+s")
    bench_page.wait_for_url("**/save")
    bench_page.go_back()
    bench_page.fill("#f-words", "北京")
    bench_page.keyboard.press("Control+Enter")
    bench_page.wait_for_url("**/save")

    assert did == [("/save", "上海", None), ("/save", "北京", "1")]


def test_danger_names_its_object_and_waits_for_a_yes(bench_page, did):
    bench_page.click("text=销毁")
    assert "销毁 ZLW-1？" in bench_page.text_content("#confirm")
    assert "不能恢复。" in bench_page.text_content("#confirm")
    bench_page.click("#confirm >> text=取消")
    assert did == []
    bench_page.click("text=销毁")
    bench_page.click("#confirm [data-yes]")
    bench_page.wait_for_url("**/destroy")

    assert did == [("/destroy", None, None)]


def test_what_was_typed_survives_a_closed_page(bench_page, address):
    bench_page.fill("#f-words", "写了很久的内容")
    bench_page.wait_for_selector("[data-saved]:has-text('草稿已保存')")
    bench_page.goto(f"{address}/bench")

    assert bench_page.input_value("#f-words") == "写了很久的内容"
    assert "已恢复" in bench_page.text_content("[data-saved]")


def test_several_files_are_sent_with_their_progress(bench_page, did, tmp_path):
    files = [tmp_path / name for name in ("值班手册.docx", "拓扑图.pdf", "空.txt")]
    for path, content in zip(files, (b"x" * 200_000, b"y", b""), strict=True):
        path.write_bytes(content)
    bench_page.set_input_files("[data-upload-url] input", [str(path) for path in files])
    for name, told in (("空", "是空文件"), ("拓扑图", "已登记"), ("值班手册", "已登记")):
        bench_page.wait_for_selector(f".ds-upload:has-text('{name}') >> text={told}", timeout=5000)

    assert sorted(did) == [("值班手册.docx", 200_000), ("拓扑图.pdf", 1)]
    assert bench_page.locator(".ds-upload >> text=已登记").count() == 2


def test_a_number_is_copied_by_one_click(bench_page, address):
    bench_page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    bench_page.click(".copy")

    assert bench_page.evaluate("navigator.clipboard.readText()") == "ZLW-SC01-YGZX-002"
    assert bench_page.is_visible("text=已复制")


def test_the_theme_is_chosen_and_kept(bench_page):
    bench_page.click("details.ds-user summary")
    bench_page.click("text=深色")
    bench_page.reload()

    assert bench_page.get_attribute("html", "data-bs-theme") == "dark"


def test_without_scripts_the_act_is_done(browser, address, did):
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{address}/login")
    plain.fill("#f-words", "无脚本")
    plain.click("text=保存")
    context.close()

    assert did == [("/save", "无脚本", None)]
