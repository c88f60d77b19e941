"""What is refused when one thing in a small valid definition is wrong: place and sentence, whole, and the manual says the same."""

import re
import tomllib
from pathlib import Path

import pytest

from docsys.forms import definitions
from docsys.forms.reading import DefinitionInvalid, Problem

HERE = Path(__file__).resolve().parent
MANUAL = HERE.parent.parent / "docs" / "manual" / "forms.md"
TABLES = tomllib.loads((HERE / "broken.toml").read_text("utf-8"))
BASE, CASES = TABLES["base"], TABLES["case"]


def load(folder: Path, text: str):
    path = folder / "HS.toml"
    path.write_text(text, "utf-8")
    return definitions.load(path)


def test_the_definition_that_is_broken_below_is_valid(tmp_path):
    assert load(tmp_path, BASE).title == "作废纸质文件回收销毁登记"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_refuses_a_broken_definition_with_file_place_and_sentence(tmp_path, case):
    assert BASE.count(case["old"]) >= 1

    with pytest.raises(DefinitionInvalid) as refused:
        load(tmp_path, BASE.replace(case["old"], case["new"], 1))

    assert refused.value.problems == (Problem("HS.toml", case["at"], case["says"]),)
    assert str(refused.value) == f"表单定义有误：HS.toml：{case['at']}：{case['says']}"


def test_the_manual_tells_each_refusal_with_its_sentence():
    rows = re.findall(
        r"^\| ([^|]+) \| `([^`|]+)` \| ([^|]+) \|$", MANUAL.read_text("utf-8").split("## 定义有误")[1], re.MULTILINE
    )

    assert rows == [(case["what"], case["at"], case["says"]) for case in CASES]
