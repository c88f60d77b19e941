"""Lines of a layout become paragraphs; heads, feet and page numbers are no text."""

from docsys.documents.comparing.paragraphs import paragraphs
from docsys.search.pages import PageText


def laid_out(*pages):
    return paragraphs([PageText(at, text) for at, text in enumerate(pages, 1)], laid_out=True)


def test_a_text_file_is_taken_line_by_line_without_the_empty_ones():
    assert paragraphs([PageText(None, "甲 \n\n  乙\n")], laid_out=False) == ["甲", "  乙"]


def test_lines_that_the_layout_broke_are_one_paragraph():
    text = (
        "值班人员应保证通讯畅通，接到告警后应在五分\n钟内响应，并按规定逐级上报运管中心负责人。\n第二条 每日巡检两次。"
    )

    assert laid_out(text) == [
        "值班人员应保证通讯畅通，接到告警后应在五分钟内响应，并按规定逐级上报运管中心负责人。",
        "第二条 每日巡检两次。",
    ]


def test_a_paragraph_runs_on_over_a_page_break():
    first, second = "各承建单位应当指定专人负责技术文档的收集与保", "管，并于每季度末向运管中心报送目录清单一份。"

    assert laid_out(f"{first}\n1", f"{second}\n2") == [first + second]


def test_what_stands_on_every_page_is_left_out():
    pages = [f"值班手册 V1.{at}\n第{at}条 内容各不相同。\n第 {at} 页 共 4 页" for at in range(1, 5)]

    assert laid_out(*pages) == [f"第{at}条 内容各不相同。" for at in range(1, 5)]


def test_latin_words_broken_by_the_layout_keep_their_blank():
    left = "the operator on duty answers the telephone at once and writes into the"

    assert laid_out(f"{left}\nlog book what was said and by whom it was said on the given day.")[0].startswith(
        f"{left} log book"
    )
