"""What a person may do now with a document, drawn from the table of its life; a greyed step says why (look: workflow)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.clock import local
from docsys.documents import checkouts, contracts, queries, rules
from docsys.documents.models import Document, Version
from docsys.documents.rules import APPROVERS, LIFE, State
from docsys.folders.rules import FolderKind
from docsys.people.models import Confirmation
from docsys.people.rules import Actor, Permission, Role, may
from docsys.workflow import Transition

FORWARD = {"submit", "archive", "approve", "publish", "revise"}
RISKY = {"withdraw", "abolish"}
# Steps that begin at once, without another word.
PLAIN = {"submit", "publish"}
OWN = "不符合 2.3.3：编写人不能审批自己的文档，请由其他审批人审核。"
NOT_DRAFTER = (
    "不符合 1.2.1：证信办级（A）制度和流程的送审稿由网管办起草提交；您可以在“表单与台账”中填写制定需求（XQ）。"
)
NO_BASIS = "不符合 1.1.2：还没有写明依据文件，请先编辑标识。"
NO_DEMAND = "不符合 1.2.1：还没有写明网管办受理的需求单号（XQ），请先编辑标识。"
NO_TERMS = "不符合 6.2.1：还没有登记合同信息，请先填写对方单位、期限和条款。"
NO_CLAUSES = "不符合 6.2：合同条款尚未逐项核对，请先在“合同信息”中填写。"
NO_RIGHTS = "不符合 4.5.1：还没有使用权限，请在“权限”中写明部门和岗位。"


@dataclass(frozen=True)
class Offer:
    """One button; `why` greys it."""

    verb: str
    label: str
    article: str = ""
    why: str = ""

    @property
    def kind(self) -> str:
        return "primary" if self.verb in FORWARD else "risk" if self.verb in RISKY else "default"

    @property
    def is_plain(self) -> bool:
        return self.verb in PLAIN


def offers(session: Session, document: Document, actor: Actor, now: datetime) -> list[Offer]:
    """Dangerous steps first, the one that leads on last, as the head of a page shows them."""
    draft = queries.open_version(document)
    found = [*_of_document(document, draft, actor, _Awaited(session, document.number))]
    if draft is not None:
        found += _of_draft(session, _Draft(document, draft, actor, _elsewhere(session, draft, actor, now)))
    return sorted(found, key=lambda one: (one.verb in FORWARD, one.verb not in RISKY))


@dataclass(frozen=True)
class _Draft:
    """What the steps of a draft look at."""

    document: Document
    version: Version
    actor: Actor
    elsewhere: str = ""  # in whose hands it is, where these are somebody else's

    @property
    def is_own(self) -> bool:
        return self.actor.user_id is not None and self.actor.user_id in {
            self.document.created_by_id,
            self.version.author_id,
        }

    @property
    def is_keeper(self) -> bool:
        return self.is_own or may(self.actor, Permission.DOCUMENT_REGISTER, self.document.unit_id)


def _elsewhere(session: Session, draft: Version, actor: Actor, now: datetime) -> str:
    held = checkouts.of(session, draft, now)
    if held is None or held.holder_id == actor.user_id:
        return ""
    return f"由 {held.holder} 检出，至 {local(held.until):%m-%d %H:%M} 止（4.4.1）。"


def _of_draft(session: Session, on: _Draft) -> Iterator[Offer]:
    is_record = on.document.folder.kind is FolderKind.RECORD
    if is_record and on.document.folder.category == contracts.CATEGORY and on.is_keeper:
        yield Offer("contract", "合同信息", "6.2")
    for row in LIFE.offers(on.version.state):
        if not rules.leads(row.verb, is_record=is_record):
            continue
        if _permitted(row, on):
            yield Offer(row.verb, row.label, row.article, _why_not(session, row.verb, on))
        elif on.is_own and row.verb in FORWARD:
            yield Offer(row.verb, row.label, row.article, _whose(row.verb, on.version))


def _of_document(document: Document, draft: Version | None, actor: Actor, awaited: "_Awaited") -> Iterator[Offer]:
    if document.state is State.ARCHIVED and may(actor, Permission.DOCUMENT_REGISTER, document.unit_id):
        if document.folder.category == contracts.CATEGORY:
            yield Offer("contract", "合同信息", "6.2")
        yield Offer("supplement", "补充更正")
    if document.state is not State.CURRENT:
        return
    busy = f"{draft.version} 的修订尚未完成，请先发布或撤回（4.4.1）。" if draft else ""
    level = document.head.level if document.head else ""
    if may(actor, *rules.publishing(actor, level, document.unit_id)):
        row = LIFE.transition(State.CURRENT, "abolish")
        why = busy or awaited.why("document.abolish")
        yield Offer("abolish", row.label, row.article, why)
    if may(actor, Permission.NUMBER_ADMINISTER, document.unit_id):
        yield Offer("renumber", "改号", "4.3.4（二）", busy or awaited.why("document.renumber"))
    if may(actor, Permission.DOCUMENT_REGISTER, document.unit_id):
        yield Offer("revise", "修订", "4.4.1", busy)


def _permitted(row: Transition[State], on: _Draft) -> bool:
    if row.permission is None:
        return False
    if row.verb in {"submit", "archive", "withdraw"} and on.is_own:
        return True
    if row.verb in {"approve", "return"}:
        return rules.may_approve(on.actor, on.version.level, on.document.unit_id)
    if row.verb == "publish" and may(on.actor, *rules.publishing(on.actor, on.version.level, on.document.unit_id)):
        return True
    return may(on.actor, Permission(row.permission), on.document.unit_id)


def _why_not(session: Session, verb: str, on: _Draft) -> str:
    if verb in {"submit", "archive", "withdraw"} and on.elsewhere:
        return on.elsewhere
    if verb in {"submit", "archive"}:
        return _not_ready(session, verb, on)
    if verb == "approve" and (on.is_own or on.actor.name == on.version.author):
        return OWN
    if verb == "publish":
        if on.version.level == "A" and not on.actor.holds(Role.ZXB, on.actor.unit_id):
            return "不符合 1.2.3：证信办级（A）制度和流程由证信办统一发布。"
        return _Awaited(session, on.document.number).why("document.publish")
    return ""


def _not_ready(session: Session, verb: str, on: _Draft) -> str:
    if verb == "archive":
        return _unmarked(on.version) or _open_terms(on.document) or _unshared(session, on.document)
    return _not_of_this_rule(on) or _incomplete(session, on.document, on.version)


def _not_of_this_rule(on: _Draft) -> str:
    """A rule is handed in by 网管办, upon a demand (1.2.1)."""
    if not rules.is_rule(on.version.level, on.document.folder.category):
        return ""
    if not on.actor.holds(Role.WGB, on.actor.unit_id):
        return NOT_DRAFTER
    return "" if on.version.demand else NO_DEMAND


def _incomplete(session: Session, document: Document, draft: Version) -> str:
    basis = "" if document.basis.strip() else NO_BASIS
    return _unmarked(draft) or basis or _unshared(session, document)


def _unmarked(draft: Version) -> str:
    values = {mark: getattr(draft, mark, "given") for mark in rules.MARKS}
    missing = rules.missing_marks(values, given_later=frozenset({"number", "published_at"}))
    return f"不符合 4.3.5：标识不全，缺少 {'、'.join(missing)}。请先编辑标识。" if missing else ""


def _unshared(session: Session, document: Document) -> str:
    return "" if queries.has_rights(session, document) else NO_RIGHTS


def _open_terms(document: Document) -> str:
    if document.folder.category != contracts.CATEGORY:
        return ""
    if document.contract is None:
        return NO_TERMS
    return NO_CLAUSES if contracts.unanswered(document.contract.clauses) else ""


def _whose(verb: str, draft: Version) -> str:
    """Who takes the step that this person, whose document it is, waits for."""
    if verb == "approve":
        role = APPROVERS.get(draft.level)
        return f"由{role.label if role else '本单位文档审批人'}审核，编写人不能审批自己的文档（2.3.3）。"
    return "由证信办发布（1.2.3）。" if draft.level == "A" else "由文档管理员申请发布，另一人确认（2.3.3）。"


@dataclass
class _Awaited:
    """Which second person's yes is awaited of a document; asked of the database once, and only by who may ask for it."""

    session: Session
    number: str

    @cached_property
    def _asked(self) -> dict[str, Confirmation]:
        of_it = (Confirmation.subject == self.number, Confirmation.decided_at.is_(None))
        return {one.kind: one for one in self.session.scalars(select(Confirmation).where(*of_it))}

    def why(self, kind: str) -> str:
        """Who asked for it, and when."""
        if (asked := self._asked.get(kind)) is None:
            return ""
        return (
            f"{asked.requested_by.name} 已于 {local(asked.requested_at):%Y-%m-%d %H:%M} 申请，待另一人确认（2.3.3）。"
        )
