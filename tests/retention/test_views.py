"""The pages of appraisal in the whole application: from the list to the tombstone, by two persons."""

import io
import re

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from docsys import app as application
from docsys.people.models import User
from tests.documents.factories import abolish, make_current
from tests.people.conftest import Browser
from tests.people.factories import PASSWORD

pytestmark = pytest.mark.db
NUMBER = "ZLW-SC01-YGZX-001"
WORDS = "废止满十年，无查考价值"


@pytest.fixture
def app(wired, people, database, settings, clock):
    with database.act() as session:
        document = make_current(session, people, settings.archive)
        abolish(session, people, document.id)
    clock.move(days=3653)
    with database.act() as session:
        for user in session.scalars(select(User)):
            user.password_set_at = clock.now()
    return application.create_app(settings, clock)


def signed_in(app, login):
    browser = Browser(app)
    assert browser.post("/login", login=login, password=PASSWORD).status_code == 303
    return browser


def test_the_list_on_screen_and_on_paper(app):
    admin, reader = signed_in(app, "zhaomin"), signed_in(app, "liqiang")
    page = admin.get("/retention/").text
    assert "废止日 2026-11-23" in page
    assert "保存期满待鉴定" in admin.get("/").text
    pdf = PdfReader(io.BytesIO(admin.get("/retention/?format=pdf").data)).pages[0].extract_text()
    assert "保存期满鉴定清单" in pdf
    assert NUMBER in pdf
    told = admin.get("/retention/?format=csv").text
    assert f"{NUMBER},运管中心值班手册,运管中心,技术手册（废止后）,4.4、4.5.2（未规定期限）" in told
    assert "没有保存期满的文档" in admin.get("/retention/?as_of=2036-11-22").text
    assert reader.get("/retention/").status_code == 403


@pytest.mark.rule("R-2.3.3-1")
def test_from_the_list_to_the_tombstone(app, wired):
    admin, second, reader = (signed_in(app, login) for login in ("zhaomin", "sunli", "liqiang"))
    empty = admin.post("/retention/appraise", verdict="retention.destroy", reason="")
    assert empty.status_code == 422
    assert "请写明鉴定理由" in empty.text
    assert "请勾选要鉴定的行" in empty.text
    asked = admin.post("/retention/appraise", verdict="retention.destroy", reason=WORDS, chosen="d1")
    assert asked.status_code == 303
    waiting = second.get("/confirmations").text
    link = re.findall(r"/retention/requests/\d+", waiting)[0]
    assert "确认后以下 1 件的内容从文档库删除，不能恢复" in second.get(link).text
    assert reader.get(link).status_code == 403
    decided = second.post(f"/confirmations/{link.rpartition('/')[2]}", accept="1", remark="同意")
    assert decided.status_code == 303
    wired.drain()

    assert "已销毁" in admin.get("/documents/1").text
    assert (
        "销毁清单 2036-11-23 共 1 件"
        in admin.get("/documents/number/ZLW-SP02-2036-YGZX-0001", follow_redirects=True).text
    )
    grave = reader.get("/documents/1").text
    assert "保存期满，经鉴定已销毁，内容不再留存" in grave
    assert WORDS in grave
    gone = admin.get("/documents/1/versions/1/file")
    assert (gone.status_code, "保存期满，已经鉴定销毁" in gone.text) == (410, True)
    assert WORDS in admin.get("/retention/destroyed").text
    assert admin.get(link).status_code == 200


def test_a_period_from_the_page(app):
    admin = signed_in(app, "zhaomin")
    for period, status, said in (
        ("6m", 422, "9.4.6"),
        ("三年", 409, "不能识别"),
        ("1y", 303, "须由另一人"),
        ("5y", 303, "已延长为5 年"),
    ):
        answer = admin.post("/retention/periods", code="ZJ", period=period, reason="本单位规定")
        page = answer if status != 303 else admin.get("/retention/periods")
        assert (answer.status_code, said in page.text) == (status, True)
    assert "值班记录" in admin.get("/retention/periods?format=csv").text


def test_frozen_and_lifted_from_the_page(app):
    admin = signed_in(app, "zhaomin")
    assert "没有编号为" in admin.post("/retention/holds", number="ZLW-XX", reason="审计").text
    assert "请写明原因" in admin.post("/retention/holds", number=NUMBER, reason="").text
    assert admin.post("/retention/holds", number=NUMBER, reason="证监稽查〔2036〕7 号").status_code == 303
    assert "证监稽查〔2036〕7 号" in admin.get("/retention/holds").text
    assert "已冻结" in admin.get("/retention/").text
    assert admin.post("/retention/holds/lift", number=NUMBER, reason="办结").status_code == 303
    assert "没有冻结的文档和记录" in admin.get("/retention/holds").text
