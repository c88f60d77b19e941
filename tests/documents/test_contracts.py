"""What a contract says (6.2.1 to 6.2.4), how it stands on a day, and how it ends."""

from datetime import date

import pytest

from docsys.documents import actions, contracts
from docsys.documents.actions import Outcome
from docsys.documents.contracts import (
    CLAUSES,
    ContractEnded,
    ContractMissing,
    Standing,
    SuccessorMissing,
    Terms,
    TermsBackwards,
)
from docsys.documents.describing import metadata
from docsys.errors import Forbidden, NotFound, TransitionForbidden
from docsys.publication import actions as life
from tests.documents import factories as make
from tests.people.factories import NOW

pytestmark = pytest.mark.db
ALL = dict.fromkeys(CLAUSES, "有")
TERMS = Terms("样例网络技术有限公司", date(2026, 1, 1), date(2026, 12, 31), ALL)
DAY = date(2026, 11, 23)


@pytest.fixture
def people(session):
    return make.make_people(session)


def contract(session, people, settings, terms=TERMS):
    """Filed, with its terms."""
    make.grant(session, people, "HT")
    document = make.make_draft(session, people, settings.archive, folder_code="HT02", title="线路服务合同")
    actions.set_terms(session, document.id, terms, actor=people.author, now=NOW)
    return life.file_record(session, document.id, actor=people.author, now=NOW)


@pytest.mark.parametrize(
    ("ends_on", "outcome", "stands"),
    [
        (date(2027, 1, 23), "", Standing.RUNNING),
        (date(2027, 1, 22), "", Standing.SOON),
        (DAY, "", Standing.SOON),
        (date(2026, 11, 22), "", Standing.OVER),
        (date(2026, 11, 22), "续签", Standing.RENEWED),
        (date(2027, 11, 22), "终止", Standing.ENDED),
    ],
)
def test_how_it_stands_follows_from_its_end_and_what_was_decided(ends_on, outcome, stands):
    assert contracts.standing(ends_on, outcome, DAY, 60) is stands


@pytest.mark.rule("R-6.2.1-1", "R-6.2.2-1", "R-6.2.3-1", "R-6.2.4-1")
@pytest.mark.parametrize("missing", CLAUSES)
def test_a_clause_nobody_looked_for_is_named_with_its_article(missing):
    label, article = CLAUSES[missing]

    assert contracts.unanswered({**ALL, missing: ""}) == [f"{label}（{article}）"]
    assert contracts.unanswered({**ALL, missing: "不适用"}) == []


def test_terms_are_fixed_once_it_is_filed_and_all_clauses_are_answered(session, people, settings):
    document = contract(session, people, settings)

    with pytest.raises(TransitionForbidden, match="“已归档”状态下不能更改合同信息"):
        actions.set_terms(session, document.id, TERMS, actor=people.admin, now=NOW)
    told = metadata(session, document, NOW)["contract"]
    assert told == {
        "party": "样例网络技术有限公司",
        "starts_on": "2026-01-01",
        "ends_on": "2026-12-31",
        "clauses": ALL,
        "outcome": "",
        "ended_on": None,
        "remark": "",
        "successor": "",
    }


def test_one_that_was_imported_gets_its_terms_later(session, people, settings):
    make.grant(session, people, "HT")
    new = make.marks(people, folder_code="HT04", title="旧维保合同")
    staged = make.staged(settings.archive)
    document = actions.file_history(session, new, staged, "旧合同.txt", actor=people.admin, now=NOW)
    over = Outcome("终止", DAY)

    with pytest.raises(ContractMissing):
        actions.end_contract(session, document.id, over, actor=people.admin, now=NOW)
    actions.set_terms(session, document.id, TERMS, actor=people.admin, now=NOW)

    assert metadata(session, document, NOW)["contract"]["party"] == "样例网络技术有限公司"


def test_dates_the_wrong_way_round_and_other_documents_are_refused(session, people, settings):
    make.grant(session, people, "HT")
    document = make.make_draft(session, people, settings.archive, folder_code="HT02")
    manual = make.make_draft(session, people, settings.archive)
    backwards = Terms("甲公司", date(2026, 12, 31), date(2026, 1, 1), ALL)

    with pytest.raises(TermsBackwards, match="合同终止日 2026-01-01 早于起始日 2026-12-31"):
        actions.set_terms(session, document.id, backwards, actor=people.author, now=NOW)
    with pytest.raises(NotFound):
        actions.set_terms(session, manual.id, TERMS, actor=people.author, now=NOW)


def test_it_is_renewed_by_a_filed_contract_or_ended_and_only_once(session, people, settings):
    old, new = (contract(session, people, settings) for _ in range(2))

    with pytest.raises(SuccessorMissing):
        actions.end_contract(session, old.id, Outcome("续签", DAY, "", old.number), actor=people.admin, now=NOW)
    with pytest.raises(Forbidden):
        actions.end_contract(session, old.id, Outcome("终止", DAY), actor=people.reader, now=NOW)
    renewed = Outcome("续签", DAY, "价格不变", new.number.lower())
    actions.end_contract(session, old.id, renewed, actor=people.admin, now=NOW)

    assert (old.contract.outcome, old.contract.successor) == ("续签", new.number)
    with pytest.raises(ContractEnded, match="已于 2026-11-23 记为“续签”"):
        actions.end_contract(session, old.id, Outcome("终止", DAY), actor=people.admin, now=NOW)
