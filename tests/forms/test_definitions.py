"""Loading: what is refused, with its whole sentence; what is kept, and read back."""

import json
from pathlib import Path

import pytest

from docsys.errors import NotFound
from docsys.forms import definitions
from docsys.forms.reading import DefinitionInvalid
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


def test_refuses_what_is_not_toml(tmp_path):
    assert problems_of(tmp_path, "code = ")[0].startswith("HS.toml：不是有效的 TOML：")


def test_refuses_a_file_named_otherwise(tmp_path):
    with pytest.raises(DefinitionInvalid) as refused:
        definitions.load(write(tmp_path, FORM, "XX.toml"))

    assert [str(problem) for problem in refused.value.problems] == ["XX.toml：code：文件名须为 HS.toml"]


def test_says_everything_that_is_wrong_at_once(tmp_path):
    text = FORM.replace("revision = 2", "revision = 0").replace('label = "份数", ', "")

    assert len(problems_of(tmp_path, text)) == 2


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
