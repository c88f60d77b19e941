"""Table 19.4, as printed in the rulebook, with the supplementary band."""

from dataclasses import replace

import pytest

from docsys.printing import attribute_page
from docsys.printing.attribute_page import ChangeLine, VersionLine, watermark
from docsys.printing.child import looking, rendering
from docsys.printing.limits import LIMITS
from tests.printing.samples import ATTRIBUTES, TEMPLATES, places, texts

LABELS = (
    "证联网信息技术文档属性页",
    "文档属性", "文档属性", "内容", "文档名称", "文档版本号", "文档状态", "作者", "文档编写日期", "文档发布日期",
    "文档变更历史清单", "文档版本号", "修正日期", "修正人", "备注",
    "本次修改变更说明", "文档版本号", "序号", "变更内容简述",
    "补充标识", "文档编号", "类别/文件夹", "保密级别", "使用范围", "使用权限", "审批级别", "归口单位", "载体",
    "下次评审日期", "有效期至", "依据文件", "曾用编号/原编号",
)  # fmt: skip


def printed(attributes, *, bare=False):
    html = attribute_page.html(attributes, folder=TEMPLATES, bare=bare)
    return rendering.render(html, TEMPLATES / "print", LIMITS, title="", attachments=(), variant=None)


@pytest.mark.rule("R-4.2.1-1")
def test_every_label_of_19_4_stands_in_its_order():
    text = "".join(texts(printed(ATTRIBUTES).pdf)).replace("\r", "").replace("\n", "")

    place = 0
    for label in LABELS:
        place = text.index(label, place) + len(label)


def test_a_usual_document_has_one_page_without_complaint():
    done = printed(ATTRIBUTES)

    assert (done.pages, done.warnings) == (1, ())


def test_head_and_foot_name_the_document():
    done = printed(replace(ATTRIBUTES, printed="2026-11-23 09:12 张明")).pdf

    assert places(done, "内部")[0].top < 40
    assert places(done, "打印 2026-11-23 09:12 张明")[0].bottom < 50
    assert places(done, "第 1 页 / 共 1 页")[0].bottom < 50


def test_history_stands_oldest_first_and_its_head_is_repeated():
    history = tuple(VersionLine(f"V{one}.0", "2026-01-01", "赵敏", f"第{one}次修订") for one in range(1, 61))

    pages = texts(printed(replace(ATTRIBUTES, history=history)).pdf)

    joined = "".join(pages)
    assert [joined.index(f"第{one}次修订") for one in range(1, 61)] == sorted(
        joined.index(f"第{one}次修订") for one in range(1, 61)
    )
    assert sum("修正日期" in page for page in pages) >= 2


def test_the_misprint_of_the_rulebook_is_printed_only_when_asked_for():
    """A-01."""
    usual, verbatim = (
        "".join(texts(printed(one).pdf)) for one in (ATTRIBUTES, replace(ATTRIBUTES, as_misprinted=True))
    )

    assert "变更内容简述" in usual
    assert "变更能容简述" in verbatim


@pytest.mark.rule("R-4.3.5-2")
@pytest.mark.parametrize(
    ("state", "across"),
    [
        ("现行有效", ""),
        ("现行有效（修订中）", ""),
        ("已废止", "作废"),
        ("已替代", "已替代"),
        ("审核中", "草稿"),
        ("封存", "封存"),
    ],
)
def test_what_is_not_in_force_says_so_across_the_page(state, across):
    text = "".join(texts(printed(replace(ATTRIBUTES, state=state, changes=())).pdf))

    assert watermark(state) == across
    assert text.count(across) >= 1


def test_the_bare_page_leaves_head_and_foot_to_the_marks():
    text = "".join(texts(printed(replace(ATTRIBUTES, state="已废止"), bare=True).pdf))

    assert "第 1 页" not in text
    assert "作废" not in text


def test_long_texts_break_inside_their_cells():
    long = replace(
        ATTRIBUTES,
        title="证联网" * 60,
        rights="网络部 · 网络管理员；" * 40,
        changes=(ChangeLine("V2.1", "更新" * 300),),
    )

    done = printed(long)

    assert done.warnings == ()
    assert all(place is None or place.right > 40 for place in places(done.pdf, "网络管理员"))


def test_the_fonts_inside_are_chinese():
    fonts = looking.fonts(printed(ATTRIBUTES).pdf)

    assert {name for name in fonts if "CJK" not in name} == set()
    assert any("Serif" in name for name in fonts)
    assert any("Sans" in name for name in fonts)
