"""Lists on paper: twenty rows on a landscape sheet, the head on every page, groups with their headings."""

from docsys.printing import lists
from docsys.printing.child import rendering
from docsys.printing.limits import LIMITS
from docsys.printing.lists import Column, Group, Listing
from tests.printing.samples import TEMPLATES, texts

COLUMNS = (
    Column("序号", 5, "center"),
    Column("文档编号", 20, is_number=True),
    Column("文档名称", 40),
    Column("版本", 8, "center"),
)


def rows(first, last):
    return tuple((f"第{one}行", f"ZLW-SC01-YGZX-{one:03}", "值班手册", "V1.0") for one in range(first, last + 1))


def printed(listing):
    return rendering.render(
        lists.html(listing, folder=TEMPLATES), TEMPLATES / "print", LIMITS, title="", attachments=(), variant=None
    )


def test_twenty_rows_stand_on_the_first_page():
    done = printed(
        Listing("电子文档目录", COLUMNS, lists.one_group(rows(1, 45)), filtered_by="全部类别", summary="共 45 份")
    )

    pages = texts(done.pdf)

    assert done.warnings == ()
    assert "第20行" in pages[0]
    assert "第22行" not in pages[0]
    assert all("文档编号" in page for page in pages)
    assert "全部类别" in pages[0]
    assert "共 45 份" in pages[0]


def test_groups_carry_their_headings_and_none_stays_alone_at_the_foot():
    groups = (Group("SC01 值班手册", rows(1, 19)), Group("SC02 操作手册", rows(20, 30)))

    pages = texts(printed(Listing("电子文档目录", COLUMNS, groups)).pdf)

    heading = next(page for page in pages if "SC02 操作手册" in page)
    assert "第20行" in heading


def test_an_empty_list_says_what_belongs_there():
    text = "".join(
        texts(printed(Listing("到期文档", COLUMNS, (), empty="没有到期的文档", signatures=("编制", "审核"))).pdf)
    )

    assert "没有到期的文档" in text
    assert "审核签字：" in text


def test_a_list_can_stand_upright():
    done = printed(Listing("卷内目录", COLUMNS, lists.one_group(rows(1, 3)), is_landscape=False))

    assert done.pages == 1
    assert "第3行" in texts(done.pdf)[0]
