"""The manual page “做一张新表单”: its tables are those of the code, and its example is a form that works."""

import re

import pytest

from docsys.forms import definitions
from docsys.forms.layout import blank, sheets
from docsys.forms.reading import DefinitionInvalid
from tools import forms_page

PAGE = forms_page.PAGE.read_text("utf-8")
EXAMPLE = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)[0]


def test_the_tables_say_what_the_code_reads():
    """`make manual` writes them anew."""
    assert forms_page.page(PAGE) == PAGE
    assert {name for _begin, name, _end in forms_page.BLOCK.findall(PAGE)} == {
        *("form", "section", "when", "fields", "types", "prefills", "step", "checks", "rule"),
        *("register", "reminder", "print", "sheet", "grid", "cells"),
    }


def test_the_example_loads_whole(tmp_path):
    path = tmp_path / "YS.toml"
    path.write_text(EXAMPLE, "utf-8")

    form = definitions.load(path)

    assert (form.title, form.stages) == ("机房钥匙借用单", ("draft", "approve", "give_back"))
    assert [one.title for one in sheets(form, blank(form))] == ["机房钥匙借用单"]


def test_an_empty_file_is_told_what_it_lacks_in_the_words_of_the_page(tmp_path):
    path = tmp_path / "YS.toml"
    path.write_text("", "utf-8")

    with pytest.raises(DefinitionInvalid) as refused:
        definitions.load(path)

    assert "\n".join(map(str, refused.value.problems)) == re.findall(r"```text\n(YS.*?)\n```", PAGE, re.DOTALL)[0]


def test_the_manual_lists_every_form_by_its_name():
    rows = re.findall(
        r"^\| ([A-Z]{2}) \| ([^|]+) \|", (forms_page.DOCS / "manual" / "user.md").read_text("utf-8"), re.MULTILINE
    )

    assert sorted(rows) == [(form.code, form.title) for form in definitions.load_all(forms_page.DOCS.parent / "forms")]
