"""What the pages of records send, read by the form's own definition: `name`, `steps-0-item`, several values of one name."""

import re
from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from docsys.forms.fields import type_of
from docsys.forms.shape import Field, Form
from docsys.records.actions import Typed
from docsys.records.queries import Wanted

PERIOD = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")
STEP = re.compile(r"[a-z][a-z0-9_]{0,39}")
MAX_ROWS = 200


Sent = MultiDict[str, str]


def typed(form: Form, sent: Sent) -> Typed:
    version = str(sent.get("version", "0"))
    return Typed(
        raw(form, sent),
        int(version) if version.isdecimal() else 0,
        str(sent.get("page", ""))[:32],
        str(sent.get("remark", ""))[:1000],
    )


def raw(form: Form, sent: Sent) -> dict[str, Any]:
    """Every field that the page had, as typed. A field that it had not is not there."""
    names = set(sent.keys())
    values: dict[str, Any] = {}
    for field in form.fields:
        if field.type == "rows":
            if f"{field.id}-rows" in names:
                values[field.id] = _rows(field, sent, names)
        elif field.id in names or f"{field.id}-shown" in names:
            values[field.id] = _one(field, field.id, sent)
    return values


def wanted(arguments: Mapping[str, str]) -> Wanted:
    """The filter of a list out of the address; what makes no sense is left out."""
    unit, period, state = arguments.get("unit", ""), arguments.get("period", ""), arguments.get("state", "")
    return Wanted(
        words=arguments.get("q", "").strip()[:100],
        state=state if STEP.fullmatch(state) else "",
        unit_id=int(unit) if unit.isdecimal() else None,
        period=period_of(period),
    )


def period_of(text: str) -> str:
    """`text` as a month or year, or nothing."""
    return text if PERIOD.fullmatch(text) else ""


def _rows(field: Field, sent: Sent, names: set[str]) -> list[dict[str, Any]]:
    """The rows in the order of the page, without the empty ones: a refusal counts as the reader does."""
    pattern = re.compile(rf"{re.escape(field.id)}-(\d{{1,4}})-[a-z0-9_]+")
    places = sorted({int(found[1]) for name in names if (found := pattern.fullmatch(name))})[:MAX_ROWS]
    rows = (
        {column.id: _one(column, f"{field.id}-{place}-{column.id}", sent) for column in field.fields}
        for place in places
        if sent.get(f"{field.id}-{place}-gone", "") != "1"
    )
    return [row for row in rows if any(row[column.id] and row[column.id] != column.default for column in field.fields)]


def _one(field: Field, name: str, sent: Sent) -> Any:
    return sent.getlist(name) if type_of(field).widget == "choices" else sent.get(name, "")
