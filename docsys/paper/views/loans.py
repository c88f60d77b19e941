"""Loans: the register of F-13, the page of one, its slip to be signed."""

from collections.abc import Callable
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from docsys.errors import InvalidInput, Refused
from docsys.paper import actions, inputs, listings, offers, prints, queries
from docsys.paper.models import Loan, PaperCopy
from docsys.paper.states import LOAN, LoanState
from docsys.paper.views.room import asked, bp, rows_of, tabs, taken_along
from docsys.printing import render
from docsys.printing.limits import Limits
from docsys.web.downloads import send
from docsys.web.filters import moment
from docsys.web.lists import listing
from docsys.web.pages import go, page, reshow, say
from docsys.web.session import actor, db, now, roll_back, settings, today

LATE = ("late", "逾期未还")
SAID = {
    "approve": "已批准，可由文档管理员交付。",
    "refuse": "已答复不同意。",
    "cancel": "已取消申请。",
    "hand_out": "已交付 {name}，{due} 应还。",
    "extend": "已续借至 {due}。",
    "take_back": "已登记归还。",
    "lose": "已登记遗失。",
}


@bp.get("/loans")
def loan_list() -> ResponseReturnValue:
    wanted = asked(queries.LOAN_ASKED)
    query = queries.loans(actor(), wanted, today())
    if kind := request.args.get("format"):
        rows = rows_of(query, (Loan.id,), listings.loan_row)
        return taken_along(kind, "文档借阅登记", listings.LOANS, rows, _stated(wanted), "经办人", "审核")
    return page(
        "paper/loans.html",
        tabs=tabs("loan_list"),
        cut=listing(db(), query, queries.LOAN_COLUMNS, "-id"),
        asked=wanted,
        states=[LATE, *((one.value, one.label) for one in LoanState)],
    )


def _stated(wanted: dict[str, str]) -> dict[str, str]:
    labels = dict([LATE, *((one.value, one.label) for one in LoanState)])
    words = {"q": "查找", "state": "状态", "mine": "本人借阅"}
    return {words[name]: "是" if name == "mine" else labels.get(value, value) for name, value in wanted.items()}


@bp.get("/loans/<int:loan_id>")
def loan(loan_id: int) -> ResponseReturnValue:
    return loan_page(loan_id)


def loan_page(loan_id: int, typed: Any = None, refusal: Refused | None = None, **_address: object) -> str:
    found = queries.get_loan(db(), loan_id, actor())
    return page(
        "paper/loan.html",
        loan=found,
        copy=found.copy,
        document=found.copy.document,
        steps=_steps(found),
        offers=offers.of_loan(found, actor()),
        sees_copy=_sees(found),
        typed=typed or {},
        refusal=refusal,
        labels=inputs.LABELS,
        longest=settings().loan_days,
    )


def _sees(found: Loan) -> bool:
    """Who approves a loan need not know of the document otherwise."""
    query = queries.copies(actor(), {"state": "all"}).where(PaperCopy.id == found.copy_id)
    return db().scalar(query) is not None


def _steps(found: Loan) -> list[dict[str, str]]:
    """The line of steps with who did what and when."""
    done = {
        LoanState.REQUESTED: (found.borrower_name, moment(found.asked_at, "")),
        LoanState.APPROVED: (found.approved_by, moment(found.approved_at, "")),
        LoanState.OUT: (found.lent_by, moment(found.lent_at, "")),
        LoanState.RETURNED: (found.received_by, moment(found.returned_at, "")),
    }
    points = [point for point in LOAN.line if point is not LoanState.APPROVED or found.is_guarded]
    ended = found.state not in points
    reached = _reached(found, points)
    steps = []
    for place, point in enumerate(points):
        who, when = done[point] if place <= reached else ("", "")
        state = (
            "done" if place < reached or found.state is LoanState.RETURNED else "now" if place == reached else "next"
        )
        steps.append({"label": point.label, "state": state, "who": who, "when": when})
    if ended:
        steps.append({"label": found.state.label, "state": "refused", "who": "", "when": ""})
    return steps


def _reached(found: Loan, points: list[LoanState]) -> int:
    if found.state in points:
        return points.index(found.state)
    return points.index(LoanState.OUT) if found.lent_at else 0


@bp.post("/loans/<int:loan_id>/<any('approve','refuse','cancel','hand_out','extend','take_back','lose'):verb>")
@reshow(loan_page)
def step(loan_id: int, verb: str) -> ResponseReturnValue:
    """One verb of the table of loans."""
    text, who, at = request.form.get("reason", ""), actor(), now()
    steps: dict[str, Callable[[], Loan]] = {
        "approve": lambda: actions.approve(db(), loan_id, text, actor=who, now=at),
        "refuse": lambda: actions.refuse(db(), loan_id, text, actor=who, now=at),
        "cancel": lambda: actions.cancel(db(), loan_id, actor=who, now=at),
        "hand_out": lambda: actions.hand_out(db(), loan_id, actor=who, now=at),
        "extend": lambda: _extended(loan_id),
        "take_back": lambda: actions.take_back(db(), loan_id, actor=who, now=at),
        "lose": lambda: actions.lose_lent(db(), loan_id, text, actor=who, now=at),
    }
    found = steps[verb]()
    say(SAID[verb].format(name=found.borrower_name, due=found.due_on))
    return go("paper.loan", loan_id=loan_id)


def _extended(loan_id: int) -> Loan:
    queries.get_loan(db(), loan_id, actor())
    due = inputs.day(request.form, "due")
    if due is None:
        raise InvalidInput(fields={"due": ["请填写新的应还日期。"]}, labels=inputs.LABELS)
    return actions.extend(db(), loan_id, due, actor=actor(), now=now())


@bp.get("/loans/<int:loan_id>/slip.pdf")
def slip(loan_id: int) -> ResponseReturnValue:
    """F-13 for one loan."""
    found = queries.get_loan(db(), loan_id, actor())
    folder, number = settings().templates, found.number
    html = prints.loan_slip(found, unit=settings().organisation, now=now(), folder=folder)
    roll_back()
    data = render(html, folder=folder, title=f"{number} 纸质文件借阅登记单", limits=Limits.of(settings()))
    return send(data, f"{number}.pdf", inline=True)
