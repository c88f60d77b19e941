"""What a print takes beside plain WeasyPrint for the same page, how it grows with a register, and what a hopeless one does to the rest."""

import threading
import time
from itertools import chain, repeat

import pytest
from weasyprint import HTML

from docsys import app as application
from docsys import printing
from docsys.clock import SystemClock
from docsys.errors import TooComplex
from docsys.forms.layout import Filling, sheets
from docsys.forms.listing import RegisterRow
from docsys.forms.validation import validate
from docsys.printing.child import rendering
from docsys.printing.child.fetching import BASE, Fetcher
from docsys.printing.limits import LIMITS
from docsys.records import prints
from tests.bench import tables
from tests.documents.factories import make_people
from tests.people.conftest import Browser
from tests.people.factories import PASSWORD
from tests.printing.samples import TEMPLATES
from tests.printing.test_pool import BOMBS
from tests.records.factories import BG, JC

pytestmark = pytest.mark.bench
FRAME = prints.Frame("证联网运管中心", "赵敏", SystemClock().now())
TIMES = 7
VISIT = validate(JC, JC.sample)[0]


def html_of(printable):
    return printing.page(printable.template, printable.context, folder=TEMPLATES)


def through_the_child(html):
    """With time enough for a busy machine: it is measured, not refused."""
    return printing.rendered(html, folder=TEMPLATES, title="变更单", variant="pdf/a-3b", limits=LIMITS.lasting(300))


def plainly(html):
    """The same page by WeasyPrint alone: warm, in this process, with the same faces and the same kind of PDF."""
    source = HTML(string=html, base_url=BASE, url_fetcher=Fetcher(TEMPLATES / "print"))
    return source.render(font_config=rendering.FONTS).write_pdf(pdf_variant="pdf/a-3b", pdf_tags=True)


def order():
    """The change order with as many steps as make four pages of it."""
    steps = [dict(row) for row in chain.from_iterable(repeat(BG.sample["steps"], 15))]
    printable = prints.sample(BG, FRAME)
    printable.context["sheets"] = sheets(BG, Filling({**BG.sample, "steps": steps}))
    return html_of(printable)


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # WeasyPrint leaves its colour profile open
def test_an_order_beside_plain_weasyprint_for_the_same_page():
    html = order()
    pages = through_the_child(html).pages
    plainly(html)
    ours, plain = [], []

    for _ in range(TIMES):
        ours += tables.seconds(lambda: through_the_child(html))
        plain += tables.seconds(lambda: plainly(html))

    tables.put(
        f"A change order of {pages} pages",
        [
            ("plain WeasyPrint, warm", tables.shown(plain), ""),
            ("through the limited child, warm", tables.shown(ours), tables.ratio(ours, plain)),
        ],
    )
    assert pages >= 4


def test_a_register_of_a_thousand_rows_beside_one_of_250():
    def register(count):
        rows = [RegisterRow(f"JC-SHFE-2026-{place:04}", VISIT) for place in range(1, count + 1)]
        return html_of(prints._register(JC, rows, {}, FRAME, number="JC-SHFE-2026-11", scope="2026 年 11 月"))  # noqa: SLF001 - without a database

    few, many = register(250), register(1000)
    for html in (few, many):
        through_the_child(html)

    short, long = [], []
    for _ in range(5):
        short += tables.seconds(lambda: through_the_child(few))
        long += tables.seconds(lambda: through_the_child(many))

    tables.put(
        "A register",
        [("250 rows", tables.shown(short), ""), ("1,000 rows", tables.shown(long), tables.ratio(long, short))],
    )


@pytest.fixture
def reader(database, settings, clock, monkeypatch):
    """Somebody at the whole application, in this process, which is what the web process is to its children."""
    with database.act() as session:
        make_people(session)
    _database, services = application.wire(settings)
    monkeypatch.setattr(application, "wire", lambda _settings, _clock=None: (database, services))
    browser = Browser(application.create_app(settings, clock))
    assert browser.post("/login", login="liqiang", password=PASSWORD).status_code == 303
    return browser


def test_pages_while_hopeless_prints_hang_in_their_children(reader):
    def visit(_=0):
        return tables.seconds(lambda: reader.get("/catalogue/"))

    visit()
    rows = [("a page, nothing else going on", tables.shown(alone := list(chain(*map(visit, range(40))))), "")]
    for name, html in BOMBS.items():
        refused = list[tuple[float, str]]()

        def hang(html=html, refused=refused):
            started = time.perf_counter()
            try:
                printing.render(html, folder=TEMPLATES, limits=LIMITS)
            except TooComplex as error:
                refused.append((time.perf_counter() - started, error.sentence))

        bomb = threading.Thread(target=hang)
        bomb.start()
        beside = []
        while bomb.is_alive():
            beside += visit()
            time.sleep(0.2)
        bomb.join()
        [(took, sentence)] = refused
        assert "文档过于复杂" in sentence
        rows.append(
            (f"a page beside “{name}”, refused after {took:.1f} s", tables.shown(beside), tables.ratio(beside, alone))
        )
    tables.put("Pages beside prints that never end", rows)
