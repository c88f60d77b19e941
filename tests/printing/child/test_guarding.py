"""What would hang the layout is refused before it; files named by links do not get into the PDF."""

import pytest
from weasyprint import HTML

from docsys.errors import TooComplex
from docsys.printing.child.guarding import guard
from docsys.printing.limits import LIMITS


def tree(html):
    return HTML(string=html).etree_element


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 300 + "x",
        "<table><tr><td colspan=1000000>x</table>",
        "<table><tr><td rowspan=99999999999999>x</table>",
        "<table><col span=5000><tr><td>x</table>",
        "<p>" + "字" * 300_000,
        "<b>x</b>" + "字" * 300_000,
    ],
)
def test_the_layout_is_spared(html):
    with pytest.raises(TooComplex):
        guard(tree(html), LIMITS)


def test_usual_tables_pass():
    root = tree('<table><tr><td colspan=4 rowspan="x">x</table>')

    guard(root, LIMITS)

    assert root.find(".//td").get("colspan") == "4"


@pytest.mark.parametrize(
    "html", ['<a rel="noopener Attachment" href="file:///etc/passwd">x</a>', '<link rel=attachment href="print.css">']
)
def test_attachments_by_link_are_taken_away(html):
    root = tree(html)

    guard(root, LIMITS)

    assert [one.get("rel") for one in root.iter() if one.get("href")] == [None]
