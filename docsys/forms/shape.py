"""What a form is, once it has been read: frozen, complete, free of raw dictionaries.

A value of a record is plain JSON throughout: days and moments are ISO text as the wall clock of Shanghai shows them,
decimals are text, a row group is a list of mappings. Such values compare, store and attach without conversion.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Value = Any
"""Plain JSON: str, int, bool, list, dict or None."""


class Kind(StrEnum):
    """A led sheet is written by the workflow of another room, never by hand."""

    SHEET = "sheet"
    REGISTER = "register"
    LED = "led"

    @property
    def label(self) -> str:
        return {Kind.SHEET: "单页", Kind.REGISTER: "登记表", Kind.LED: "流程单"}[self]


DRAFT = "draft"
"""The stage of those sections that the writer fills; every other stage bears the name of its step."""


class Numbering(StrEnum):
    NETWORK = "network"
    UNIT = "unit"


@dataclass(frozen=True, kw_only=True)
class Condition:
    """`field` is filled, empty, yes, no, or one of `among`."""

    field: str
    state: str = ""
    among: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Field:
    """One line of a form. `options` holds what only this type knows (min, max, choices, …)."""

    type: str
    id: str = ""
    label: str = ""
    required: bool = False
    help: str = ""
    article: str = ""
    message: str = ""
    default: Value = None
    prefill: str = ""
    width: int = 1
    share: int = 0
    fields: tuple["Field", ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_layout(self) -> bool:
        return not self.id


@dataclass(frozen=True, kw_only=True)
class Section:
    heading: str
    sheet: str = ""
    note: str = ""
    columns: int = 2
    stage: str = DRAFT
    filled_by: str = ""
    signed_by: tuple[str, ...] = ()
    when: Condition | None = None
    fields: tuple[Field, ...] = ()

    @property
    def inputs(self) -> Iterator[Field]:
        return (field for field in self.fields if not field.is_layout)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One hand through which a record goes after it was filled: checked, approved, confirmed, completed (2.3.3).

    It is taken by whoever holds one of `roles` in the record's unit, by the persons named in the field `named`, by the
    writer (`author`), or by docsys itself when something happens (`system`). Unless `same` is set, that is none of those who wrote the record or took an earlier step.
    """

    id: str
    label: str
    act: str
    roles: tuple[str, ...] = ()
    named: str = ""
    author: bool = False
    system: str = ""
    """Nobody's hand takes it: it is taken when this happens, in words (制度发布时)."""
    same: bool = False
    optional: bool = False
    returns: bool = True
    when: Condition | None = None
    article: str = ""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One check across fields. With `rows` it holds in each row of that group, and the names are those of its columns."""

    check: str
    field: str = ""
    other: str = ""
    fields: tuple[str, ...] = ()
    rows: str = ""
    when: Condition | None = None
    strict: bool = False
    message: str = ""
    article: str = ""

    @property
    def named(self) -> tuple[str, ...]:
        """Every field the rule speaks of."""
        condition = (self.when.field,) if self.when else ()
        return tuple(name for name in (self.field, self.other, *self.fields, *condition) if name)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One cell of a grid: a band across the table, a label, or the place of values."""

    band: str = ""
    note: str = ""
    label: str = ""
    fields: tuple[str, ...] = ()
    span: int = 1
    shown_as: str = "text"
    sign: str = ""
    lines: int = 0


@dataclass(frozen=True, kw_only=True)
class Row:
    cells: tuple[Cell, ...]
    height: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One printed part of a form: drawn by the grid where `grid` is set, else from its sections. The blank form has them all;
    a filled one leaves out those whose `when` does not hold.
    """

    id: str
    title: str
    grid: bool = False
    article: str = ""
    when: Condition | None = None


@dataclass(frozen=True, kw_only=True)
class Print:
    paper: str = "A4"
    number_label: str = "编号"
    caption: str = ""
    rows: int = 20
    columns: tuple[int, ...] = (20, 30, 20, 30)
    sign: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()
    """Columns of a register that are filled by hand on paper: signatures."""
    label: tuple[str, ...] = ()
    """The fields on the sticker of an object (5.2.2): its name large, the others below."""


@dataclass(frozen=True, kw_only=True)
class Register:
    """What makes rows a register: the moment that dates a row, and the one that closes it.

    A register for life (`life`) lists objects, not events: its rows are amended with their history, and end when `ended`
    holds. `carry` names what a new row takes over from the last one, `totals` what is summed up at the foot of the list.
    """

    opened: str
    closed: str = ""
    open_label: str = "未结"
    closed_label: str = "已登记"
    period: str = "month"
    life: bool = False
    ended: Condition | None = None
    carry: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """A day written in a record on which something is due, told `before` days ahead, as long as `when` holds."""

    field: str
    label: str
    before: int = 0
    per: str = ""
    """The field that names the object: of several rows about one object only the newest reminds."""
    when: Condition | None = None
    article: str = ""


@dataclass(frozen=True, kw_only=True)
class Form:
    code: str
    revision: int
    title: str
    short: str
    article: str
    kind: Kind
    folder: str
    retention: str
    numbering: Numbering
    summary: str
    sections: tuple[Section, ...]
    fill: tuple[str, ...] = ("staff",)
    """The roles that fill it."""
    readers: tuple[str, ...] = ()
    """The roles that read it besides those that fill it or take its steps."""
    steps: tuple[Step, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    rules: tuple[Rule, ...] = ()
    grid: tuple[Row, ...] = ()
    print: Print = Print()
    register: Register | None = None
    led_by: str = ""
    """Where a led sheet comes about, in the words of a refusal: 文档的提交、审核和发布."""
    sample: Mapping[str, Value] = field(default_factory=dict, compare=False)
    definition: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """The definition as plain JSON, without its sample: what a record keeps of it."""

    @property
    def fields(self) -> Iterator[Field]:
        """Every field that takes a value, in printed order."""
        return (field for section in self.sections for field in section.inputs)

    @property
    def by_id(self) -> dict[str, Field]:
        return {field.id: field for field in self.fields}

    @property
    def stages(self) -> tuple[str, ...]:
        """The writer's stage, then the steps, in their order in time."""
        return (DRAFT, *(step.id for step in self.steps))

    def step(self, step_id: str) -> Step:
        """The step of that id.

        Raises:
            KeyError: there is none.

        """
        return {step.id: step for step in self.steps}[step_id]

    def opinion_of(self, stage: str) -> Field | None:
        """Where that step writes its opinion: its first long text; None where the form leaves no room for one."""
        inputs = (field for section in self.sections if section.stage == stage for field in section.inputs)
        return next((field for field in inputs if field.type == "paragraph"), None)

    def stage_of(self, field_id: str) -> str:
        """The stage that fills `field_id`."""
        return next(section.stage for section in self.sections if any(one.id == field_id for one in section.inputs))

    @property
    def retention_years(self) -> int | None:
        """Years to keep; None is for ever."""
        return None if self.retention == "permanent" else int(self.retention.removesuffix("y"))
