"""Access policies and revised configurations go out with an approved order alone (13.2.8, 17.4.1)."""

import pytest

from docsys.changes.rules.configuration import ChangeOrderMissing, RevisionWithoutOrder, refusal
from docsys.documents.rules import State as DocumentState
from docsys.people.events import ConfirmationAccepted
from docsys.publication import actions as life
from tests.changes.factories import keepers
from tests.documents import factories as make
from tests.people.factories import NOW

pytestmark = pytest.mark.db


@pytest.fixture
def bus(bus):
    bus.subscribe(ConfirmationAccepted, make.CARRY_OUT)
    return bus


@pytest.mark.parametrize(
    ("folder", "is_first", "refused"),
    [
        ("PZ06", True, ChangeOrderMissing),
        ("PZ0601", False, ChangeOrderMissing),
        ("PZ02", False, RevisionWithoutOrder),
        ("PZ05", False, RevisionWithoutOrder),
        ("PZ02", True, None),
        ("PZ01", False, None),
        ("SC02", False, None),
    ],
)
def test_which_versions_need_an_order(folder, is_first, refused):
    assert refusal(folder, is_first=is_first) is refused


@pytest.mark.rule("R-13.2.8-1")
def test_a_policy_of_access_is_published_with_an_approved_order_alone(line, settings):
    people = keepers(line.session, line.people)
    make.grant(line.session, people, "PZ")
    policy = make.make_approved(
        line.session, people, settings.archive, folder_code="PZ06", title="边界策略", basis="BG-2026-0001"
    )

    with pytest.raises(ChangeOrderMissing, match="BG-2026-0001 尚未批准或不存在。"):
        life.request_publication(line.session, policy.id, actor=people.admin, now=NOW)
    line.begin().submit().pass_on().vote()
    with pytest.raises(ChangeOrderMissing):
        life.request_publication(line.session, policy.id, actor=people.admin, now=NOW)
    line.approve()
    life.request_publication(line.session, policy.id, actor=people.admin, now=NOW)
    make.confirm(line.session, people.second)

    assert policy.state is DocumentState.CURRENT


@pytest.mark.rule("R-17.4.1-1")
def test_a_configuration_is_revised_with_an_approved_order_alone(line, settings):
    people = keepers(line.session, line.people)
    make.grant(line.session, people, "PZ")
    config = make.make_current(line.session, people, settings.archive, folder_code="PZ02", title="核心交换机配置")
    make.revise(line.session, people, settings.archive, config)
    life.submit(line.session, config.id, actor=people.author, now=NOW)
    life.approve(line.session, config.id, "同意", actor=people.approver, now=NOW)

    with pytest.raises(
        RevisionWithoutOrder, match=r"不符合 17\.4\.1：配置文件（PZ02 网络设备配置）的修订须有已批准的变更单。"
    ):
        life.request_publication(line.session, config.id, actor=people.admin, now=NOW)
