"""From what was typed to values and errors. Pure: what only a database knows is handed in as `taken`."""

from collections.abc import Iterator, Mapping
from typing import Any

from docsys.forms.fields import Unreadable, is_filled, type_of
from docsys.forms.fields.moments import counted
from docsys.forms.rules import CHECKS, Taken, holds
from docsys.forms.shape import Field, Form, Rule, Section, Value

Errors = dict[str, list[str]]
"""Field id → sentences. A cell of a row group is `steps.0.operator`."""


def nothing_taken(_field: str, _value: Value) -> bool:
    return False


def validate(
    form: Form, raw: Mapping[str, Any], *, stage: str | None = None, taken: Taken = nothing_taken
) -> tuple[dict[str, Value], Errors]:
    """Read `raw` as `form` defines it: plain JSON values, and what is wrong with them.

    With `stage` only the sections which that step fills are checked; without it all of them. A section whose condition
    is not met counts as not there. What cannot be read stays in the values as typed, so that nothing is lost.
    """
    values, errors = read(form, raw)
    for name in _hidden(form, values):
        values[name] = None
        errors.pop(name, None)
    asked: set[str] = set()
    for section in _active(form, values, stage):
        for field in section.inputs:
            asked.add(field.id)
            if field.id not in errors:
                _examine(field, values, errors)
    for rule in form.rules:
        _apply(rule, values, errors, taken, asked)
    return values, {name: found for name, found in errors.items() if name.partition(".")[0] in asked}


def read(form: Form, raw: Mapping[str, Any]) -> tuple[dict[str, Value], Errors]:
    """Every field of `raw` as plain JSON, without asking whether it is complete: a draft is kept as it stands."""
    values: dict[str, Value] = {}
    errors: Errors = {}
    for field in form.fields:
        values[field.id] = _parse(field, raw.get(field.id), field.id, errors)
        if field.type == "rows" and field.id not in errors:
            values[field.id] = [
                {
                    column.id: _parse(column, row.get(column.id), f"{field.id}.{place}.{column.id}", errors)
                    for column in field.fields
                }
                for place, row in enumerate(values[field.id] or [])
            ] or None
    _count(form, values, errors)
    return values, errors


def _count(form: Form, values: dict[str, Value], errors: Errors) -> None:
    """Days that are counted from others."""
    for field in form.fields:
        if start := field.options.get("counted_from"):
            errors.pop(field.id, None)
            values[field.id] = counted(field, values[start]) if values.get(start) and start not in errors else None


def required_sentence(field: Field) -> str:
    return _cited(field.article, f"请{type_of(field).verb}“{field.label}”。")


def _parse(field: Field, raw: Any, key: str, errors: Errors) -> Value:
    try:
        return type_of(field).parse(field, raw)
    except Unreadable as error:
        errors[key] = [field.message or str(error)]
        return raw


def _active(form: Form, values: Mapping[str, Value], stage: str | None) -> Iterator[Section]:
    for section in form.sections:
        if stage in {None, section.stage} and holds(section.when, values):
            yield section


def _hidden(form: Form, values: Mapping[str, Value]) -> set[str]:
    return {field.id for section in form.sections if not holds(section.when, values) for field in section.inputs}


def _examine(field: Field, values: Mapping[str, Value], errors: Errors) -> None:
    _check(field, values.get(field.id), field.id, errors)
    for place, row in enumerate(values.get(field.id) or [] if field.type == "rows" else []):
        for column in field.fields:
            key = f"{field.id}.{place}.{column.id}"
            if key not in errors:
                _check(column, row.get(column.id), key, errors)


def _check(field: Field, value: Value, key: str, errors: Errors) -> None:
    if not is_filled(value):
        found = [required_sentence(field)] if field.required else []
    else:
        found = list(type_of(field).check(field, value))
        found = [field.message] if found and field.message else found
    if found:
        errors[key] = found


def _apply(rule: Rule, values: Mapping[str, Value], errors: Errors, taken: Taken, asked: set[str]) -> None:
    """A rule speaks only where what it judges is asked for, and could be read; a field has one complaint at a time."""
    if rule.rows:
        if rule.rows not in asked or rule.rows in errors:
            return
        for place, row in enumerate(values.get(rule.rows) or []):
            _judge(rule, row, f"{rule.rows}.{place}.", errors, taken)
    elif asked.issuperset((rule.field,) if rule.field else rule.fields):
        _judge(rule, values, "", errors, taken)


def _judge(rule: Rule, values: Mapping[str, Value], prefix: str, errors: Errors, taken: Taken) -> None:
    if any(f"{prefix}{name}" in errors for name in rule.named) or not holds(rule.when, values):
        return
    if CHECKS[rule.check].is_broken(rule, values, taken):
        key = f"{prefix}{rule.field or rule.fields[0]}"
        errors[key] = [_cited(rule.article, rule.message)]


def _cited(article: str, sentence: str) -> str:
    return f"不符合 {article}：{sentence}" if article else sentence
