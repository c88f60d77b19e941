"""Logging in and out, lock-out, expiry, and what a stolen cookie is worth afterwards (level 3, 8.1.4.1b)."""

import pytest
from sqlalchemy import select

from docsys.audit.models import AuditRow
from docsys.people.models import LoginSession
from tests.people.factories import NEW_PASSWORD, PASSWORD

pytestmark = pytest.mark.db


def test_a_person_logs_in_and_sees_who_he_is(visit):
    page = visit("zhaomin").get("/me").text

    assert "赵敏" in page
    assert "本次会话" in page


def test_the_table_keeps_no_token(visit, database):
    cookie = visit("zhaomin").cookie()

    with database.read() as session:
        row = session.scalars(select(LoginSession)).one()
    assert len(row.token_hash) == 64
    assert row.token_hash not in cookie


@pytest.mark.parametrize(
    ("login", "password"), [("zhaomin", "wrong"), ("nobody", PASSWORD), ("", ""), ("zhaomin' or 1=1 --", "x")]
)
def test_a_wrong_log_in_says_the_same_whatever_was_wrong(visit, login, password):
    answer = visit().post("/login", login=login, password=password)

    assert answer.status_code == 401
    assert "登录名或密码不正确，或登录暂时受限" in answer.text


def test_the_sixth_try_is_refused_even_with_the_right_password(visit, clock):
    browser = visit()
    for _ in range(5):
        browser.post("/login", login="zhaomin", password="wrong")

    assert browser.post("/login", login="zhaomin", password=PASSWORD).status_code == 401
    clock.move(minutes=14, seconds=59)
    assert browser.post("/login", login="zhaomin", password=PASSWORD).status_code == 401
    clock.move(seconds=1)
    assert browser.post("/login", login="zhaomin", password=PASSWORD).status_code == 303


def test_an_unknown_login_is_locked_like_a_known_one(visit):
    browser = visit()
    answers = {browser.post("/login", login="nobody", password="wrong").text.count("暂时受限") for _ in range(7)}

    assert answers == {1}


def test_others_and_other_sources_are_not_locked(visit, app):
    browser = visit()
    for _ in range(5):
        browser.post("/login", login="zhaomin", password="wrong")

    assert browser.post("/login", login="admin1", password=PASSWORD).status_code == 303
    elsewhere = visit()
    elsewhere.client.environ_base["REMOTE_ADDR"] = "10.9.8.7"
    assert elsewhere.post("/login", login="zhaomin", password=PASSWORD).status_code == 303


def test_success_forgets_the_failures(visit):
    browser = visit()
    for _ in range(3):
        for _ in range(4):
            browser.post("/login", login="zhaomin", password="wrong")
        assert browser.post("/login", login="zhaomin", password=PASSWORD).status_code == 303
        browser.post("/logout")


def test_success_and_failure_are_recorded(visit, database):
    browser = visit()
    browser.post("/login", login="nobody", password="wrong")
    browser.post("/login", login="zhaomin", password=PASSWORD)
    browser.post("/logout")

    with database.read() as session:
        rows = session.scalars(select(AuditRow).where(AuditRow.act.like("people.log%")).order_by(AuditRow.id)).all()
    assert [(row.act, row.subject, row.result) for row in rows] == [
        ("people.log_in", "nobody", "refused"),
        ("people.log_in", "zhaomin", "ok"),
        ("people.log_out", "zhaomin", "ok"),
    ]


def test_half_an_hour_of_silence_ends_a_session(visit, clock):
    browser = visit("zhaomin")
    for _ in range(3):
        clock.move(minutes=29)
        assert browser.is_signed_in()
    clock.move(minutes=30)

    assert not browser.is_signed_in()


def test_half_a_day_ends_a_session_however_busy(visit, clock):
    browser = visit("zhaomin")
    for _ in range(35):
        clock.move(minutes=20)
        assert browser.is_signed_in()
    clock.move(minutes=20)

    assert not browser.is_signed_in()


def test_a_cookie_is_worth_nothing_after_logging_out(visit):
    browser = visit("zhaomin")
    stolen = browser.cookie()
    browser.post("/logout")
    browser.replay(stolen)

    assert not browser.is_signed_in()


def test_a_cookie_is_worth_nothing_after_the_password_changed(visit):
    browser, other = visit("zhaomin"), visit("zhaomin")
    stolen = browser.cookie()
    answer = browser.post("/password", old=PASSWORD, new=NEW_PASSWORD, again=NEW_PASSWORD)

    assert answer.status_code == 303
    assert browser.is_signed_in()
    assert not other.is_signed_in()
    other.replay(stolen)
    assert not other.is_signed_in()


def test_a_cookie_is_worth_nothing_after_the_account_was_disabled(visit, people):
    browser = visit("zhaomin")
    visit("admin1").post(f"/system/users/{people['staff']}/switch")

    assert not browser.is_signed_in()
    assert visit().post("/login", login="zhaomin", password=PASSWORD).status_code == 401


def test_a_cookie_is_worth_nothing_after_a_reset(visit, people):
    browser = visit("zhaomin")
    visit("admin1").post(f"/system/users/{people['staff']}/password")

    assert not browser.is_signed_in()


def test_a_forged_cookie_is_a_stranger(visit):
    browser = visit()
    browser.replay("eyJfdXNlcl9pZCI6IjEifQ.aaaa.bbbb")

    assert not browser.is_signed_in()


def test_of_more_than_five_sessions_the_oldest_ends(visit, clock):
    browsers = []
    for _ in range(6):
        clock.move(minutes=1)
        browsers.append(visit("zhaomin"))

    assert [browser.is_signed_in() for browser in browsers] == [False, True, True, True, True, True]


def test_one_ends_his_own_session_elsewhere_and_nobody_elses(visit, database, people):
    here, there, other = visit("zhaomin"), visit("zhaomin"), visit("admin1")
    with database.read() as session:
        _mine, theirs, foreign = session.scalars(select(LoginSession.id).order_by(LoginSession.id)).all()

    assert here.post(f"/me/sessions/{theirs}/end").status_code == 303
    assert here.post(f"/me/sessions/{foreign}/end").status_code == 404
    assert (there.is_signed_in(), other.is_signed_in()) == (False, True)


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_the_log_in_leads_nowhere_else(visit, target):
    answer = visit().post("/login", login="zhaomin", password=PASSWORD, next=target)

    assert answer.headers["Location"] == "/"


def test_the_log_in_leads_back(visit):
    assert visit().post("/login", login="zhaomin", password=PASSWORD, next="/me?x=1").headers["Location"] == "/me?x=1"


def test_who_is_signed_in_needs_no_log_in_page(visit):
    assert visit("zhaomin").get("/login").status_code == 303


def test_a_password_handed_over_reaches_only_the_page_that_changes_it(visit, people):
    admin = visit("admin1")
    admin.post(f"/system/users/{people['staff']}/password")
    shown = admin.get(f"/system/users/{people['staff']}").text.partition('class="ds-secret">')[2].partition("<")[0]
    browser = visit("zhaomin", shown)

    assert [browser.get(address).headers.get("Location") for address in ("/", "/me", "/confirmations")] == [
        "/password"
    ] * 3
    assert "您的密码由他人设置" in browser.get("/password").text
    assert browser.post("/password", old=shown, new=NEW_PASSWORD, again=NEW_PASSWORD).headers["Location"] == "/"
    assert browser.is_signed_in()


def test_the_password_is_shown_once(visit, people):
    admin = visit("admin1")
    admin.post(f"/system/users/{people['staff']}/password")

    assert "ds-secret" in admin.get(f"/system/users/{people['staff']}").text
    assert "ds-secret" not in admin.get(f"/system/users/{people['staff']}").text


def test_an_old_password_reaches_only_the_page_that_changes_it(visit, clock):
    clock.move(days=90)
    browser = visit("zhaomin")

    assert browser.get("/").headers["Location"] == "/password"
    assert "已超过使用期限" in browser.get("/password").text


@pytest.mark.parametrize(
    ("old", "new", "again", "sentence"),
    [
        ("wrong", NEW_PASSWORD, NEW_PASSWORD, "当前密码不正确。"),
        (PASSWORD, NEW_PASSWORD, "other", "两次输入不一致。"),
        (PASSWORD, "short", "short", "至少 10 位。"),
        (PASSWORD, "", "", "请填写。"),
        (PASSWORD, "Zhaomin-2026x", "Zhaomin-2026x", "不能包含登录名或姓名。"),
    ],
)
def test_a_bad_new_password_is_refused_at_its_field(visit, old, new, again, sentence):
    answer = visit("zhaomin").post("/password", old=old, new=new, again=again)

    assert answer.status_code == 422
    assert sentence in answer.text


def test_none_of_the_last_five_passwords_is_taken_again(visit):
    browser, current = visit("zhaomin"), PASSWORD
    for word in ("alpine", "bronze", "cobalt", "dahlia", "ermine"):
        new = f"{word}-Kettle-{len(word)}7"
        assert browser.post("/password", old=current, new=new, again=new).status_code == 303
        current = new

    again = browser.post("/password", old=current, new="alpine-Kettle-67", again="alpine-Kettle-67")
    assert "不能与最近 5 次用过的密码相同" in again.text
