"""The states of a change order and the one table of what leads from one to another (requirements 4.3). Pure.

`TABLE` carries the acts out, draws the buttons and the diagram of the manual, and says why a button is grey; `GUARDS` names
what each act must satisfy.
"""

from collections.abc import Mapping
from enum import StrEnum

from docsys.people.rules import Permission
from docsys.workflow import Transition, Workflow


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    CONSULTING = "consulting"
    REVIEWING = "reviewing"
    RETURNED = "returned"
    REJECTED = "rejected"
    APPROVED = "approved"
    READY = "ready"
    RUNNING = "running"
    RECHECKING = "rechecking"
    SUMMARISING = "summarising"
    VERIFYING = "verifying"
    CLOSING = "closing"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"
    REPORTED = "reported"
    ALLOWED = "allowed"
    URGENT = "urgent"
    COMPLETING = "completing"

    @property
    def label(self) -> str:
        return LABELS[self]

    @property
    def code(self) -> str:
        """How the requirements call it: S0 to S14, E1 to E4."""
        return CODES[self]


LABELS: Mapping[State, str] = {
    State.DRAFT: "草稿",
    State.SUBMITTED: "待受理",
    State.CONSULTING: "征求意见",
    State.REVIEWING: "评审中",
    State.RETURNED: "退回补正",
    State.REJECTED: "未通过",
    State.APPROVED: "已批准",
    State.READY: "待实施",
    State.RUNNING: "实施中",
    State.RECHECKING: "待复核",
    State.SUMMARISING: "待总结",
    State.VERIFYING: "更新核对",
    State.CLOSING: "待归档",
    State.ARCHIVED: "已归档",
    State.WITHDRAWN: "已撤销",
    State.REPORTED: "已口头上报",
    State.ALLOWED: "已口头批准",
    State.URGENT: "紧急实施中",
    State.COMPLETING: "待补单",
}
CODES: Mapping[State, str] = {
    state: f"S{place}" if place < 15 else f"E{place - 14}"  # noqa: PLR2004 - fifteen of the ordinary way, then four
    for place, state in enumerate(State)
}

ENDED = frozenset({State.REJECTED, State.ARCHIVED, State.WITHDRAWN})
BEFORE_REVIEW = (State.DRAFT, State.SUBMITTED, State.CONSULTING, State.REVIEWING, State.RETURNED)
# From the approval on until it is over, an order takes its place in the calendar and may stand in another's way.
PLANNED = frozenset({State.APPROVED, State.READY, State.RUNNING, State.ALLOWED, State.URGENT})
APPROVED = frozenset(
    {
        *PLANNED,
        State.RECHECKING,
        State.SUMMARISING,
        State.VERIFYING,
        State.CLOSING,
        State.ARCHIVED,
        State.COMPLETING,
    }
)

TABLE: Workflow[State] = Workflow(
    (
        Transition(
            verb="submit",
            label="提交",
            sources=(State.DRAFT, State.RETURNED),
            target=State.SUBMITTED,
            article="15.6.2（一）",
        ),
        Transition(verb="take_back", label="撤回修改", sources=(State.SUBMITTED,), target=State.DRAFT),
        Transition(
            verb="send_back",
            label="退回补正",
            sources=(State.SUBMITTED,),
            target=State.RETURNED,
            permission=Permission.CHANGE_HANDLE,
            article="15.6.2（一）",
        ),
        Transition(
            verb="consult",
            label="受理并征求意见",
            sources=(State.SUBMITTED,),
            target=State.CONSULTING,
            permission=Permission.CHANGE_HANDLE,
            article="15.6.2（三）",
        ),
        Transition(
            verb="pass_on",
            label="受理并转评审",
            sources=(State.SUBMITTED,),
            target=State.REVIEWING,
            permission=Permission.CHANGE_HANDLE,
            article="15.5.1（一）",
        ),
        Transition(
            verb="close_consultation",
            label="汇总意见并转评审",
            sources=(State.CONSULTING,),
            target=State.REVIEWING,
            permission=Permission.CHANGE_HANDLE,
            article="15.6.2（三）",
        ),
        Transition(
            verb="approve",
            label="评审通过",
            sources=(State.REVIEWING,),
            target=State.APPROVED,
            permission=Permission.CHANGE_REVIEW,
            article="15.6.3（二）",
        ),
        Transition(
            verb="reject",
            label="评审不通过",
            sources=(State.REVIEWING,),
            target=State.REJECTED,
            permission=Permission.CHANGE_REVIEW,
            article="15.6.3（二）",
        ),
        Transition(
            verb="return",
            label="评审退回",
            sources=(State.REVIEWING,),
            target=State.RETURNED,
            permission=Permission.CHANGE_REVIEW,
            article="15.6.3（二）",
        ),
        Transition(
            verb="release",
            label="转待实施",
            sources=(State.APPROVED,),
            target=State.READY,
            permission=Permission.CHANGE_HANDLE,
            article="15.6.3",
            produces="报备记录、变更通知",
        ),
        Transition(
            verb="begin", label="开始实施", sources=(State.READY,), target=State.RUNNING, article="15.6.4（一）"
        ),
        Transition(
            verb="finish",
            label="实施完成",
            sources=(State.RUNNING,),
            target=State.RECHECKING,
            article="15.6.4（二）",
            produces="变更操作记录",
        ),
        Transition(
            verb="fail",
            label="实施失败",
            sources=(State.RUNNING,),
            target=State.RECHECKING,
            article="15.6.4（二）",
            produces="变更操作记录",
        ),
        Transition(
            verb="confirm",
            label="确认复核结果",
            sources=(State.RECHECKING,),
            target=State.VERIFYING,
            permission=Permission.CHANGE_HANDLE,
            article="15.6.5（一）",
        ),
        Transition(
            verb="confirm_failure",
            label="确认未达成，转总结",
            sources=(State.RECHECKING,),
            target=State.SUMMARISING,
            permission=Permission.CHANGE_HANDLE,
            article="15.6.5（二）",
        ),
        Transition(
            verb="summarise",
            label="总结完成",
            sources=(State.SUMMARISING,),
            target=State.VERIFYING,
            article="15.6.5（二）",
            produces="变更总结",
        ),
        Transition(
            verb="verify",
            label="核对完成",
            sources=(State.VERIFYING,),
            target=State.CLOSING,
            permission=Permission.CHANGE_DOCUMENTS,
            article="4.4.5",
            produces="变更复核与更新核对单",
        ),
        Transition(
            verb="archive",
            label="归档",
            sources=(State.CLOSING,),
            target=State.ARCHIVED,
            permission=Permission.CHANGE_HANDLE,
            article="15.6.4（六）",
            produces="归档全卷",
        ),
        Transition(
            verb="cancel",
            label="撤销",
            sources=(*BEFORE_REVIEW, State.APPROVED, State.READY),
            target=State.WITHDRAWN,
            article="15.6",
        ),
        Transition(
            verb="reopen",
            label="修改方案，重新评审",
            sources=(State.APPROVED, State.READY),
            target=State.REVIEWING,
            permission=Permission.CHANGE_HANDLE,
            article="15.6.4（一）",
        ),
        Transition(
            verb="resubmit",
            label="提交修改后的方案",
            sources=(State.REVIEWING,),
            article="15.6.4（一）",
        ),
        Transition(
            verb="report", label="口头上报", sources=(State.DRAFT,), target=State.REPORTED, article="15.6.2（二）"
        ),
        Transition(
            verb="allow",
            label="口头批准",
            sources=(State.REPORTED,),
            target=State.ALLOWED,
            permission=Permission.CHANGE_ALLOW,
            article="15.3.3",
            produces="紧急变更口头审批记录",
        ),
        Transition(
            verb="refuse",
            label="不予批准",
            sources=(State.REPORTED,),
            target=State.REJECTED,
            permission=Permission.CHANGE_ALLOW,
            article="15.3.3",
        ),
        Transition(
            verb="demote",
            label="非紧急，转一般变更",
            sources=(State.REPORTED,),
            target=State.DRAFT,
            permission=Permission.CHANGE_ALLOW,
            article="15.3.3",
        ),
        Transition(
            verb="begin_urgent",
            label="开始紧急实施",
            sources=(State.ALLOWED,),
            target=State.URGENT,
            article="15.6.2（二）",
        ),
        Transition(
            verb="end_urgent",
            label="紧急实施结束",
            sources=(State.URGENT,),
            target=State.COMPLETING,
            article="15.6.2（二）",
            produces="变更操作记录",
        ),
        Transition(
            verb="complete",
            label="补填提交",
            sources=(State.COMPLETING,),
            target=State.RECHECKING,
            article="15.6.2（二）",
        ),
    ),
    line=(
        State.DRAFT,
        State.SUBMITTED,
        State.CONSULTING,
        State.REVIEWING,
        State.APPROVED,
        State.READY,
        State.RUNNING,
        State.RECHECKING,
        State.VERIFYING,
        State.CLOSING,
        State.ARCHIVED,
    ),
)

# What each act must satisfy, by the numbers of requirements 4.3.
GUARDS: Mapping[str, tuple[str, ...]] = {
    "submit": ("G15", "G2", "G3", "G4", "G5", "G6", "G1", "G12", "G13"),
    "resubmit": ("G15", "G2", "G3", "G4", "G5", "G6", "G1", "G12", "G13"),
    "close_consultation": ("G7",),
    "approve": ("G8", "G9", "G24", "G12"),
    "reject": ("G8", "G9"),
    "return": ("G8",),
    "release": ("G10", "G11"),
    "begin": ("G12", "G13"),
    "finish": ("G14", "G13"),
    "fail": ("G14", "G13"),
    "confirm": ("G18", "G17"),
    "confirm_failure": ("G18", "G17"),
    "summarise": ("G19",),
    "verify": ("G20", "G21"),
    "archive": ("G22",),
    "reopen": ("G23",),
    "allow": ("G15",),
    "begin_urgent": ("G13", "G15"),
    "end_urgent": ("G14", "G13"),
    "complete": ("G2", "G3", "G4", "G5", "G6", "G13", "G16"),
}
