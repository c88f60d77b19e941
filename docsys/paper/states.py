"""The lives of paper copies, loans and volumes as tables (requirements 4.7): they draw the buttons and refuse the rest. Pure."""

from collections.abc import Mapping
from enum import StrEnum

from docsys.people.rules import Permission
from docsys.workflow import Transition, Workflow


class CopyState(StrEnum):
    IN_STORE = "in_store"
    IN_USE = "in_use"
    LENT = "lent"
    TO_RECALL = "to_recall"
    RECALLED = "recalled"
    DESTROYED = "destroyed"
    LOST = "lost"

    @property
    def label(self) -> str:
        return COPY_LABELS[self]


COPY_LABELS: Mapping[CopyState, str] = {
    CopyState.IN_STORE: "在库",
    CopyState.IN_USE: "在用",
    CopyState.LENT: "借出",
    CopyState.TO_RECALL: "待回收",
    CopyState.RECALLED: "已回收",
    CopyState.DESTROYED: "已销毁",
    CopyState.LOST: "遗失",
}
OUT = frozenset({CopyState.IN_USE, CopyState.LENT})
VALID = OUT | {CopyState.IN_STORE}
ENDED = frozenset({CopyState.DESTROYED, CopyState.LOST})

COPY: Workflow[CopyState] = Workflow(
    (
        Transition(
            verb="issue",
            label="发放",
            sources=(CopyState.IN_STORE,),
            target=CopyState.IN_USE,
            permission=Permission.PAPER_KEEP,
            article="4.5.1",
        ),
        Transition(
            verb="lend",
            label="借出",
            sources=(CopyState.IN_STORE,),
            target=CopyState.LENT,
            permission=Permission.PAPER_LEND,
            article="4.5.1",
        ),
        Transition(
            verb="return",
            label="归还入库",
            sources=(CopyState.IN_USE, CopyState.LENT),
            target=CopyState.IN_STORE,
            permission=Permission.PAPER_LEND,
        ),
        Transition(
            verb="recall",
            label="要求回收",
            sources=(CopyState.IN_USE, CopyState.LENT),
            target=CopyState.TO_RECALL,
            permission=Permission.PAPER_KEEP,
            article="4.4.1",
        ),
        Transition(
            verb="collect",
            label="登记收回",
            sources=(CopyState.TO_RECALL,),
            target=CopyState.RECALLED,
            permission=Permission.PAPER_KEEP,
            article="4.5.2",
        ),
        Transition(
            verb="retire",
            label="停用",
            sources=(CopyState.IN_STORE,),
            target=CopyState.RECALLED,
            permission=Permission.PAPER_KEEP,
        ),
        Transition(
            verb="reinstate",
            label="恢复在库",
            sources=(CopyState.RECALLED,),
            target=CopyState.IN_STORE,
            permission=Permission.PAPER_KEEP,
        ),
        Transition(
            verb="lose",
            label="登记遗失",
            sources=(CopyState.IN_STORE, CopyState.IN_USE, CopyState.LENT, CopyState.TO_RECALL),
            target=CopyState.LOST,
            permission=Permission.PAPER_KEEP,
        ),
        Transition(
            verb="find",
            label="登记找回",
            sources=(CopyState.LOST,),
            target=CopyState.RECALLED,
            permission=Permission.PAPER_KEEP,
        ),
        Transition(
            verb="destroy",
            label="销毁",
            sources=(CopyState.RECALLED,),
            target=CopyState.DESTROYED,
            permission=Permission.PAPER_DESTROY,
            article="2.3.3",
            produces="作废纸质文件回收销毁登记",
        ),
    ),
    line=(CopyState.IN_STORE, CopyState.IN_USE, CopyState.TO_RECALL, CopyState.RECALLED, CopyState.DESTROYED),
)


class LoanState(StrEnum):
    REQUESTED = "requested"
    APPROVED = "approved"
    OUT = "out"
    RETURNED = "returned"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    LOST = "lost"

    @property
    def label(self) -> str:
        return LOAN_LABELS[self]


LOAN_LABELS: Mapping[LoanState, str] = {
    LoanState.REQUESTED: "已申请",
    LoanState.APPROVED: "已批准",
    LoanState.OUT: "借出",
    LoanState.RETURNED: "已归还",
    LoanState.REFUSED: "不同意",
    LoanState.CANCELLED: "已取消",
    LoanState.LOST: "遗失",
}
WAITING = frozenset({LoanState.REQUESTED, LoanState.APPROVED})

LOAN: Workflow[LoanState] = Workflow(
    (
        Transition(
            verb="approve",
            label="批准借阅",
            sources=(LoanState.REQUESTED,),
            target=LoanState.APPROVED,
            permission=Permission.PAPER_APPROVE,
            article="4.5.1",
        ),
        Transition(
            verb="refuse",
            label="不同意",
            sources=(LoanState.REQUESTED, LoanState.APPROVED),
            target=LoanState.REFUSED,
            permission=Permission.PAPER_LEND,
        ),
        Transition(
            verb="cancel",
            label="取消申请",
            sources=(LoanState.REQUESTED, LoanState.APPROVED),
            target=LoanState.CANCELLED,
        ),
        Transition(
            verb="hand_out",
            label="交付借阅人",
            sources=(LoanState.REQUESTED, LoanState.APPROVED),
            target=LoanState.OUT,
            permission=Permission.PAPER_LEND,
        ),
        Transition(
            verb="extend",
            label="续借",
            sources=(LoanState.OUT,),
            permission=Permission.PAPER_LEND,
        ),
        Transition(
            verb="take_back",
            label="登记归还",
            sources=(LoanState.OUT,),
            target=LoanState.RETURNED,
            permission=Permission.PAPER_LEND,
        ),
        Transition(
            verb="lose",
            label="登记遗失",
            sources=(LoanState.OUT,),
            target=LoanState.LOST,
            permission=Permission.PAPER_LEND,
        ),
    ),
    line=(LoanState.REQUESTED, LoanState.APPROVED, LoanState.OUT, LoanState.RETURNED),
)


class VolumeState(StrEnum):
    COMPILING = "compiling"
    BOUND = "bound"
    SUPPLEMENTED = "supplemented"
    DISCARDED = "discarded"

    @property
    def label(self) -> str:
        return VOLUME_LABELS[self]


VOLUME_LABELS: Mapping[VolumeState, str] = {
    VolumeState.COMPILING: "在编",
    VolumeState.BOUND: "已装订",
    VolumeState.SUPPLEMENTED: "已补卷",
    VolumeState.DISCARDED: "已撤销",
}
BOUND = frozenset({VolumeState.BOUND, VolumeState.SUPPLEMENTED})

VOLUME: Workflow[VolumeState] = Workflow(
    (
        Transition(
            verb="arrange",
            label="调整卷内文件",
            sources=(VolumeState.COMPILING,),
            permission=Permission.PAPER_BIND,
            article="4.3.7",
        ),
        Transition(
            verb="bind",
            label="装订",
            sources=(VolumeState.COMPILING,),
            target=VolumeState.BOUND,
            permission=Permission.PAPER_BIND,
            article="4.3.7",
            produces="封面、卷内目录、脊背、备考表、装订本",
        ),
        Transition(
            verb="discard",
            label="撤销组卷",
            sources=(VolumeState.COMPILING,),
            target=VolumeState.DISCARDED,
            permission=Permission.PAPER_BIND,
        ),
        Transition(
            verb="supplement",
            label="补卷",
            sources=(VolumeState.BOUND, VolumeState.SUPPLEMENTED),
            target=VolumeState.SUPPLEMENTED,
            permission=Permission.PAPER_BIND,
            article="4.3.7",
        ),
    ),
    line=(VolumeState.COMPILING, VolumeState.BOUND),
)
