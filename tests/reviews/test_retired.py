"""A device ends; the documents bound to it are proposed for abolition until they are revised or gone (4.5.2)."""

from datetime import date, timedelta

import pytest

from docsys.calendars.seed import seed as seed_calendars
from docsys.people.events import ConfirmationAccepted
from docsys.people.rules import Role
from docsys.records import actions as records
from docsys.records.actions import Typed
from docsys.reviews.retired import proposals
from tests.documents import factories as make
from tests.people.factories import NOW, actor_of, make_user
from tests.records.factories import CATALOGUE

pytestmark = [pytest.mark.db, pytest.mark.rule("R-4.5.2-1")]
SB = CATALOGUE.get("SB")
LATER = NOW + timedelta(days=1)


@pytest.fixture
def bus(bus):
    bus.subscribe(ConfirmationAccepted, make.CARRY_OUT)
    return bus


@pytest.fixture
def people(session):
    seed_calendars(session, NOW)
    return make.make_people(session)


@pytest.fixture
def keeper(session, people):
    return actor_of(session, make_user(session, "zhoupei", Role.CFGADMIN, name="周配", unit="YGZX"))


def device(session, keeper, documents):
    named = [one.number for one in documents]
    values = {**SB.sample, "documents": named, "responsible": "王军（wangjun）", "in_use_on": "2023-07-01"}
    return records.add_row(session, SB, values, actor=keeper, now=NOW)


def retire(session, record, keeper, state="报废", now=NOW):
    typed = Typed({"state": state}, record.version, remark="设备到限")
    return records.amend_row(session, record.id, typed, actor=keeper, now=now)


def test_each_bound_document_is_proposed_with_its_day(session, people, keeper, settings):
    bound = [make.make_current(session, people, settings.archive, title=f"配置{at}") for at in (1, 2)]
    make.make_current(session, people, settings.archive, title="别的手册")
    record = device(session, keeper, bound)
    assert proposals(session, people.admin, 5) == []

    retire(session, record, keeper)

    found = proposals(session, people.admin, 5)
    assert [(one.number, one.device_number, one.ended_on, one.due_on, one.provisional) for one in found] == [
        (document.number, record.number, date(2026, 11, 23), date(2026, 11, 30), False) for document in bound
    ]
    assert proposals(session, people.stranger, 5) == []


def test_what_was_published_anew_or_abolished_since_then_is_settled(session, people, keeper, settings):
    revised, ended = (make.make_current(session, people, settings.archive, title=f"配置{at}") for at in (1, 2))
    retire(session, device(session, keeper, [revised, ended]), keeper, now=NOW - timedelta(days=1))
    assert [one.number for one in proposals(session, people.admin, 5)] == []

    again = retire(session, device_of(session, keeper, revised, ended), keeper)
    assert len(proposals(session, people.admin, 5)) == 2
    make.abolish(session, people, ended.id)

    assert [one.number for one in proposals(session, people.admin, 5)] == [revised.number]
    assert again.number.startswith("SB-")


def device_of(session, keeper, *documents):
    """A second device that both describe."""
    named = {"asset": "SH-2-CORE-02", "serial": "210235A0002", "documents": [one.number for one in documents]}
    values = {**SB.sample, **named, "responsible": "王军（wangjun）"}
    return records.add_row(session, SB, values, actor=keeper, now=NOW)


def test_a_device_that_comes_back_takes_its_proposals_along(session, people, keeper, settings):
    record = device(session, keeper, [make.make_current(session, people, settings.archive)])
    retire(session, record, keeper)
    assert len(proposals(session, people.admin, 5)) == 1

    retire(session, record, keeper, "备用", LATER)

    assert proposals(session, people.admin, 5) == []
