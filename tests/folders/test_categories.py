"""Seven categories that nobody changes, and an eighth by two persons (4.2.2)."""

import pytest
from sqlalchemy import select

from docsys.audit.models import AuditRow
from docsys.errors import Forbidden, InvalidInput
from docsys.folders import actions, categories, queries
from docsys.folders.events import FolderCreated
from docsys.folders.rules import CategoryFixed
from docsys.folders.seed import seed
from docsys.people import confirmations
from docsys.people.confirmations import AlreadyWaiting, SamePerson
from docsys.people.events import ConfirmationAccepted
from tests.documents.factories import CARRY_OUT, confirm, grant, make_current, make_people
from tests.people.factories import NOW

pytestmark = [pytest.mark.db, pytest.mark.rule("R-4.2.2-1", "R-2.3.3-1")]
SEVEN = ["ZD", "SC", "PZ", "HT", "SP", "CZ", "RZ"]


@pytest.fixture
def heard():
    return []


@pytest.fixture
def bus(bus, heard):
    bus.subscribe(ConfirmationAccepted, categories.carry_out)
    bus.subscribe(FolderCreated, lambda _session, event: heard.append((event.code, event.directory)))
    return bus


@pytest.fixture
def people(session):
    return make_people(session)


def ask(session, people, code="px", name="培训资料类", kind="controlled", actor=None):
    return categories.request_category(session, code, name, kind, actor=actor or people.admin, now=NOW)


def tops(session):
    return [branch.folder.code for branch in queries.tree(session)]


def test_two_persons_add_a_category_with_its_directory_and_its_line(session, people, heard):
    ask(session, people)
    assert tops(session) == SEVEN

    confirm(session, people.second)

    assert tops(session) == [*SEVEN, "PX"]
    added, general = queries.by_code(session, "PX"), queries.by_code(session, "PX00")
    assert (added.name, added.ordinal, added.kind.label, added.pattern, general.name) == (
        "培训资料类",
        8,
        "受控文件",
        "A",
        "综合",
    )
    assert heard == [("PX", "现行库/08_PX_培训资料类"), ("PX00", "现行库/08_PX_培训资料类/PX00_综合")]
    assert session.scalars(select(AuditRow.subject).where(AuditRow.act == categories.ADD)).all() == ["PX"]


def test_its_documents_are_numbered_like_those_of_the_seven(session, settings, people, bus):
    ask(session, people)
    confirm(session, people.second)
    bus.subscribe(ConfirmationAccepted, CARRY_OUT)
    actions.create(session, "PX", "值班培训", actor=people.admin, now=NOW)

    grant(session, people, "PX")

    document = make_current(session, people, settings.archive, folder_code="PX01")

    assert document.number == "ZLW-PX01-YGZX-001"
    assert document.path == "现行库/08_PX_培训资料类/PX01_值班培训/ZLW-PX01-YGZX-001_运管中心值班手册"


def test_a_system_administrator_may_be_the_second_person_and_nobody_confirms_himself(session, people):
    asked = ask(session, people, kind="record")
    with pytest.raises(SamePerson):
        confirmations.decide(session, asked.id, people.admin, NOW, accept=True)

    confirm(session, people.sysadmin)

    assert queries.by_code(session, "PX").pattern == "B"


@pytest.mark.parametrize("who", ["reader", "author", "auditor", "stranger"])
def test_others_may_not_ask(session, people, who):
    with pytest.raises(Forbidden):
        ask(session, people, actor=getattr(people, who))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"code": "SC"}, "code"),
        ({"code": "P1"}, "code"),
        ({"code": "PXX"}, "code"),
        ({"code": "cg"}, "code"),
        ({"name": ""}, "name"),
        ({"name": "技术手册类"}, "name"),
        ({"name": "a/b"}, "name"),
        ({"kind": "other"}, "kind"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(session, people, changed, field):
    with pytest.raises(InvalidInput) as refused:
        ask(session, people, **changed)

    assert list(refused.value.fields) == [field]


def test_the_same_is_asked_for_once(session, people):
    ask(session, people)
    with pytest.raises(AlreadyWaiting):
        ask(session, people)


def test_no_category_is_renamed_or_closed_and_the_seed_leaves_the_eighth_alone(session, people):
    ask(session, people)
    confirm(session, people.second)
    seed(session, NOW)

    for code in ("SC", "PX"):
        with pytest.raises(CategoryFixed):
            actions.rename(session, code, "另一个名称", actor=people.admin, now=NOW)
        with pytest.raises(CategoryFixed):
            actions.close(session, code, actor=people.admin, now=NOW)
    assert tops(session) == [*SEVEN, "PX"]
