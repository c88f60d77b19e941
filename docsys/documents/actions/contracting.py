"""The terms of a contract, and how it ended: renewed by another, or over (6.2)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.documents import announcing, contracts, queries
from docsys.documents.contracts import CATEGORY, ContractEnded, ContractMissing, SuccessorMissing, Terms
from docsys.documents.models import Contract, Document
from docsys.documents.rules import OPEN, State
from docsys.errors import NotFound, TransitionForbidden
from docsys.people.rules import Actor, Permission, require


@dataclass(frozen=True)
class Outcome:
    """`word` is 续签, by the contract of number `successor`, or 终止."""

    word: str
    ended_on: date
    remark: str = ""
    successor: str = ""


def set_terms(session: Session, document_id: int, terms: Terms, *, actor: Actor, now: datetime) -> Document:
    """Write down party, term and clauses: before it is filed, and of contracts from before docsys at any time.

    Raises:
        NotFound: not a contract; TermsBackwards; ContractEnded; Forbidden.

    """
    document = _contract(session, document_id, actor)
    contracts.check_terms(terms)
    contract = document.contract
    if contract is None:
        contract = Contract(document_id=document.id)
        session.add(contract)
    elif contract.outcome:
        raise ContractEnded(number=document.number, ended_on=contract.ended_on, outcome=contract.outcome)
    elif document.state not in OPEN and not contracts.unanswered(contract.clauses):
        raise TransitionForbidden(state=document.state.label, verb="更改合同信息")
    contract.party, contract.starts_on, contract.ends_on = terms.party, terms.starts_on, terms.ends_on
    contract.clauses = dict(terms.clauses)
    session.flush()
    session.refresh(document, ["contract"])
    detail = {"party": terms.party, "term": f"{terms.starts_on} 至 {terms.ends_on}"}
    announcing.changed(session, document, "set_terms", actor=actor, now=now, detail=detail)
    return document


def end_contract(session: Session, document_id: int, outcome: Outcome, *, actor: Actor, now: datetime) -> Document:
    """Say how a filed contract ended, once.

    Raises:
        ContractMissing: its term was never written down; ContractEnded; SuccessorMissing; TransitionForbidden: not filed yet.

    """
    document = _contract(session, document_id, actor)
    contract = document.contract
    if contract is None:
        raise ContractMissing
    if contract.outcome:
        raise ContractEnded(number=document.number, ended_on=contract.ended_on, outcome=contract.outcome)
    if document.state is not State.ARCHIVED:
        raise TransitionForbidden(state=document.state.label, verb=outcome.word)
    if outcome.word == "续签":
        contract.successor = _successor(session, document, outcome.successor)
    contract.outcome, contract.ended_on, contract.remark = outcome.word, outcome.ended_on, outcome.remark.strip()
    detail = {"what": outcome.word, "until": str(outcome.ended_on), "remark": contract.remark}
    announcing.changed(session, document, "end_contract", actor=actor, now=now, detail=detail)
    return document


def _successor(session: Session, document: Document, number: str) -> str:
    number = number.strip().upper()
    there = session.scalar(select(Document).where(Document.number == number, Document.state == State.ARCHIVED))
    if there is None or there.id == document.id or there.folder.category != CATEGORY:
        raise SuccessorMissing(found=f"{number} 不是已归档的合同。" if number else "")
    return number


def _contract(session: Session, document_id: int, actor: Actor) -> Document:
    document = queries.get(session, document_id, actor, to_change=True)
    if document.folder.category != CATEGORY:
        raise NotFound
    if document.state not in OPEN or document.created_by_id != actor.user_id:
        require(actor, Permission.DOCUMENT_REGISTER, document.unit_id)
    if document.state not in OPEN | {State.ARCHIVED}:
        raise TransitionForbidden(state=document.state.label, verb="更改合同信息")
    return document
