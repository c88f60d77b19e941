"""The workbooks of an import: the template with what each column takes, and the report of what became of each row."""

import io
from collections.abc import Iterator

import xlsxwriter

from docsys.clock import local
from docsys.forms.shape import Field, Form
from docsys.records.importing.columns import MOST, columns, heads, is_asked, sample
from docsys.records.models import RegisterImport
from docsys.web.tables import safe_cell, xlsx_bytes

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
LONGEST_LIST = 255
KINDS = {
    "text": "文字", "paragraph": "文字", "integer": "整数", "decimal": "数字", "date": "日期，如 2026-01-05", "time": "时间，如 09:30",
    "datetime": "日期和时间，如 2026-01-05 09:30", "choice": "从列表选一项", "choices": "可选多项，以“、”分隔", "yes_no": "是或否",
    "user": "姓名或登录名", "document": "文档编号", "record": "表单编号",
}  # fmt: skip


def template(form: Form) -> bytes:
    """A sheet with nothing but the heads, lists where a column has them, and a sheet that explains each column."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, OPTIONS)
    bold = book.add_format({"bold": True, "bg_color": "#EEF2F7", "border": 1})
    as_text = book.add_format({"num_format": "@"})
    sheet = book.add_worksheet("登记")
    for at, (head, field) in enumerate(zip(heads(form), columns(form), strict=True)):
        sheet.write_string(0, at, head, bold)
        # Text, so that a spreadsheet neither turns 0012 into 12 nor a day into its own idea of one.
        sheet.set_column(at, at, 18, as_text)
        entries = _entries(field)
        if entries and len(",".join(entries)) <= LONGEST_LIST:
            sheet.data_validation(1, at, MOST, at, {"validate": "list", "source": entries, "error_type": "warning"})
    sheet.freeze_panes(1, 0)
    told = book.add_worksheet("填写说明")
    told.set_column(0, 4, 26)
    for at, row in enumerate([("列", "必填", "填写内容", "示例", "说明"), *_told(form)]):
        for column, text in enumerate(row):
            told.write_string(at, column, safe_cell(text), bold if at == 0 else None)
    book.close()
    return target.getvalue()


def _told(form: Form) -> Iterator[tuple[str, ...]]:
    for field, example in zip(columns(form), sample(form), strict=True):
        entries = "、".join(field.options.get("choices", ()))
        many = "；多个以“、”分隔" if field.options.get("many") else ""
        help_text = " · ".join(part for part in (field.help, field.article) if part)
        yield (
            field.label,
            "是" if is_asked(form, field) else "",
            f"{entries or KINDS[field.type]}{many}",
            example,
            help_text,
        )


def _entries(field: Field) -> list[str]:
    if field.type == "yes_no":
        return ["是", "否"]
    return list(field.options["choices"]) if field.type == "choice" else []


def report(form: Form, proposed: RegisterImport) -> bytes:
    """A line for each complaint, and for each row that was entered, with what the row said."""
    labels = {field.id: field.label for field in columns(form)}
    head = ["行号", "结果", "编号", "列", "说明", *labels.values()]
    when = f"{local(proposed.taken_at or proposed.created_at):%Y-%m-%d %H:%M}"
    stated = f"{proposed.name}，{when}：{'已登记' if proposed.taken_at else '可导入'} {len(proposed.good)} 行，未导入 {len(proposed.bad)} 行"
    rows = []
    for one in proposed.lines:
        said = [one["raw"].get(name, "") for name in labels]
        result = "未导入" if one["faults"] else "已登记" if proposed.taken_at else "可导入"
        for name, sentence in one["faults"] or [("", "")]:
            rows.append([one["place"], result, one["number"], labels.get(name, ""), sentence, *said])
    return xlsx_bytes(f"{form.title}导入报告", head, rows, stated=stated)
