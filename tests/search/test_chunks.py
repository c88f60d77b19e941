"""Cutting texts: nothing is lost at a border, and no database limit is passed."""

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from docsys.search.analysis import folded, pairs
from docsys.search.chunks import MOST_ALIKE, OVERLAP, SIZE, cut, windows
from docsys.search.pages import PageText


def distinct(characters: int, first: int) -> str:
    return "".join(chr(first + number) for number in range(characters))


def test_each_chunk_begins_with_the_end_of_the_one_before() -> None:
    chunks = cut([PageText(None, distinct(2500, 0x4E00))])

    assert [chunk.start for chunk in chunks] == [0, SIZE - OVERLAP, 2 * (SIZE - OVERLAP)]
    assert chunks[0].text[-OVERLAP:] == chunks[1].text[:OVERLAP]


def test_a_chunk_knows_the_page_it_begins_on() -> None:
    first, second = (distinct(700, 0x4E00), distinct(800, 0x6000))

    chunks = cut([PageText(1, first), PageText(2, second), PageText(3, "末页")])

    assert [(chunk.page, chunk.text.count("\f")) for chunk in chunks] == [(1, 1), (2, 1)]


def test_a_hex_dump_is_cut_before_a_token_stands_there_too_often() -> None:
    chunks = cut([PageText(None, "00" * 3000)])

    assert max(max(Counter(pairs(chunk.folded)).values()) for chunk in chunks) <= MOST_ALIKE


@given(st.text(alphabet="甲乙丙0 \n", max_size=4000))
def test_windows_cover_everything_and_overlap(text: str) -> None:
    text = folded(text)
    cuts = windows(text)

    assert not text or (cuts[0][0], cuts[-1][1]) == (0, len(text))
    assert all(later[0] == earlier[1] - OVERLAP for earlier, later in pairwise(cuts))
