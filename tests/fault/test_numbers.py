"""Numbers over the whole: real HTTP, two gunicorn workers, people who press the button at the same moment."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from docsys.clock import SystemClock
from docsys.numbering.models import Counter, LedgerEntry
from docsys.people.actions.signing import PARALLEL
from docsys.people.rules import Role
from tests.people.factories import make_user
from tests.serving import Caller

AT_ONCE = 50
MARKS = {"folder": "SC02", "unit_id": "3", "author": "王军", "version": "V1.0", "secrecy": "内部", "level": "C"}
MARKS |= {
    "use_scope": "证联网一线、二线值班",
    "notes": "首次发布",
    "basis": "《证联网运维管理实施细则》9.2",
    "medium": "电子",
}


@pytest.mark.rule("R-4.3.4-4")
def test_50_submissions_at_once_get_50_consecutive_numbers(served):
    """Each from a session of its own; what the page says is what the ledger holds."""
    authors = [Caller(served.host, login) for login in _authors(served) for _ in range(PARALLEL)]
    drafts = [_register(author, at) for at, author in enumerate(authors)]
    gate = threading.Barrier(AT_ONCE)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        given = list(pool.map(lambda pair: _submit(gate, *pair), zip(authors, drafts, strict=True)))

    wanted = [f"ZLW-SC02-YGZX-{at:03}" for at in range(1, AT_ONCE + 1)]
    database = served.database()
    with database.read() as session:
        of_series = LedgerEntry.series == "ZLW-SC02-YGZX"
        ledger = list(session.scalars(select(LedgerEntry.number).where(of_series).order_by(LedgerEntry.seq)))
        following = session.scalar(select(Counter.next).where(Counter.series == "ZLW-SC02-YGZX"))
    database.dispose()
    assert (sorted(given), ledger, following) == (wanted, wanted, AT_ONCE + 1)


def _authors(served):
    """Ten people; each may be signed in five times."""
    logins = [f"bianxie{at}" for at in range(AT_ONCE // PARALLEL)]
    database = served.database()
    with database.act() as session:
        for login in logins:
            make_user(session, login, Role.AUTHOR, now=SystemClock().now())
    database.dispose()
    return logins


def _register(author, at):
    answer = author.send("/documents/new", f"{at}.txt", f"第 {at} 份".encode(), title=f"规程{at}", **MARKS)
    assert answer.is_done, answer.text
    return answer.location


def _submit(gate, author, page):
    gate.wait()
    answer = author.post(f"{page}/submit")
    assert answer.is_done, answer.text
    return re.findall(r"正式编号 ([A-Z0-9-]+)。", author.get(page).text)[0]
