"""The steps at the counter of the store: copies registered, lent and brought back; a volume compiled and bound."""

import io
import re
from datetime import timedelta
from functools import partial
from pathlib import Path

from pypdf import PdfReader

from docsys import running
from docsys.clock import SystemClock, local_day
from docsys.people import queries as people
from tests.browser.desks import Desk
from tests.documents.factories import People, make_current
from tests.serving import Served, until

PLACE = "库房 C 柜 3 层"
LOGINS = {
    "author": "wangjun",
    "approver": "chenzhiyuan",
    "admin": "zhaomin",
    "second": "sunli",
    "zxb": "heping",
    "reader": "liqiang",
    "stranger": "guoying",
    "auditor": "guoying",
    "sysadmin": "qianjin",
    "wgb": "majun",
}


def in_force(served: Served, *titles: str) -> list[str]:
    """Manuals of SC03 that are in force, with their marked copies made: publishing has a journey of its own."""
    database, _services = running.wire(served.settings)
    with database.act() as session:
        cast = People(**{name: people.actor_by_login(session, login) for name, login in LOGINS.items()})
        made = [
            make_current(session, cast, served.settings.archive, folder_code="SC03", title=title, medium="电子+纸质")
            for title in titles
        ]
        numbers = [document.number for document in made]
    database.dispose()
    for number in numbers:
        until(partial(_marked, served, number), f"the marked copy of {number}")
    return numbers


def _marked(served: Served, number: str) -> list[Path]:
    return list(served.settings.archive.glob(f"现行库/*/*/{number}_*/*_标识版.pdf"))


def register(keeper: Desk, number: str) -> str:
    """One copy in the store; answers the address of its page."""
    keeper.open(f"/paper/new?number={number}")
    keeper.fill(份数="1", 存放地点=PLACE)
    keeper.shot("40-register")
    keeper.press("登记", says=f"已登记 1 份，份号 {number}-V1.0-Z01。")
    return keeper.page.url


def lend(keeper: Desk, url: str) -> str:
    """Over the counter; answers the address of the loan."""
    keeper.open(url)
    keeper.link("借出").click()
    due = local_day(SystemClock().now()) + timedelta(days=14)
    keeper.fill(借阅人="李强（liqiang）", 用途="核对值班流程", 应还日期=str(due))
    keeper.shot("41-lend")
    keeper.press("借出", says=f"已借给 李强，{due} 应还，借阅编号 JY-YGZX-")
    keeper.shot("42-lent")
    return keeper.page.url


def compile_volume(keeper: Desk) -> tuple[str, str]:
    """By the wizard; answers the number and the address of the volume."""
    keeper.open("/paper/volumes")
    keeper.link("组卷").click()
    keeper.page.get_by_label("文件夹").select_option("SC03")
    keeper.sees("预计卷号")
    keeper.fill(卷题名="应急与钥匙手册汇编", 存放地点=PLACE, 保管期限="10 年")
    keeper.shot("44-wizard")
    keeper.press("组卷", says="已组卷 ZLW-SC03-J")
    keeper.shot("45-compiled")
    return re.findall(r"ZLW-SC03-J\d{4}-\d\d", keeper.page.inner_text("#messages"))[0], keeper.page.url


def printed(desk: Desk, url: str) -> PdfReader:
    """A PDF as this person's browser gets it."""
    answer = desk.page.request.get(url)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    return PdfReader(io.BytesIO(answer.body()))


def text(book: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in book.pages)
