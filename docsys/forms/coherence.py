"""Whether the parts of a form fit together: names that are used exist, nothing stands twice, defaults can be read."""

from collections.abc import Iterator, Mapping, Sequence

from docsys.forms import kinds
from docsys.forms.fields import Unreadable, is_filled, type_of
from docsys.forms.reading import Problems
from docsys.forms.shape import DRAFT, Condition, Field, Form, Kind, Rule, Value

SUBMIT = "submit"
"""The signature of the writer; every other one bears the name of its step."""
PREFILLED_BY = {
    "submitted": {"date", "datetime"},
    "actor": {"user", "text"},
    "unit": {"text"},
    "department": {"text"},
    "post": {"text"},
    "last": {"text"},
    "today": {"date"},
    "now": {"datetime", "time"},
}


def examine(form: Form, problems: Problems) -> None:
    """Add to `problems` whatever in `form` does not fit together."""
    for part in (
        _identities,
        _sheets,
        _fields,
        _shares,
        _counted,
        _steps,
        _conditions,
        _rules,
        _grid,
        _names,
        _reminders,
        kinds.examine,
    ):
        for path, sentence in part(form):
            problems.add(path, sentence)


Finding = tuple[str, str]


def placed_fields(form: Form) -> Iterator[tuple[str, Field]]:
    """Every field that takes a value, with its key path; columns of row groups too."""
    for at, section in enumerate(form.sections, 1):
        for place, field in enumerate(section.fields, 1):
            path = f"section[{at}].fields[{place}]"
            yield path, field
            for inner, column in enumerate(field.fields, 1):
                yield f"{path}.fields[{inner}]", column


def _identities(form: Form) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for path, field in placed_fields(form):
        scope = path.rpartition(".")[0] if path.count("fields") > 1 else ""
        key = f"{scope}/{field.id}"
        if field.id and key in seen:
            yield f"{path}.id", f"字段“{field.id}”与 {seen[key]} 重复"
        seen.setdefault(key, path)
    if not form.sections:
        yield "section", "至少要有一个栏目"


def _sheets(form: Form) -> Iterator[Finding]:
    known = [sheet.id for sheet in form.sheets]
    for place, name in enumerate(known, 1):
        if name in known[: place - 1]:
            yield f"sheet[{place}].id", f"“{name}”重复"
    for at, section in enumerate(form.sections, 1):
        if section.sheet and section.sheet not in known:
            yield f"section[{at}].sheet", f"没有编号为“{section.sheet}”的表页"
        if known and not section.sheet:
            yield f"section[{at}].sheet", f"须写明印在哪一表页：{'、'.join(known)}"
    for place, sheet in enumerate(form.sheets, 1):
        if sheet.grid and not form.grid:
            yield f"sheet[{place}].grid", "写了 grid = true，但没有 [[grid]]"


def _fields(form: Form) -> Iterator[Finding]:
    for path, field in placed_fields(form):
        low, high = field.options.get("min"), field.options.get("max")
        if low is not None and high is not None and low > high:
            yield f"{path}.min", f"最小值 {low} 大于最大值 {high}"
        if field.prefill and field.type not in PREFILLED_BY.get(field.prefill, ()):
            yield f"{path}.prefill", f"“{field.type}”类型不能预填“{field.prefill}”"
        if is_filled(field.default):
            yield from ((f"{path}.default", sentence) for sentence in _reading(field))


def _shares(form: Form) -> Iterator[Finding]:
    """The columns of a row group share the width of the page: a hundred hundredths."""
    for at, section in enumerate(form.sections, 1):
        for place, field in enumerate(section.fields, 1):
            whole = sum(column.share for column in field.fields)
            if whole not in {0, 100}:
                yield f"section[{at}].fields[{place}].fields", f"各列宽度 share 合计 {whole}，应为 100"


def _reading(field: Field) -> Iterator[str]:
    kind = type_of(field)
    try:
        yield from kind.check(field, kind.parse(field, field.default))
    except Unreadable as error:
        yield str(error)


def _counted(form: Form) -> Iterator[Finding]:
    """A day that is counted from another needs that other, and how far."""
    known = form.by_id
    for path, field in placed_fields(form):
        name = str(field.options.get("counted_from", ""))
        spans = [key for key in ("years", "months", "days") if field.options.get(key)]
        if name and path.count("fields") > 1:
            yield f"{path}.counted_from", "重复行内的日期不能推算"
        elif name and (name not in known or known[name].type != "date"):
            yield f"{path}.counted_from", f"没有日期字段“{name}”"
        if bool(name) != bool(spans):
            yield path, "counted_from 与 years、months、days 须一起写明"


def _steps(form: Form) -> Iterator[Finding]:
    """Steps have names of their own, and sections and signatures name only steps that there are."""
    stages = form.stages
    for place, step in enumerate(form.steps, 1):
        path = f"step[{place}]"
        if step.id in {DRAFT, SUBMIT}:
            yield f"{path}.id", "draft 和 submit 是填写和提交本身，步骤须另取名称"
        elif step.id in stages[:place]:
            yield f"{path}.id", f"步骤“{step.id}”重复"
        if step.named and (step.named not in form.by_id or form.by_id[step.named].type != "user"):
            yield f"{path}.named", f"没有人员字段“{step.named}”"
        yield from _condition(step.when, form.by_id, f"{path}.when")
    for at, section in enumerate(form.sections, 1):
        if section.stage not in stages:
            yield f"section[{at}].stage", f"没有“{section.stage}”，可用：{'、'.join(stages)}"


def _reminders(form: Form) -> Iterator[Finding]:
    for place, reminder in enumerate(form.reminders, 1):
        path = f"reminder[{place}]"
        if reminder.field not in form.by_id or form.by_id[reminder.field].type not in {"date", "datetime"}:
            yield f"{path}.field", f"没有日期字段“{reminder.field}”"
        if reminder.per and reminder.per not in form.by_id:
            yield f"{path}.per", f"没有字段“{reminder.per}”"
        yield from _condition(reminder.when, form.by_id, f"{path}.when")


def _conditions(form: Form) -> Iterator[Finding]:
    known = form.by_id
    for at, section in enumerate(form.sections, 1):
        yield from _condition(section.when, known, f"section[{at}].when")
    for at, sheet in enumerate(form.sheets, 1):
        yield from _condition(sheet.when, known, f"sheet[{at}].when")


def _condition(condition: Condition | None, known: dict[str, Field], path: str) -> Iterator[Finding]:
    if condition is None:
        return
    field = known.get(condition.field)
    if field is None:
        yield f"{path}.field", f"没有字段“{condition.field}”"
        return
    choices = field.options.get("choices", condition.among)
    for entry in condition.among:
        if entry not in choices:
            yield f"{path}.among", f"“{field.id}”没有“{entry}”这一选项"


def _rules(form: Form) -> Iterator[Finding]:
    for place, rule in enumerate(form.rules, 1):
        path = f"rule[{place}]"
        known = form.by_id
        if rule.rows:
            group = known.get(rule.rows)
            if group is None or group.type != "rows":
                yield f"{path}.rows", f"没有重复行“{rule.rows}”"
                continue
            known = {column.id: column for column in group.fields}
        yield from _rule(rule, known, path)


def _rule(rule: Rule, known: dict[str, Field], path: str) -> Iterator[Finding]:
    for key, names in (("field", (rule.field,)), ("other", (rule.other,)), ("fields", rule.fields)):
        for name in names:
            if name and name not in known:
                yield f"{path}.{key}", f"没有字段“{name}”"
    yield from _condition(rule.when, known, f"{path}.when")


def _grid(form: Form) -> Iterator[Finding]:
    known, width = form.by_id, len(form.print.columns)
    drawn: set[str] = set()
    for at, row in enumerate(form.grid, 1):
        for place, cell in enumerate(row.cells, 1):
            path = f"grid[{at}].cells[{place}]"
            drawn.update(cell.fields)
            for name in cell.fields:
                if name not in known:
                    yield f"{path}.{'field' if len(cell.fields) == 1 else 'fields'}", f"没有字段“{name}”"
            if cell.sign and cell.sign not in {*form.stages[1:], SUBMIT}:
                yield f"{path}.sign", f"没有“{cell.sign}”，可用：{'、'.join((SUBMIT, *form.stages[1:]))}"
            if cell.shown_as == "period" and len(cell.fields) != len(("start", "end")):
                yield f"{path}.as", "period 须恰好有起、止两个字段"
        spans = width if row.cells and row.cells[0].band else sum(cell.span for cell in row.cells)
        if spans != width:
            yield f"grid[{at}]", f"各格合计 {spans} 栏，应为 {width} 栏"
    yield from _undrawn(form, drawn)


def _undrawn(form: Form, drawn: set[str]) -> Iterator[Finding]:
    grids = {sheet.id for sheet in form.sheets if sheet.grid}
    for at, section in enumerate(form.sections, 1):
        for place, field in enumerate(section.fields, 1):
            if section.sheet in grids and field.id and field.id not in drawn:
                yield f"section[{at}].fields[{place}].id", f"字段“{field.id}”未出现在版式 [[grid]] 中"


def _names(form: Form) -> Iterator[Finding]:
    wanted: list[tuple[str, str]] = [("summary", form.summary), *(("print.label", name) for name in form.print.label)]
    if form.register:
        wanted += [("register.opened", form.register.opened), ("register.closed", form.register.closed)]
        wanted += [("register.carry", name) for name in form.register.carry]
        wanted += [("register.totals", name) for name in form.register.totals]
        yield from _condition(form.register.ended, form.by_id, "register.ended")
    yield from ((path, f"没有字段“{name}”") for path, name in wanted if name and name not in form.by_id)
    if (form.kind is Kind.REGISTER) != bool(form.register):
        yield "register", "登记表（register）须有 [register]，其他表单不得有"
    if (form.kind is Kind.LED) != bool(form.led_by):
        yield "led_by", "流程单（led）须写明 led_by 由哪一流程形成，其他表单不得有"


def sample_names(form: Form) -> Iterator[Finding]:
    """A sample there must be, and it names nothing that the form has not. A record's kept definition has none."""
    if not form.sample:
        yield "sample", "须有一份示例 [sample]，用来检验和试印"
    known = form.by_id
    yield from ((f"sample.{name}", f"没有字段“{name}”") for name in form.sample if name not in known)
    for name, value in form.sample.items():
        rows = value if isinstance(value, list) else [value]
        if name in known and known[name].type == "rows":
            yield from _sample_rows(name, rows, frozenset(column.id for column in known[name].fields))


def _sample_rows(name: str, rows: Sequence[Value], columns: frozenset[str]) -> Iterator[Finding]:
    if not all(isinstance(row, Mapping) for row in rows):
        yield f"sample.{name}", "须为表的列表"
        return
    for place, row in enumerate(rows, 1):
        for cell in row if isinstance(row, Mapping) else ():
            if cell not in columns:
                yield f"sample.{name}[{place}].{cell}", f"没有字段“{cell}”"
