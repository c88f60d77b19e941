"""A file in a field of a sheet."""

import io

import pytest

from docsys import vault
from docsys.errors import Forbidden, NotFound
from docsys.forms.definitions import restore, snapshot
from docsys.records import actions
from docsys.records.rules import Locked
from tests.people.factories import NOW
from tests.records.factories import BG, drafted, make_draft, make_submitted, typed

pytestmark = pytest.mark.db


def with_file_field():
    definition = snapshot(BG)
    field = {"id": "topology", "type": "file", "label": "拓扑图"}
    sections = [
        {**section, "fields": [*section["fields"], field]} if section["heading"] == "评审依据" else section
        for section in definition["section"]
    ]
    return restore({**definition, "section": sections, "revision": 2})


@pytest.fixture
def staged(settings):
    return vault.stage(settings.archive, io.BytesIO("拓扑".encode()))


@pytest.fixture
def record(session, people):
    return actions.start(session, with_file_field(), actor=people.li, now=NOW)


def test_the_field_names_the_file_and_where_it_is_kept(session, people, record, staged):
    actions.attach(session, record.id, ("topology", "网络拓扑.vsdx"), staged, actor=people.li, now=NOW)

    value = record.data["topology"]
    assert (value["name"], value["sha256"], value["size"]) == ("网络拓扑.vsdx", staged.sha256, 6)
    assert isinstance(value["stored"], int)
    assert record.steps[-1].remark == "网络拓扑.vsdx"


def test_saving_the_rest_keeps_the_file(session, people, record, staged):
    actions.attach(session, record.id, ("topology", "网络拓扑.vsdx"), staged, actor=people.li, now=NOW)

    actions.save(session, record.id, typed(record, drafted()), actor=people.li, now=NOW)
    actions.submit(session, record.id, typed(record, drafted()), actor=people.li, now=NOW)

    assert record.data["topology"]["name"] == "网络拓扑.vsdx"


@pytest.mark.parametrize("field", ["reason", "nothing"])
def test_only_a_field_for_files_takes_one(session, people, record, staged, field):
    with pytest.raises(NotFound):
        actions.attach(session, record.id, (field, "a.pdf"), staged, actor=people.li, now=NOW)


def test_nobody_else_puts_a_file_in(session, people, staged):
    record = make_submitted(session, people)

    with pytest.raises(Forbidden):
        actions.attach(session, record.id, ("topology", "a.pdf"), staged, actor=people.desk, now=NOW)


def test_no_file_goes_in_after_submission(session, people, record, staged):
    actions.submit(session, record.id, typed(record, drafted()), actor=people.li, now=NOW)

    with pytest.raises(Locked):
        actions.attach(session, record.id, ("topology", "a.pdf"), staged, actor=people.li, now=NOW)


def test_a_form_without_such_a_field_takes_none(session, people, staged):
    record = make_draft(session, people)

    with pytest.raises(NotFound):
        actions.attach(session, record.id, ("topology", "a.pdf"), staged, actor=people.li, now=NOW)
