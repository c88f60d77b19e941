"""The closed checks across fields. A new one is a small pure function and one line in `CHECKS`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from docsys.forms.fields import is_filled
from docsys.forms.fields.references import login_of, name_of
from docsys.forms.shape import Condition, Rule, Value

Values = Mapping[str, Value]
Taken = Callable[[str, Value], bool]


@dataclass(frozen=True)
class Check:
    """`is_broken` decides over the values of one record or row; `needs` names what a rule of this kind must state."""

    is_broken: Callable[[Rule, Values, Taken], bool]
    needs: tuple[str, ...]


def holds(condition: Condition | None, values: Values) -> bool:
    """Whether `condition` is met; no condition is always met."""
    if condition is None:
        return True
    value = values.get(condition.field)
    if condition.among:
        return any(one in condition.among for one in (value if isinstance(value, list) else [value]))
    return {"filled": is_filled(value), "empty": not is_filled(value), "yes": value is True, "no": value is False}[
        condition.state
    ]


def not_before(rule: Rule, values: Values, _taken: Taken) -> bool:
    """`field` is earlier than `other`; with `strict` also when they are the same."""
    late, early = values.get(rule.field), values.get(rule.other)
    if not late or not early:
        return False
    return bool(late <= early if rule.strict else late < early)


def required_if(rule: Rule, values: Values, _taken: Taken) -> bool:
    """The condition is met and `field` is empty."""
    return not is_filled(values.get(rule.field))


def one_of_required(rule: Rule, values: Values, _taken: Taken) -> bool:
    return not any(is_filled(values.get(name)) for name in rule.fields)


def sum_equals(rule: Rule, values: Values, _taken: Taken) -> bool:
    """The filled `fields` do not add up to `field`."""
    if not is_filled(values.get(rule.field)):
        return False
    return sum(Decimal(str(values.get(name) or 0)) for name in rule.fields) != Decimal(str(values[rule.field]))


def unique_in_register(rule: Rule, values: Values, taken: Taken) -> bool:
    return is_filled(values.get(rule.field)) and taken(rule.field, values[rule.field])


def same_as(rule: Rule, values: Values, _taken: Taken) -> bool:
    ones, others = _listed(values.get(rule.field)), _listed(values.get(rule.other))
    if not ones or not others:
        return False
    return not all(any(_is_same(one, other) for other in others) for one in ones) or len(ones) != len(others)


def different_from(rule: Rule, values: Values, _taken: Taken) -> bool:
    """The same person or thing stands in both; lists must have nobody in common."""
    return any(
        _is_same(one, other) for one in _listed(values.get(rule.field)) for other in _listed(values.get(rule.other))
    )


def _listed(value: Value) -> list[Value]:
    return value if isinstance(value, list) else [value] if is_filled(value) else []


def _is_same(one: Value, other: Value) -> bool:
    """Two persons with accounts are the same by account; where one has none, the name is all there is to compare."""
    if not isinstance(one, str) or not isinstance(other, str):
        return bool(one == other)
    logins = login_of(one), login_of(other)
    return logins[0] == logins[1] if all(logins) else name_of(one) == name_of(other)


CHECKS: dict[str, Check] = {
    "not_before": Check(not_before, ("field", "other")),
    "required_if": Check(required_if, ("field", "when")),
    "one_of_required": Check(one_of_required, ("fields",)),
    "sum_equals": Check(sum_equals, ("field", "fields")),
    "unique_in_register": Check(unique_in_register, ("field",)),
    "same_as": Check(same_as, ("field", "other")),
    "different_from": Check(different_from, ("field", "other")),
}
