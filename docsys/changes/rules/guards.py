"""What an application must satisfy before it is handed in: guards G1 to G6, G12, G13, G15 (requirements 4.3). Pure.

Each guard is a function from the plan and the facts to its findings. A sentence says what is wrong and what to do; who
shows it puts the article before it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from docsys.calendars.rules import (
    Calendar,
    Counting,
    LeadTooShort,
    WindowClosed,
    YearMissing,
    require_lead,
    require_window,
)
from docsys.changes.rules.persons import Person, are_one, two_persons
from docsys.changes.rules.plan import DocumentItem, Plan, Step
from docsys.clock import SHANGHAI
from docsys.errors import RuleBroken

LEAD, CONTENT, PLAN, ASSESSMENT = "15.6.2（三）", "15.6.2（一）", "15.6.2（四）", "4.4.4"
ITEMS, WINDOW, PERSONS, EMERGENCY = "17.4.2", "15.6.4（四）", "15.6.4（五）", "15.3.3"
NEW = "新增"


class Standing(StrEnum):
    """How a guard stands: kept, broken, or not yet known because what it judges is not filled in."""

    MET = "met"
    BROKEN = "broken"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return {Standing.MET: "符合", Standing.BROKEN: "不符合", Standing.UNKNOWN: "尚不能判断"}[self]


@dataclass(frozen=True)
class Facts:
    """What surrounds an application: the moment, both calendars, who exists.

    `completing` is an emergency being written up afterwards: no lead time and no window any more (A-51).
    """

    now: datetime
    working: Calendar
    trading: Calendar
    people: Mapping[str, Person]
    counting: Counting = Counting.USUAL
    completing: bool = False


@dataclass(frozen=True)
class Finding:
    """How one guard stands, in one sentence; `field` is where on the form it is mended."""

    guard: str
    article: str
    message: str
    standing: Standing
    field: str = ""

    @property
    def sentence(self) -> str:
        return f"不符合 {self.article}：{self.message}" if self.standing is Standing.BROKEN else self.message


Complaint = tuple[str, str]
"""Field and sentence."""


def broken(guard: str, article: str, complaints: Iterable[Complaint]) -> list[Finding]:
    """The complaints of one guard as findings."""
    return [Finding(guard, article, message, Standing.BROKEN, field) for field, message in complaints]


def g1(plan: Plan, facts: Facts) -> Iterator[Complaint]:
    """一级、一般: submitted three working days ahead."""
    if plan.is_first_level and not plan.is_emergency and plan.start and not facts.completing:
        submitted, start = (moment.astimezone(SHANGHAI).date() for moment in (facts.now, plan.start))
        try:
            require_lead(facts.working, submitted, start, facts.counting)
        except (LeadTooShort, YearMissing) as refused:
            yield "start", _plain(refused)


def g2(plan: Plan, _facts: Facts) -> Iterator[Complaint]:
    """The four contents of an application, and the starred fields of table 19.5."""
    wanted: tuple[tuple[str, str, object], ...] = (
        ("applicant", "变更申请人", plan.applicant),
        ("name", "变更名称", plan.name),
        ("type", "变更类型", plan.type),
        ("level", "变更级别", plan.level),
        ("reason", "变更原因概述（变更理由和变更需求）", plan.reason),
        ("time_limit", "变更时限", plan.time_limit),
        ("planner", "变更方案制定人", plan.planner),
        ("units", "变更实施单位", plan.units),
        ("start", "变更实施时间的开始", plan.start),
        ("end", "变更实施时间的结束", plan.end),
        ("impact_system", "相关系统影响", plan.impact_system),
        ("impact_business", "业务影响", plan.impact_business),
        ("content", "变更内容", plan.content),
    )
    for field, label, value in wanted:
        if not value:
            yield field, f"变更申请缺少“{label}”，请填写。"


def g3(plan: Plan, facts: Facts) -> Iterator[Complaint]:
    """The plan: its time, its steps in order, checks before and tests after."""
    yield from _times(plan)
    if not plan.steps:
        yield "steps", "变更方案至少要有一个操作步骤，请填写操作项、操作人、检查人和计划时间。"
    if not plan.prechecks:
        yield "prechecks", "变更方案至少要有一项前置条件检查，请填写。"
    if not plan.posttests:
        yield "posttests", "变更方案至少要有一项实施后测试及检查，请填写。"
    for step in plan.steps:
        yield from _step(plan, step, facts.people)
    for before, after in zip(plan.steps, plan.steps[1:], strict=False):
        if before.start and after.start and after.start < before.start:
            yield (
                f"steps.{after.place - 1}.start",
                (f"第 {after.place} 步的计划开始时间早于第 {before.place} 步，请按先后次序排列步骤。"),
            )


def _times(plan: Plan) -> Iterator[Complaint]:
    if not plan.start or not plan.end:
        yield "end" if plan.start else "start", "变更方案应写明实施日期及计划的开始和结束时间，请填写。"
    elif plan.start >= plan.end:
        yield "end", "变更实施的结束时间须晚于开始时间，请改正。"


def _step(plan: Plan, step: Step, people: Mapping[str, Person]) -> Iterator[Complaint]:
    missing = (
        ("item", "操作项"),
        ("operator", "操作人"),
        ("checker", "检查人"),
        ("start", "计划开始"),
        ("end", "计划结束"),
    )
    for field, label in missing:
        if not getattr(step, field):
            yield f"steps.{step.place - 1}.{field}", f"第 {step.place} 步缺少“{label}”，请填写。"
    if step.operator and step.checker and are_one(step.operator, step.checker, people):
        yield (
            f"steps.{step.place - 1}.checker",
            (f"第 {step.place} 步的操作人与检查人均为{step.operator}，不能为同一人，请另填检查人。"),
        )
    if not step.start or not step.end:
        return
    if step.start > step.end:
        yield f"steps.{step.place - 1}.end", f"第 {step.place} 步的计划结束时间早于计划开始时间，请改正。"
    elif plan.start and plan.end and not plan.start <= step.start <= step.end <= plan.end:
        yield f"steps.{step.place - 1}.start", f"第 {step.place} 步的计划时间不在变更实施时间之内，请改正。"


def g4(plan: Plan, _facts: Facts) -> Iterator[Complaint]:
    """一级 needs a way back, in an emergency too."""
    if plan.is_first_level:
        if not plan.rollback:
            yield "rollback", "一级变更应包含回退计划，请写明回退步骤及方法。"
        if not plan.rollback_trigger:
            yield "rollback_trigger", "一级变更的回退计划应写明触发条件，请填写。"
        if not plan.rollback_deadline:
            yield "rollback_deadline", "一级变更的回退计划应写明最迟决定时间，请填写。"


def g5(plan: Plan, _facts: Facts) -> Iterator[Complaint]:
    """The assessment of technical documents: each with what is done to it, or why there is none."""
    if not plan.documents and not plan.documents_none:
        yield "documents", "请评估对技术文档的影响：列出涉及的文档，或写明“经评估无影响”的理由。"
    if plan.documents and plan.documents_none:
        yield "documents_none", "已列出涉及的文档，又写明“经评估无影响”，请删去其一。"
    if not plan.documents and plan.documents_none and not plan.assessor:
        yield "assessor", "写明“经评估无影响”的，请填写评估人。"
    for item in plan.documents:
        yield from _document(item)


def _document(item: DocumentItem) -> Iterator[Complaint]:
    """A new document has no number or version yet, but a name; every other one has both."""
    named = (("title", "文档名称"),) if item.action == NEW else (("number", "文档编号"), ("version", "现版本"))
    for field, label in (*named, ("action", "处理"), ("responsible", "责任人"), ("due", "期限")):
        if not getattr(item, field):
            yield f"documents.{item.place - 1}.{field}", f"涉及的技术文档第 {item.place} 项缺少“{label}”，请填写。"


def g6(plan: Plan, _facts: Facts) -> Iterator[Complaint]:
    """The list of configuration items with before and after, or that none changes."""
    if not plan.config_items and not plan.config_none:
        yield "config_items", "请列出变动的配置项及其变动前后的内容，或写明没有变动。"
    if plan.config_items and plan.config_none:
        yield "config_none", "已列出变动的配置项，又写明没有变动，请删去其一。"
    for item in plan.config_items:
        for field, label in (("item", "配置项"), ("before", "变动前"), ("after", "变动后")):
            if not getattr(item, field):
                yield f"config_items.{item.place - 1}.{field}", f"配置项变动第 {item.place} 项缺少“{label}”，请填写。"


def g12(plan: Plan, facts: Facts) -> Iterator[Complaint]:
    """Not in trading hours; a written reason makes it an exception that the review must grant."""
    if plan.start and plan.end and plan.start < plan.end and not plan.is_emergency and not facts.completing:
        try:
            require_window(facts.trading, plan.start, plan.end)
        except WindowClosed as refused:
            if not plan.window_reason:
                yield "start", _plain(refused)
        except YearMissing as refused:
            yield "start", _plain(refused)


def g13(plan: Plan, facts: Facts) -> Iterator[Complaint]:
    """At least one who executes and one who verifies, and nobody is both."""
    yield from two_persons(plan.executors, plan.verifiers, facts.people)


def g15(plan: Plan, facts: Facts) -> Iterator[Complaint]:
    """An emergency is decided by 证信办, not chosen by the applicant."""
    if plan.is_emergency and not facts.completing:
        yield "type", "紧急变更须由证信办决定。请改用“口头上报”，批准后先行实施、再补填本单；否则请改为一般变更。"


Guard = Callable[[Plan, Facts], Iterator[Complaint]]
SUBMISSION: Mapping[str, tuple[str, Guard, str]] = {
    "G15": (EMERGENCY, g15, "变更类型"),
    "G2": (CONTENT, g2, "申请内容齐全"),
    "G3": (PLAN, g3, "方案完整"),
    "G4": (PLAN, g4, "回退计划"),
    "G5": (ASSESSMENT, g5, "技术文档影响评估"),
    "G6": (ITEMS, g6, "配置项变动"),
    "G1": (LEAD, g1, "提前 3 个工作日"),
    "G12": (WINDOW, g12, "非交易时间"),
    "G13": (PERSONS, g13, "执行人与验证人"),
}
"""Article, guard, and what it is about in a word or two; in the order in which they are told."""


def submission(plan: Plan, facts: Facts) -> list[Finding]:
    """How each guard of the submission stands; a broken one has as many findings as sentences."""
    found: list[Finding] = []
    for name, (article, guard, about) in SUBMISSION.items():
        complaints = list(guard(plan, facts))
        if complaints:
            found += broken(name, article, complaints)
        else:
            found.append(Finding(name, article, about, _standing(name, plan)))
    return found


def _standing(name: str, plan: Plan) -> Standing:
    """Nothing speaks against it; but where the plan does not say what the guard judges, nothing speaks for it either."""
    wanted = {"G1": (plan.level, plan.start), "G4": (plan.level,), "G12": (plan.start, plan.end), "G15": (plan.type,)}
    return Standing.MET if all(wanted.get(name, ())) or name not in wanted else Standing.UNKNOWN


def _plain(refused: RuleBroken) -> str:
    """The sentence of a refusal without the article before it: the finding names its own."""
    return refused.sentence.partition("：")[2] if refused.sentence.startswith("不符合") else refused.sentence
