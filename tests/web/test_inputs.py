from dataclasses import dataclass

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form, IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, Length

from docsys.errors import InvalidInput
from docsys.web.inputs import read, strip


class ThingForm(Form):  # type: ignore[misc]  # wtforms carries no types
    title = StringField("标题", [DataRequired("请填写。"), Length(max=5)], filters=[strip])
    count = IntegerField("份数")
    kind = SelectField("类别")


@dataclass(frozen=True)
class Thing:
    title: str
    count: int
    kind: str


KINDS = {"kind": [("a", "甲"), ("b", "乙")]}


def test_what_was_sent_becomes_plain_values():
    assert read(ThingForm, MultiDict({"title": "  值班 ", "count": "3", "kind": "b"}), Thing, KINDS) == Thing(
        "值班", 3, "b"
    )


def test_each_field_says_why_it_was_refused_in_chinese():
    with pytest.raises(InvalidInput) as refused:
        read(ThingForm, MultiDict({"title": "一二三四五六", "count": "x", "kind": "z"}), Thing, KINDS)

    assert refused.value.fields["title"] == ["字段长度不能超过 5 个字符。"]
    assert set(refused.value.fields) == {"title", "count", "kind"}
    assert refused.value.data["labels"] == {"title": "标题", "count": "份数", "kind": "类别"}
