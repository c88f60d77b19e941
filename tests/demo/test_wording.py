"""Texts whose days are counted from that of the document, and whose lines belong to versions."""

from datetime import date

import pytest

from docsys.demo import wording
from docsys.demo.reading import TEXTS, entries

DAY = date(2026, 1, 15)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("[[d]]", "2026-01-15"),
        ("[[d-20]]", "2025-12-26"),
        ("[[D+20]]", "2026年2月4日"),
        ("[[m-1]]", "2025-12"),
        ("[[M-13]]", "2024年12月"),
        ("[[y]]", "2026"),
        ("[[x]]", "[[x]]"),
    ],
)
def test_days_months_and_years_are_written_out(written, read):
    assert wording.dated(f"于{written}。", DAY) == f"于{read}。"


def test_lines_stand_in_their_versions():
    text = "甲\n[-V1.1] 旧\n[V1.1] 新\n[V2.0]\n"

    assert wording.of_version(text, "V1.0") == "甲\n旧\n"
    assert wording.of_version(text, "V1.10") == "甲\n新\n"
    assert wording.of_version(text, "V2.0") == "甲\n新\n\n"


def test_every_text_is_used_and_no_mark_of_ours_is_left_in_a_file():
    told = entries()

    assert {path.name for path in TEXTS.iterdir()} == {entry.text for entry in told}
    for entry in told:
        for issue in entry.issues:
            text = (TEXTS / entry.text).read_text("utf-8")
            assert not wording.DAY.search(read := wording.dated(wording.of_version(text, issue.version), DAY))
            assert "[V" not in read
            assert "[-V" not in read


def test_the_texts_are_all_different():
    paragraphs = [
        line
        for path in TEXTS.iterdir()
        if path.suffix == ".md"
        for line in path.read_text("utf-8").splitlines()
        if len(line) > 40 and not line.startswith("|")
    ]

    assert len(paragraphs) == len(set(paragraphs))
