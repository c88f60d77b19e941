"""From tables to the frozen form: each function reads one kind of table and leaves no key unasked."""

import re
from collections.abc import Callable
from typing import Any

from docsys.forms import steps
from docsys.forms.fields import TYPES, FieldType
from docsys.forms.reading import Table, identifier
from docsys.forms.rules import CHECKS
from docsys.forms.shape import (
    DRAFT,
    Cell,
    Field,
    Form,
    Kind,
    Numbering,
    Print,
    Row,
    Rule,
    Section,
    Sheet,
)

PREFILLS = ("actor", "unit", "department", "post", "last", "today", "now", "submitted")
PAPERS = ("A4", "A4 landscape")
SHOWN_AS = ("text", "lines", "period")
WHOLE = 100
CODE = re.compile(r"[A-Z]{2}")
FOLDER = re.compile(r"[A-Z]{2}(\d{2}){0,3}")
RETENTION = re.compile(r"permanent|[1-9]\d?y")


def build(table: Table, definition: dict[str, Any]) -> Form:
    """The form that `table` describes; problems go to `table.problems`, and the caller settles them."""
    title = table.needed("title")
    form = Form(
        code=table.matching("code", CODE, "须为两个大写字母，见编号规则"),
        revision=table.counting("revision", "须为 1 以上的整数，每次修订加 1"),
        title=title,
        short=table.text("short", title),
        article=table.needed("article"),
        kind=Kind(table.one_of("kind", [kind.value for kind in Kind]) or "sheet"),
        folder=table.matching("folder", FOLDER, "须为文档库中文件夹的代码，例如 SP02"),
        retention=table.matching("retention", RETENTION, "须写作 3y、10y 或 permanent"),
        numbering=Numbering(table.one_of("numbering", [one.value for one in Numbering]) or "unit"),
        summary=table.needed("summary"),
        sheets=tuple(_sheet(one) for one in table.tables("sheet")),
        sections=tuple(_section(one) for one in table.tables("section")),
        fill=steps.roles(table, "fill") or ("staff",),
        readers=steps.roles(table, "readers"),
        steps=tuple(steps.step(one) for one in table.tables("step")),
        reminders=tuple(steps.reminder(one) for one in table.tables("reminder")),
        rules=tuple(_rule(one) for one in table.tables("rule")),
        grid=tuple(_row(one) for one in table.tables("grid")),
        print=_print(table.table("print")),
        led_by=table.text("led_by"),
        register=steps.register(table.table("register")),
        sample=table.open("sample"),
        definition=definition,
    )
    table.close()
    return form


def _sheet(table: Table) -> Sheet:
    sheet = Sheet(
        id=table.needed("id"),
        title=table.needed("title"),
        grid=table.boolean("grid"),
        article=table.text("article"),
        when=steps.condition(table),
    )
    table.close()
    return sheet


def _section(table: Table) -> Section:
    columns = table.integer("columns", 2)
    if columns not in {1, 2, 3, 4}:
        table.refuse("columns", "须为 1 至 4")
    section = Section(
        heading=table.needed("heading"),
        sheet=table.text("sheet"),
        note=table.text("note"),
        columns=columns,
        stage=table.text("stage", DRAFT),
        filled_by=table.text("filled_by"),
        signed_by=table.texts("signed_by"),
        when=steps.condition(table),
        fields=tuple(_field(one) for one in table.tables("fields")),
    )
    table.close()
    if table.data.get("fields", []) == []:
        table.refuse("fields", "至少要有一个字段")
    return section


def _field(table: Table) -> Field:
    name = table.one_of("type", TYPES)
    if name not in TYPES:
        return Field(type="note")
    kind = TYPES[name]
    field = Field(
        type=name,
        id="" if kind.is_layout else identifier(table),
        label=table.text("label") if kind.is_layout else table.needed("label"),
        **({} if kind.is_layout else _filling(table, kind)),
    )
    table.close(f"“{name}”类型")
    return field


def _filling(table: Table, kind: FieldType) -> dict[str, Any]:
    """What only a field that takes a value may say."""
    return {
        "required": table.boolean("required"),
        "help": table.text("help"),
        "article": table.text("article"),
        "message": table.text("message"),
        "default": table.plain("default"),
        "prefill": table.one_of("prefill", PREFILLS, "-") if table.has("prefill") else "",
        "width": table.integer("width", 1),
        "share": table.integer("share"),
        "fields": _columns(table) if kind.name == "rows" else (),
        "options": {
            key: value for key, want in kind.options.items() if (value := _option(table, key, want)) is not None
        },
    }


def _columns(table: Table) -> tuple[Field, ...]:
    columns = tuple(_field(one) for one in table.tables("fields"))
    if table.data.get("fields", []) == []:
        table.refuse("fields", "重复行至少要有一个字段")
    for place, column in enumerate(columns, 1):
        if column.type == "rows" or column.is_layout:
            table.refuse(f"fields[{place}].type", "重复行内不能再用这种类型")
    return columns


def _option(table: Table, key: str, want: str) -> Any:
    if want == "entries":
        return table.entries(key)
    if not table.has(key):
        return None
    readers: dict[str, Callable[[str], Any]] = {
        "day": table.day,
        "integer": table.integer,
        "number": table.number,
        "boolean": table.boolean,
        "text": table.text,
    }
    return readers[want](key)


def _rule(table: Table) -> Rule:
    rule = Rule(
        check=table.one_of("check", CHECKS),
        field=table.text("field"),
        other=table.text("other"),
        fields=table.texts("fields"),
        rows=table.text("rows"),
        when=steps.condition(table),
        strict=table.boolean("strict"),
        message=table.needed("message"),
        article=table.text("article"),
    )
    table.close()
    for key in CHECKS[rule.check].needs if rule.check in CHECKS else ():
        if not getattr(rule, key):
            table.refuse(key, f"“{rule.check}”须写明 {key}")
    return rule


def _row(table: Table) -> Row:
    row = Row(cells=tuple(_cell(one) for one in table.tables("cells")), height=table.number("height"))
    table.close()
    return row


def _cell(table: Table) -> Cell:
    fields = (table.text("field"),) if table.has("field") else table.texts("fields")
    cell = Cell(
        band=table.text("band"),
        note=table.text("note"),
        label=table.text("label"),
        fields=fields,
        span=table.integer("span", 1),
        shown_as=table.one_of("as", SHOWN_AS, "text"),
        sign=table.text("sign"),
        lines=table.integer("lines"),
    )
    table.texts("fields")
    table.close()
    if sum(map(bool, (cell.band, cell.label, cell.fields))) != 1:
        table.refuse("", "须恰好写 band、label、field 或 fields 其中之一")
    return cell


def _print(table: Table | None) -> Print:
    if table is None:
        return Print()
    layout = Print(
        paper=table.one_of("paper", PAPERS, "A4"),
        number_label=table.text("number_label", "编号"),
        caption=table.text("caption"),
        rows=table.integer("rows", 20),
        columns=table.integers("columns", (20, 30, 20, 30)),
        sign=table.texts("sign"),
        blanks=table.texts("blanks"),
        label=table.texts("label"),
    )
    table.close()
    if sum(layout.columns) != WHOLE:
        table.refuse("columns", "各栏宽度（百分比）之和须为 100")
    return layout
