"""Every act that a room writes into the log has a Chinese name, which the audit page and a document's history show."""

import re

import pytest

from docsys import app
from docsys.documents.acts import DETAILS, READING
from docsys.documents.rules import LIFE
from docsys.people.acts import LABELS as PEOPLE
from docsys.records.rules import ROW, SHEET
from docsys.settings import PACKAGE

ROOMS = ("documents", "publication", "folders", "numbering", "paper", "records", "people", "status", "retention")
LABELS = {**PEOPLE, **app.ACT_LABELS}
WRITTEN = re.compile(r'(?:audit\.)?record\(\s*\w+,\s*"([a-z_]+\.[a-z_]+)"')
CHANGED = re.compile(r'changed\(\s*session,\s*document,\s*"([a-z_]+)"')


def sources():
    for room in ROOMS:
        for path in PACKAGE.joinpath(room).rglob("*.py"):
            yield path.read_text("utf-8")


def test_what_is_written_plainly_has_a_name():
    written = {act for text in sources() for act in WRITTEN.findall(text)}
    written |= {f"document.{verb}" for text in sources() for verb in CHANGED.findall(text)}

    assert written - set(LABELS) == set()
    assert "document.attach" in written


@pytest.mark.parametrize(
    "acts",
    [
        {f"document.{row.verb}" for row in LIFE if row.permission},
        {f"record.{row.verb}" for row in (*ROW, *SHEET)},
        {"number.void", "number.retire", "confirmation.accept", "confirmation.reject"},
        READING,
    ],
)
def test_what_is_written_by_the_verbs_of_a_table_has_a_name(acts):
    assert set(acts) - set(LABELS) == set()


def test_no_name_and_no_detail_is_in_english():
    told = [*LABELS.values(), *(label for label in DETAILS.values() if label)]

    assert [text for text in told if not re.search("[\u4e00-\u9fff]", text)] == []
