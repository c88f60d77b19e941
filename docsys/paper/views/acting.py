"""What is done with a copy: each step that needs a word has a page of its own, the others a question."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from docsys.errors import Forbidden, Refused
from docsys.paper import actions, inputs, offers, queries
from docsys.paper.actions.destroying import WAYS
from docsys.paper.offers import Offer
from docsys.paper.views.copies import copy_page
from docsys.paper.views.room import bp
from docsys.records import people as persons
from docsys.web.pages import go, page, reshow, say
from docsys.web.session import actor, db, now, settings, today

CONSEQUENCES = {
    "issue": "发放后状态为“在用”，版本被替代或文档废止时须收回（4.4.1）。",
    "lend": "登记借阅并当场借出，借阅人须有该文档的“借阅纸质”权限（4.5.1）。",
    "borrow": "申请由文档管理员办理；敏感、高度敏感文件还须上级领导批准（4.5.1）。",
    "recall": "生成回收任务，到期日为 {days} 个工作日后；收回后状态为“已回收”。",
    "retire": "停用后不再发放和借出，可恢复在库，也可由两人销毁。",
    "lose": "登记遗失后该份不再可用；找回后登记找回。",
    "destroy": "须由另一人确认；确认后不能恢复，两人姓名记入回收销毁登记（2.3.3）。",
}
SAID = {
    "issue": "已发放 {code} 给 {holder}。",
    "return": "{code} 已归还入库。",
    "recall": "已要求回收 {code}。",
    "collect": "{code} 已收回。",
    "retire": "{code} 已停用。",
    "reinstate": "{code} 已恢复在库。",
    "lose": "{code} 已登记遗失。",
    "find": "{code} 已登记找回。",
    "destroy": "已申请销毁 {code}，须由另一人在“双人确认”中确认后生效。",
}
VERBS = "any('issue','lend','borrow','return','recall','collect','retire','reinstate','lose','find','destroy'):verb"


def ask_page(copy_id: int, verb: str, typed: Any = None, refusal: Refused | None = None) -> str:
    """The page of one step; a step without a page shows its refusal on that of the copy."""
    copy = queries.get_copy(db(), copy_id, actor())
    if verb in offers.PLAIN:
        return copy_page(copy_id, typed, refusal)
    return page(
        "paper/act.html",
        copy=copy,
        document=copy.document,
        offer=_offer(copy, verb),
        consequence=CONSEQUENCES[verb].format(days=settings().recall_days),
        holders=inputs.HOLDERS,
        people=persons.choices(db()),
        ways=WAYS,
        typed=typed or {"due": today() + timedelta(days=min(14, settings().loan_days)), "holder_kind": "department"},
        refusal=refusal,
        labels=inputs.LABELS,
        longest=settings().loan_days,
    )


def _offer(copy: Any, verb: str) -> Offer:
    """The step as it is offered to this person.

    Raises:
        Forbidden: not his, or not now.

    """
    offer = next((one for one in offers.of_copy(db(), copy, actor()) if one.verb == verb), None)
    if offer is None:
        raise Forbidden(message="{code} 现为“{state}”，您现在不能办理这一步。", code=copy.code, state=copy.state.label)
    return offer


@bp.get(f"/copies/<int:copy_id>/<{VERBS}>")
def ask(copy_id: int, verb: str) -> ResponseReturnValue:
    return ask_page(copy_id, verb)


@bp.post(f"/copies/<int:copy_id>/<{VERBS}>")
@reshow(ask_page)
def act(copy_id: int, verb: str) -> ResponseReturnValue:
    """One verb of the table of copies."""
    if verb in {"lend", "borrow"}:
        return _borrowed(copy_id, verb)
    reason, who, at = request.form.get("reason", ""), actor(), now()
    steps: dict[str, Callable[[], object]] = {
        "issue": lambda: actions.issue(db(), copy_id, inputs.place(db(), request.form), actor=who, now=at),
        "return": lambda: actions.give_back(db(), copy_id, actor=who, now=at),
        "recall": lambda: actions.recall(db(), copy_id, reason, actor=who, now=at),
        "collect": lambda: actions.collect(db(), copy_id, actor=who, now=at),
        "retire": lambda: actions.retire(db(), copy_id, reason, actor=who, now=at),
        "reinstate": lambda: actions.reinstate(db(), copy_id, actor=who, now=at),
        "lose": lambda: actions.lose(db(), copy_id, reason, actor=who, now=at),
        "find": lambda: actions.find(db(), copy_id, actor=who, now=at),
        "destroy": lambda: actions.request_destruction(
            db(), copy_id, request.form.get("way", ""), reason, actor=who, now=at
        ),
    }
    steps[verb]()
    copy = queries.get_copy(db(), copy_id, who)
    say(SAID[verb].format(code=copy.code, holder=copy.holder))
    return go("paper.show", copy_id=copy_id)


def _borrowed(copy_id: int, verb: str) -> ResponseReturnValue:
    """Asked for by who wants it, or lent over the counter by who keeps it."""
    if verb == "borrow":
        loan = actions.ask(db(), copy_id, inputs.wish(request.form), actor=actor(), now=now())
        say(f"已提交借阅申请 {loan.number}。{'须先由上级领导批准，' if loan.is_guarded else ''}请到文档管理员处取件。")
    else:
        queries.get_copy(db(), copy_id, actor())
        borrower = inputs.person(db(), request.form.get("borrower", "").strip(), "borrower")
        loan = actions.lend(db(), copy_id, borrower, inputs.wish(request.form), actor=actor(), now=now())
        say(f"已借给 {loan.borrower_name}，{loan.due_on} 应还，借阅编号 {loan.number}。")
    return go("paper.loan", loan_id=loan.id)


@bp.post("/copies/<int:copy_id>/change")
@reshow(copy_page)
def change(copy_id: int) -> ResponseReturnValue:
    actions.change(db(), copy_id, inputs.changes(request.form), actor=actor(), now=now())
    say("已保存。")
    return go("paper.show", copy_id=copy_id)
