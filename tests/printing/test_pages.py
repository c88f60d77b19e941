"""Print templates see templates/print and plain data, nothing else."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

import pytest
from jinja2.exceptions import SecurityError, TemplateNotFound, UndefinedError

from docsys.printing.pages import day, moment, page, plain


class Colour(StrEnum):
    RED = "红"


@dataclass(frozen=True)
class Row:
    items: tuple[str, ...]
    day: date


@pytest.fixture
def written(tmp_path):
    def write(text):
        (tmp_path / "print").mkdir(exist_ok=True)
        (tmp_path / "print" / "one.html").write_text(text, "utf-8")
        return tmp_path

    return write


def test_what_is_filled_in_is_escaped(written):
    assert page("print/one.html", {"name": "<b>赵敏</b>"}, folder=written("{{ name }}")) == "&lt;b&gt;赵敏&lt;/b&gt;"


def test_dataclasses_enums_and_sequences_arrive_as_plain_values():
    value = {"row": Row(("甲", "乙"), date(2026, 11, 2)), "colour": Colour.RED}

    assert plain(value) == {"row": {"items": ["甲", "乙"], "day": date(2026, 11, 2)}, "colour": "红"}


def test_a_field_named_items_is_the_field(written):
    folder = written("{% for one in row.items %}{{ one }}{% endfor %} {{ row.day|day }}")

    assert page("print/one.html", {"row": Row(("甲", "乙"), date(2026, 11, 2))}, folder=folder) == "甲乙 2026-11-02"


def test_an_object_of_another_kind_is_refused(written):
    with pytest.raises(TypeError, match="plain data"):
        page("print/one.html", {"session": object()}, folder=written(""))


@pytest.mark.parametrize("name", ["one.html", "../web/error.html", "print/../web/error.html", "web/error.html"])
def test_only_templates_below_print_are_found(written, name):
    with pytest.raises(TemplateNotFound):
        page(name, {}, folder=written(""))


@pytest.mark.parametrize(
    "text", ["{{ ''.__class__.__mro__ }}", "{{ items.append(1) }}", "{{ row.__init__.__globals__ }}"]
)
def test_templates_reach_nothing_behind_their_data(written, text):
    with pytest.raises((SecurityError, UndefinedError)):
        page("print/one.html", {"items": [1], "row": {}}, folder=written(text))


def test_a_missing_value_is_an_error_not_a_blank(written):
    with pytest.raises(UndefinedError):
        page("print/one.html", {}, folder=written("{{ nmuber }}"))


def test_moments_show_the_wall_clock_of_shanghai():
    assert moment(datetime(2026, 11, 22, 16, 5, tzinfo=UTC)) == "2026-11-23 00:05"
    assert day(datetime(2026, 11, 22, 16, 5, tzinfo=UTC)) == "2026-11-23"
    assert (day("2026-11-02"), day(None), moment(""), moment("待定")) == ("2026-11-02", "—", "—", "待定")
