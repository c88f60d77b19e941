"""Looking at a PDF without printing it."""

import pytest

from docsys.printing.child import looking
from docsys.printing.result import Unreadable
from tests.printing.samples import A3, Page, pdf


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "x.pdf"
    path.write_bytes(pdf(Page(), Page(A3)))
    return path


def test_pages_are_counted(path):
    assert looking.count(path) == 2


def test_a_page_is_drawn_at_its_scale_and_never_larger_than_a_screen_needs(path):
    assert looking.png(path, 1, 0.2)[16:24] == (120).to_bytes(4, "big") + (169).to_bytes(4, "big")
    assert int.from_bytes(looking.png(path, 2, 9.0)[20:24], "big") == pytest.approx(looking.LARGEST_SIDE, abs=2)


@pytest.mark.parametrize("page", [0, 3])
def test_a_page_that_is_not_there_is_refused(path, page):
    with pytest.raises(Unreadable, match=f"没有第 {page} 页"):
        looking.png(path, page, 1.0)


def test_a_broken_file_is_refused(tmp_path):
    (tmp_path / "x.pdf").write_bytes(b"nonsense")

    with pytest.raises(Unreadable, match="已损坏"):
        looking.count(tmp_path / "x.pdf")
