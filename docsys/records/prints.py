"""A record or a register as a print: plain data in, HTML out. What is archived is rendered from the same plain data."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from docsys import printing
from docsys.clock import local
from docsys.forms import definitions
from docsys.forms.fields import shown
from docsys.forms.layout import Filling, Signature, blank, sheets
from docsys.forms.listing import RegisterRow, register
from docsys.forms.shape import Form, Kind, Numbering
from docsys.forms.validation import read
from docsys.people.models import Unit
from docsys.printing import word
from docsys.records import queries
from docsys.records.models import Record, RecordStep
from docsys.records.rules import State
from docsys.settings import Settings

STICKERS = 21
BLANK_SCOPE = {"month": "单位：　　　　　　　　　　年　　月", "year": "单位：　　　　　　　　　　年"}
MARKED = {
    State.DRAFT: "草稿",
    State.RETURNED: "草稿",
    State.PENDING: "草稿",
    State.CANCELLED: "作废",
    State.DESTROYED: "已销毁",
}


@dataclass(frozen=True)
class Frame:
    """What stands around a print: head, foot, watermark."""

    organisation: str
    printed_by: str
    now: datetime
    secrecy: str = "内部"


@dataclass(frozen=True)
class Printable:
    """All that a print of a record or of a list needs, loaded before any rendering begins."""

    template: str
    number: str
    title: str
    context: dict[str, Any]
    data: dict[str, Any] = field(default_factory=dict)

    def attachment(self) -> bytes:
        """The record as JSON, as it is attached to its archived PDF."""
        return json.dumps(self.data, ensure_ascii=False, indent=2, sort_keys=True).encode()


def blank_form(form: Form, frame: Frame) -> Printable:
    """The form as it comes from the drawer."""
    if form.kind is Kind.REGISTER:
        return _register(
            form, [], {}, frame, number="", scope=BLANK_SCOPE[form.register.period if form.register else "month"]
        )
    return _sheet(form, blank(form), frame, number="", mark="")


def sample(form: Form, frame: Frame) -> Printable:
    """The form filled with the sample of its definition, to look at while it is being written."""
    number = f"{form.code}-{'' if form.numbering is Numbering.NETWORK else 'YGZX-'}{local(frame.now):%Y}-0000"
    values, _ = read(form, form.sample)
    if form.kind is Kind.REGISTER:
        return _register(form, [RegisterRow(number, values)], {}, frame, number=number, scope="示例")
    printable = _sheet(form, Filling(values), frame, number=number, mark="示例")
    printable.data.update({"number": number, "values": values})
    return printable


def filled(record: Record, frame: Frame) -> Printable:
    """A sheet as it stands, by the definition it was made with."""
    form = queries.form_of(record)
    filling = Filling(record.data, record.people, signatures(record.steps))
    printable = _sheet(form, filling, frame, number=record.number, mark=MARKED.get(record.state, ""))
    printable.context["corrects"] = record.corrects
    printable.data.update(as_data(record, form))
    return printable


def period(form: Form, rows: Sequence[Record], unit: Unit, period: str, frame: Frame) -> Printable:
    """The list of a register for one unit and month or year; of objects for life as they stand."""
    names = {text: name for row in rows for text, name in row.people.items()}
    short = {text: name.partition("（")[0] for text, name in names.items()}
    drawn = [RegisterRow(row.number, row.data, _names(row)) for row in rows]
    scope = f"单位：{unit.name}　　{_in_words(form, period, frame)}　　共 {len(rows)} 条"
    number = f"{form.code}-{unit.code}-{period}"
    printable = _register(form, drawn, short, frame, number=number, scope=scope)
    printable.data.update(
        {
            "form": form.code,
            "unit": unit.code,
            "period": period,
            "rows": [as_data(row, form) for row in rows],
            "definition": definitions.snapshot(form),
        }
    )
    return printable


def stickers(form: Form, rows: Sequence[Record], frame: Frame, skip: int = 0) -> Printable:
    """Labels of 70 by 38 mm, three in a row and seven rows a sheet; `skip` places of the first sheet are used up (5.2.2)."""
    names = {text: name.partition("（")[0] for row in rows for text, name in row.people.items()}
    fields = [form.by_id[name] for name in form.print.label]
    drawn = [
        {
            "number": row.number,
            "title": shown(fields[0], row.data.get(fields[0].id), names),
            "lines": [(one.label, shown(one, row.data.get(one.id), names)) for one in fields[1:]],
        }
        for row in rows
    ]
    cells = [None] * skip + drawn
    sheets = [cells[at : at + STICKERS] for at in range(0, len(cells), STICKERS)]
    context = {"title": f"{form.title}标签", "sheets": sheets, "unit": frame.organisation}
    return Printable("print/forms/stickers.html", "", f"{form.short}标签", context)


def _in_words(form: Form, period: str, frame: Frame) -> str:
    year, _, month = period.partition("-")
    if form.register and form.register.life:
        return f"{year} 年度（截至 {local(frame.now):%Y-%m-%d}）"
    return f"{year} 年 {int(month)} 月" if month else f"{year} 年"


def pdf(printable: Printable, settings: Settings, *, archival: bool = False) -> bytes:
    """Render; no transaction is open meanwhile. The archival print carries its data as JSON."""
    html = printing.page(printable.template, printable.context, folder=settings.templates)
    carried = printing.Attachment(f"{printable.number}.json", printable.attachment(), "记录数据", "Source")
    return printing.render(
        html,
        folder=settings.templates,
        title=str(printable.context["title"]),
        attachments=[carried] if archival else [],
        limits=printing.Limits.of(settings),
    )


def docx(printable: Printable, settings: Settings) -> bytes:
    """The same print as a Word file, for those who must edit it outside; it is never filed."""
    return word.form_docx(printable.context, limits=printing.Limits.of(settings))


def signatures(steps: Sequence[RecordStep]) -> dict[str, Signature]:
    """Who signed which line: `submit` for the writer, each step under its own name."""
    last: dict[str, Signature] = {}
    for step in queries.still_counting(steps):
        if step.verb in {"submit", "add", "sign"}:
            last[step.step or "submit"] = _signature(step)
    return last


def _names(row: Record) -> dict[str, str]:
    return {step: signature.name for step, signature in signatures(row.steps).items()}


def as_data(record: Record, form: Form) -> dict[str, Any]:
    """A record as plain JSON: what a later reader needs without this program."""
    return {
        "number": record.number,
        "form": form.code,
        "revision": form.revision,
        "definition_sha256": record.form_revision.sha256,
        "title": record.title,
        "state": record.state.label,
        "corrects": record.corrects,
        "values": record.data,
        "people": record.people,
        "steps": [
            {
                "verb": step.verb,
                "step": step.step,
                "label": step.label,
                "state": step.state,
                "by": step.actor_name,
                "unit": step.unit_name,
                "at": step.at.isoformat(),
                "remark": step.remark,
            }
            for step in record.steps
        ],
    }


def _signature(step: RecordStep) -> Signature:
    day = local(step.at)
    return Signature(
        step.unit_name, step.actor_name, day.year, day.month, day.day, f"{day:%Y-%m-%d %H:%M}", step.remark
    )


def _sheet(form: Form, filling: Filling, frame: Frame, *, number: str, mark: str) -> Printable:
    context = {
        **_around(form, frame, number, mark),
        "sheets": sheets(form, filling),
        "form_number": number,
        "caption": form.print.caption,
        "number_label": form.print.number_label,
        "columns": form.print.columns,
    }
    return Printable("print/forms/sheet.html", number, form.title, context, {"definition": definitions.snapshot(form)})


def _register(
    form: Form, rows: Sequence[RegisterRow], names: Mapping[str, str], frame: Frame, *, number: str, scope: str
) -> Printable:
    context = {**_around(form, frame, number, ""), "register": register(form, rows, names), "scope": scope}
    return Printable("print/forms/register.html", number, form.title, context)


def _around(form: Form, frame: Frame, number: str, mark: str) -> dict[str, Any]:
    """The names that `print/base.html` knows."""
    return {
        "title": f"{number} {form.title}".strip(),
        "unit": frame.organisation,
        "secrecy": frame.secrecy,
        "number": number or form.code,
        "version": f"第 {form.revision} 版",
        "printed": f"{local(frame.now):%Y-%m-%d %H:%M}{f' · {frame.printed_by}' if frame.printed_by else ''}",
        "watermark": mark,
        "landscape": form.print.paper.endswith("landscape"),
        "qr": number or form.code,
    }
