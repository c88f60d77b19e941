"""Paper in browsers: a copy lent and brought back, a volume bound (R-4.5.1-1, R-4.3.7-2, R-4.3.2-1)."""

import pytest
from pypdf.generic import Destination

from tests.browser import papers
from tests.serving import until

pytestmark = pytest.mark.browser


@pytest.mark.rule("R-4.5.1-1")
def test_a_copy_is_lent_and_brought_back(room, served):
    keeper, second, reader = room.desk("zhaomin"), room.desk("sunli"), room.desk("liqiang")
    (number,) = papers.in_force(served, "机房钥匙领用说明")
    copy = papers.register(keeper, number)
    loan = papers.lend(keeper, copy)

    reader.open("/")
    reader.sees("我借阅的纸质文件")
    reader.sees("14 天后")
    reader.open(copy)
    reader.sees("李强")
    second.open(loan)
    second.press_and_confirm("登记归还", says="已登记归还。")
    second.shot("43-returned")
    second.open(copy)
    second.sees("在库")
    second.sees("已归还")
    filed = "现行库/*/SP09_*/*借阅登记单*/*.pdf"
    until(lambda: list(served.settings.backup.glob(filed)), "the sheet of the loan on the mirror")


@pytest.mark.rule("R-4.3.7-2", "R-4.3.2-1")
def test_a_volume_is_compiled_printed_and_bound_as_one_file(room, served):
    keeper = room.desk("zhaomin")
    numbers = papers.in_force(served, "应急通讯手册", "值班电话使用说明")
    for number in reversed(numbers):
        papers.register(keeper, number)
    volume, url = papers.compile_volume(keeper)

    parts = {
        what: papers.text(papers.printed(keeper, f"{url}/{what}.pdf")) for what in ("cover", "contents", "remarks")
    }
    assert volume in parts["cover"]
    assert "应急与钥匙手册汇编" in parts["cover"]
    assert parts["contents"].index(numbers[0]) < parts["contents"].index(numbers[1])
    assert "备考表" in parts["remarks"]
    assert len(papers.printed(keeper, f"{url}/spine.pdf").pages) == 1

    keeper.press_and_confirm("装订", says="已装订。")
    keeper.sees_after_a_while("装订本 PDF")
    until(lambda: _is_linked(keeper), "the bound copy")
    keeper.shot("46-bound")
    book = papers.printed(keeper, f"{url}/bound.pdf")
    marks = [one for one in book.outline if isinstance(one, Destination)]
    assert [one.title for one in marks][:2] == ["封面", "卷内目录"]
    assert [str(one.title).split()[1] for one in marks[2:-1]][-2:] == numbers
    pages = [book.get_destination_page_number(one) or 0 for one in marks]
    assert pages == sorted(set(pages))
    assert all(number in book.pages[page].extract_text() for number, page in zip(numbers, pages[-3:-1], strict=True))
    keeper.open(f"/paper/volumes?q={numbers[0]}")
    keeper.sees(volume)
    until(lambda: list(served.settings.backup.glob(f"卷册/{volume}_*/{volume}_装订本.pdf")), "the volume on the mirror")


def _is_linked(keeper):
    """The button leads to the file as soon as the worker has made it."""
    keeper.page.reload()
    return keeper.link("装订本 PDF").count()
