"""Whether a field is of the kind that is asked of it: days are compared with days, figures are added up."""

from collections.abc import Iterator

from docsys.forms.shape import Condition, Field, Form, Rule

DAYS = ("date", "datetime")
FIGURES = ("integer", "decimal")
COMPARED = (*DAYS, "time", *FIGURES)

Finding = tuple[str, str]


def examine(form: Form) -> Iterator[Finding]:
    """What names a field that is there, but of a type that will not do. Names that lead nowhere are told elsewhere."""
    yield from _widths(form)
    yield from _register(form)
    for place, rule in enumerate(form.rules, 1):
        group = form.by_id.get(rule.rows)
        known = {column.id: column for column in group.fields} if group else form.by_id
        yield from _rule(rule, known, f"rule[{place}]")
    for path, condition in _conditions(form):
        yield from _condition(condition, form.by_id, path)


def _widths(form: Form) -> Iterator[Finding]:
    for at, section in enumerate(form.sections, 1):
        for place, field in enumerate(section.fields, 1):
            if not 1 <= field.width <= section.columns:
                yield f"section[{at}].fields[{place}].width", f"须为 1 至 {section.columns}，即本栏目的栏数 columns"


def _register(form: Form) -> Iterator[Finding]:
    register, known = form.register, form.by_id
    if register is None:
        return
    for key, name in (("opened", register.opened), ("closed", register.closed)):
        yield from _wanted(known, name, DAYS, f"register.{key}", "须为日期或日期时间字段")
    for name in register.totals:
        yield from _wanted(known, name, FIGURES, "register.totals", "须为整数或小数字段，才能合计")


def _rule(rule: Rule, known: dict[str, Field], path: str) -> Iterator[Finding]:
    if rule.check == "not_before":
        yield from _wanted(known, rule.field, COMPARED, f"{path}.field", "须为日期、时间或数字字段，才能比较先后")
        pair = [known[name].type for name in (rule.field, rule.other) if name in known]
        if len(set(pair)) > 1 and pair[0] in COMPARED:
            yield f"{path}.other", f"“{rule.other}”与“{rule.field}”类型不同，不能比较先后"
    if rule.check == "sum_equals":
        yield from _wanted(known, rule.field, FIGURES, f"{path}.field", "须为整数或小数字段，才能合计")
        for name in rule.fields:
            yield from _wanted(known, name, FIGURES, f"{path}.fields", "须为整数或小数字段，才能合计")
    if rule.when:
        yield from _condition(rule.when, known, f"{path}.when")


def _wanted(known: dict[str, Field], name: str, types: tuple[str, ...], path: str, sentence: str) -> Iterator[Finding]:
    if name in known and known[name].type not in types:
        yield path, f"“{name}”{sentence}"


def _conditions(form: Form) -> Iterator[tuple[str, Condition]]:
    """Every condition that speaks of the fields of the form, with its path."""
    found = [(f"section[{at}].when", section.when) for at, section in enumerate(form.sections, 1)]
    found += [(f"step[{at}].when", step.when) for at, step in enumerate(form.steps, 1)]
    found += [(f"reminder[{at}].when", reminder.when) for at, reminder in enumerate(form.reminders, 1)]
    found += [("register.ended", form.register.ended)] if form.register else []
    return ((path, condition) for path, condition in found if condition)


def _condition(condition: Condition, known: dict[str, Field], path: str) -> Iterator[Finding]:
    if condition.state in {"yes", "no"}:
        yield from _wanted(known, condition.field, ("yes_no",), f"{path}.is", "须为“是/否”字段，才能问 yes 或 no")
