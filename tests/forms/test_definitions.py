"""Loading: what is refused, with its whole sentence; what is kept, and read back."""

import json
from pathlib import Path

import pytest

from docsys.errors import NotFound
from docsys.forms import definitions
from docsys.forms.fields import TYPES
from docsys.forms.reading import DefinitionInvalid
from docsys.forms.rules import CHECKS
from docsys.forms.shape import Condition, Kind

FORM = """
code = "HS"
revision = 2
title = "作废纸质文件回收销毁登记"
article = "4.4.1"
kind = "register"
folder = "SP02"
retention = "10y"
numbering = "unit"
summary = "document"
[register]
opened = "issued_on"
closed = "returned_on"
[[section]]
heading = "发放"
columns = 2
fields = [
  { id = "document", type = "document", label = "文件编号", required = true },
  { id = "copies", type = "integer", label = "份数", min = 1, max = 99, message = "份数须为 1 至 99。" },
  { id = "issued_on", type = "date", label = "发放日期", required = true },
  { id = "way", type = "choice", label = "处理", choices = ["销毁", "留存"], default = "销毁" },
  { id = "parts", type = "rows", label = "分发", fields = [{ id = "holder", type = "user", label = "持有人" }] },
]
[[section]]
heading = "回收"
when = { field = "copies", is = "filled" }
fields = [{ id = "returned_on", type = "date", label = "回收日期" }]
[[rule]]
check = "not_before"
field = "returned_on"
other = "issued_on"
message = "回收日期不得早于发放日期。"
[print]
paper = "A4 landscape"
rows = 20
sign = ["编制", "审核"]
[sample]
document = "ZLW-ZD07-YGZX-001"
issued_on = 2026-01-05
"""

GRID = """
[[sheet]]
id = "F-15"
title = "登记"
grid = true
[[grid]]
cells = [{ label = "文件" }, { field = "document", span = 3 }]
"""


def write(folder: Path, text: str, name: str = "HS.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def problems_of(folder: Path, text: str) -> list[str]:
    with pytest.raises(DefinitionInvalid) as refused:
        definitions.load(write(folder, text))
    return [str(problem) for problem in refused.value.problems]


def test_loads_a_form_into_frozen_dataclasses(tmp_path):
    form = definitions.load(write(tmp_path, FORM))

    assert (form.code, form.revision, form.kind, form.retention_years) == ("HS", 2, Kind.REGISTER, 10)
    assert [field.id for field in form.fields] == ["document", "copies", "issued_on", "way", "parts", "returned_on"]
    assert form.by_id["copies"].options == {"min": 1, "max": 99}
    assert form.sections[1].when == Condition(field="copies", state="filled")


BROKEN = {
    "no code": ('code = "HS"', "", "HS.toml：code：必须填写"),
    "code of three letters": (
        'code = "HS"',
        'code = "HSX"',
        "HS.toml：code：须为两个大写字母，见编号规则",
    ),
    "revision is a text": ("revision = 2", 'revision = "二"', "HS.toml：revision：须为整数"),
    "revision nought": ("revision = 2", "revision = 0", "HS.toml：revision：须为 1 以上的整数，每次修订加 1"),
    "no title": ('title = "作废纸质文件回收销毁登记"', "", "HS.toml：title：必须填写"),
    "unknown key at the top": ("revision = 2", "revision = 2\ncolour = 1", "HS.toml：colour：没有这一项，请核对拼写"),
    "unknown kind": ('kind = "register"', 'kind = "book"', "HS.toml：kind：没有“book”，可用：sheet、register、led"),
    "unknown numbering": ('"unit"', '"city"', "HS.toml：numbering：没有“city”，可用：network、unit"),
    "odd retention": ('"10y"', '"long"', "HS.toml：retention：须写作 3y、10y 或 permanent"),
    "summary of no field": ('summary = "document"', 'summary = "name"', "HS.toml：summary：没有字段“name”"),
    "register of no field": ('closed = "returned_on"', 'closed = "x"', "HS.toml：register.closed：没有字段“x”"),
    "unknown key in register": (
        'opened = "issued_on"',
        'opened = "issued_on"\nshut = "x"',
        "HS.toml：register.shut：没有这一项，请核对拼写",
    ),
    "section without heading": ('heading = "回收"', "", "HS.toml：section[2].heading：必须填写"),
    "too many columns": ("columns = 2", "columns = 9", "HS.toml：section[1].columns：须为 1 至 4"),
    "section without fields": (
        'fields = [{ id = "returned_on", type = "date", label = "回收日期" }]',
        "fields = []",
        "HS.toml：section[2].fields：至少要有一个字段",
    ),
    "unknown stage": (
        'heading = "回收"',
        'heading = "回收"\nstage = "later"',
        "HS.toml：section[2].stage：没有“later”，可用：draft",
    ),
    "condition of no field": (
        'when = { field = "copies"',
        'when = { field = "x"',
        "HS.toml：section[2].when.field：没有字段“x”",
    ),
    "condition without is": (
        'when = { field = "copies", is = "filled" }',
        'when = { field = "copies" }',
        "HS.toml：section[2].when：须写 is 或 among 其中之一",
    ),
    "condition of no choice": (
        'when = { field = "copies", is = "filled" }',
        'when = { field = "way", among = ["烧毁"] }',
        "HS.toml：section[2].when.among：“way”没有“烧毁”这一选项",
    ),
    "unknown type": (
        'type = "integer"',
        'type = "number"',
        f"HS.toml：section[1].fields[2].type：没有“number”，可用：{'、'.join(TYPES)}",
    ),
    "min is a text": ("min = 1,", 'min = "一",', "HS.toml：section[1].fields[2].min：须为整数"),
    "min above max": ("min = 1,", "min = 100,", "HS.toml：section[1].fields[2].min：最小值 100 大于最大值 99"),
    "option of another type": (
        'label = "发放日期", required',
        'label = "发放日期", places = 2, required',
        "HS.toml：section[1].fields[3].places：“date”类型没有“places”这一项",
    ),
    "field without id": ('id = "copies", ', "", "HS.toml：section[1].fields[2].id：必须填写"),
    "field without label": ('label = "份数", ', "", "HS.toml：section[1].fields[2].label：必须填写"),
    "odd id": (
        'id = "way"',
        'id = "Way-1"',
        "HS.toml：section[1].fields[4].id：须以小写字母开头，只含小写字母、数字和下划线，最多 40 个字符",
    ),
    "field twice": (
        'id = "way"',
        'id = "copies"',
        "HS.toml：section[1].fields[4].id：字段“copies”与 section[1].fields[2] 重复",
    ),
    "required is a text": (
        'label = "发放日期", required = true',
        'label = "发放日期", required = "yes"',
        "HS.toml：section[1].fields[3].required：须为 true 或 false",
    ),
    "no choices": (
        'choices = ["销毁", "留存"]',
        "choices = []",
        "HS.toml：section[1].fields[4].choices：至少要有一个选项",
    ),
    "choices twice": (
        'choices = ["销毁", "留存"]',
        'choices = ["销毁", "销毁"]',
        "HS.toml：section[1].fields[4].choices：有重复的选项",
    ),
    "default not among the choices": (
        'default = "销毁"',
        'default = "烧毁"',
        "HS.toml：section[1].fields[4].default：没有“烧毁”这一选项，请从“销毁”、“留存”中选择。",
    ),
    "prefill of another type": (
        'label = "份数",',
        'label = "份数", prefill = "today",',
        "HS.toml：section[1].fields[2].prefill：“integer”类型不能预填“today”",
    ),
    "default out of bounds": (
        'label = "份数", min = 1, max = 99, message = "份数须为 1 至 99。"',
        'label = "份数", min = 1, max = 99, default = 100',
        "HS.toml：section[1].fields[2].default：须为 1 至 99。",
    ),
    "a bound that is no day": (
        'label = "发放日期", required',
        'label = "发放日期", min = "今天", required',
        "HS.toml：section[1].fields[3].min：须为日期，写作 2026-01-05",
    ),
    "signers are no list": ('sign = ["编制", "审核"]', 'sign = "编制"', "HS.toml：print.sign：须为文字的列表"),
    "signers are figures": ('sign = ["编制", "审核"]', "sign = [1]", "HS.toml：print.sign：须为文字的列表"),
    "widths are words": ("rows = 20", 'columns = ["宽"]', "HS.toml：print.columns：须为整数的列表"),
    "sections are no tables": (
        'fields = [{ id = "returned_on", type = "date", label = "回收日期" }]',
        "fields = [1]",
        "HS.toml：section[2].fields：须为表的列表",
    ),
    "rows without fields": (
        'label = "分发", fields = [{ id = "holder", type = "user", label = "持有人" }]',
        'label = "分发"',
        "HS.toml：section[1].fields[5].fields：重复行至少要有一个字段",
    ),
    "rows within rows": (
        '{ id = "holder", type = "user", label = "持有人" }',
        '{ type = "note", label = "x" }',
        "HS.toml：section[1].fields[5].fields[1].type：重复行内不能再用这种类型",
    ),
    "unknown check": (
        'check = "not_before"',
        'check = "after"',
        f"HS.toml：rule[1].check：没有“after”，可用：{'、'.join(CHECKS)}",
    ),
    "rule of no field": ('other = "issued_on"', 'other = "sent_on"', "HS.toml：rule[1].other：没有字段“sent_on”"),
    "rule without other": ('other = "issued_on"', "", "HS.toml：rule[1].other：“not_before”须写明 other"),
    "rule without message": ('message = "回收日期不得早于发放日期。"', "", "HS.toml：rule[1].message：必须填写"),
    "rule over absent rows": (
        'other = "issued_on"',
        'other = "issued_on"\nrows = "x"',
        "HS.toml：rule[1].rows：没有重复行“x”",
    ),
    "odd paper": ('"A4 landscape"', '"A3"', "HS.toml：print.paper：没有“A3”，可用：A4、A4 landscape"),
    "widths": ("rows = 20", "columns = [10, 20]", "HS.toml：print.columns：各栏宽度（百分比）之和须为 100"),
    "sample of no field": ('document = "ZLW-ZD07', 'paper = "ZLW-ZD07', "HS.toml：sample.paper：没有字段“paper”"),
    "sample against the form": (
        "issued_on = 2026-01-05",
        "issued_on = 2026-01-05\ncopies = 100",
        "HS.toml：sample.copies：份数须为 1 至 99。",
    ),
    "no sample": (FORM[FORM.index("[sample]") :], "", "HS.toml：sample：须有一份示例 [sample]，用来检验和试印"),
}


@pytest.mark.parametrize(("old", "new", "sentence"), BROKEN.values(), ids=BROKEN)
def test_refuses_a_broken_definition_with_file_path_and_sentence(tmp_path, old, new, sentence):
    assert old in FORM

    assert sentence in problems_of(tmp_path, FORM.replace(old, new, 1))


BROKEN_GRIDS = {
    "of no field": (
        'field = "document"',
        'field = "x"',
        "HS.toml：grid[1].cells[2].field：没有字段“x”",
    ),
    "too wide": ("span = 3", "span = 4", "HS.toml：grid[1]：各格合计 5 栏，应为 4 栏"),
    "label and field in one cell": (
        'label = "文件" }',
        'label = "文件", field = "document" }',
        "HS.toml：grid[1].cells[1]：须恰好写 band、label、field 或 fields 其中之一",
    ),
    "period of one": (
        'field = "document", span = 3',
        'field = "document", as = "period", span = 3',
        "HS.toml：grid[1].cells[2].as：period 须恰好有起、止两个字段",
    ),
    "without rows": (GRID[GRID.index("[[grid]]") :], "", "HS.toml：sheet[1].grid：写了 grid = true，但没有 [[grid]]"),
    "unknown sign": (
        "span = 3",
        'span = 3, sign = "me"',
        "HS.toml：grid[1].cells[2].sign：没有“me”，可用：submit",
    ),
}


@pytest.mark.parametrize(("old", "new", "sentence"), BROKEN_GRIDS.values(), ids=BROKEN_GRIDS)
def test_refuses_a_broken_grid(tmp_path, old, new, sentence):
    assert old in GRID

    assert sentence in problems_of(tmp_path, FORM + GRID.replace(old, new, 1))


def test_refuses_a_field_that_the_grid_forgot(tmp_path):
    text = (FORM + GRID).replace('heading = "发放"', 'heading = "发放"\nsheet = "F-15"')

    assert "HS.toml：section[1].fields[2].id：字段“copies”未出现在版式 [[grid]] 中" in problems_of(tmp_path, text)


def test_refuses_sections_on_no_sheet_or_an_unknown_one(tmp_path):
    text = (FORM + GRID).replace('heading = "发放"', 'heading = "发放"\nsheet = "F-99"')

    found = problems_of(tmp_path, text)

    assert "HS.toml：section[1].sheet：没有编号为“F-99”的表页" in found
    assert "HS.toml：section[2].sheet：须写明印在哪一表页：F-15" in found


def test_refuses_a_register_without_its_dates(tmp_path):
    text = FORM.replace('[register]\nopened = "issued_on"\nclosed = "returned_on"\n', "")

    assert problems_of(tmp_path, text) == ["HS.toml：register：登记表（register）须有 [register]，单页（sheet）不得有"]


def test_refuses_what_is_not_toml(tmp_path):
    assert problems_of(tmp_path, "code = ")[0].startswith("HS.toml：不是有效的 TOML：")


def test_refuses_a_file_named_otherwise(tmp_path):
    with pytest.raises(DefinitionInvalid) as refused:
        definitions.load(write(tmp_path, FORM, "XX.toml"))

    assert [str(problem) for problem in refused.value.problems] == ["XX.toml：code：文件名须为 HS.toml"]


def test_says_everything_that_is_wrong_at_once(tmp_path):
    text = FORM.replace("revision = 2", "revision = 0").replace('label = "份数", ', "")

    assert len(problems_of(tmp_path, text)) == 2


def test_refuses_a_sheet_that_stands_twice(tmp_path):
    twice = GRID[: GRID.index("[[grid]]")]

    assert "HS.toml：sheet[2].id：“F-15”重复" in problems_of(tmp_path, FORM + GRID + twice)


def test_refuses_a_form_without_sections(tmp_path):
    start, end = FORM.index("[[section]]"), FORM.index("[print]")

    assert "HS.toml：section：至少要有一个栏目" in problems_of(tmp_path, FORM[:start] + FORM[end:])


def test_a_folder_is_loaded_whole_or_not_at_all(tmp_path):
    write(tmp_path, FORM)
    write(tmp_path, FORM.replace("revision = 2", "revision = 0"), "AA.toml")

    with pytest.raises(DefinitionInvalid) as refused:
        definitions.load_all(tmp_path)

    assert {problem.file for problem in refused.value.problems} == {"AA.toml"}


def test_a_catalogue_hands_out_forms_by_code(tmp_path):
    write(tmp_path, FORM)

    catalogue = definitions.load_all(tmp_path)

    assert ([form.code for form in catalogue], "HS" in catalogue, len(catalogue)) == (["HS"], True, 1)
    with pytest.raises(NotFound, match="没有代码为“XX”的表单。"):
        catalogue.get("XX")


def test_a_snapshot_is_json_and_reads_back_as_the_same_form(tmp_path):
    form = definitions.load(write(tmp_path, FORM))

    kept = json.loads(json.dumps(definitions.snapshot(form), ensure_ascii=False))

    assert definitions.restore(kept) == form
    assert definitions.digest(definitions.restore(kept)) == definitions.digest(form)


def test_the_digest_follows_the_content_but_not_the_sample(tmp_path):
    form = definitions.load(write(tmp_path, FORM))
    renamed = definitions.load(write(tmp_path, FORM.replace('份数"', '册数"')))
    resampled = definitions.load(write(tmp_path, FORM.replace("YGZX-001", "YGZX-002")))

    assert definitions.digest(renamed) != definitions.digest(form)
    assert definitions.digest(resampled) == definitions.digest(form)


def test_a_kept_definition_that_was_tampered_with_is_refused():
    with pytest.raises(DefinitionInvalid, match="HS（第 2 版）：title：必须填写"):
        definitions.restore({"code": "HS", "revision": 2})
