"""The prints read as chapter 9 of the requirements has it: caption, heading, titles of columns, text."""

import re

import pypdfium2
import pytest

from docsys.references import prints, rules
from docsys.references.prints import Printable
from docsys.references.rules import Table
from docsys.references.seed import shipped
from tests.people.factories import NOW

pytestmark = pytest.mark.rule("R-19-1")
CONTACT = """19.1 运管中心联系方式
地址：北京市西城区金融大街 4号金益大厦 邮编：100033
证联网运管中心服务热线：010-83141924 010-53851832 传真：83141985
电子邮件：zlinc@csits.org.cn"""
ROOMS = """表 19.2 托管机房信息表
已接入证联网的行业托管机房详细信息
序号 机构 机房 接入证联网节点
1 上交所 上海外高桥证券技术大厦机房 SH-1，SH-2
2 深证通 深圳滨海大道机房 SZ-1，SZ-2
3 上期技术 上海张江机房 SH-1，SH-2
4 大连飞创 大连河口机房 DL-1，DL-2
5 大连飞创 大连期货大厦机房 DL-1，DL-2
6 易盛 郑州郑东机房 ZZ-1，ZZ-2
7 中证信息 北京国际信息港机房 BJ-1，BJ-2
8 深证通南方中心 深证通南方中心机房 SZ-1，SZ-2"""
NODES = "\n".join(
    ["表 19.3 接入点信息表", "证联网接入点详细信息"]
    + [f"{code} 接入点名称 {name} 地址 {place}" for code, name, place in shipped()["19.3"]]
)


def body_of(pdf, organisation):
    """The text between head and foot, without the breaks that only the layout makes."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [document[at].get_textpage().get_text_range() for at in range(len(document))]
    around = re.compile(rf"{re.escape(organisation)}|表 19\.\d · 第 1 版 ·.*|第 \d 页.*")
    lines = (line.strip() for line in "\n".join(pages).splitlines())
    return "".join("".join(line.split()) for line in lines if not around.fullmatch(line))


@pytest.mark.parametrize(("which", "printed"), [(Table.CONTACT, CONTACT), (Table.ROOMS, ROOMS), (Table.NODES, NODES)])
def test_the_print_equals_the_printed_table(which, printed, settings):
    it = Printable(which, 1, rules.as_rows(shipped()[which.value]), "2026-11-22")

    body = body_of(prints.pdf(it, settings, NOW), settings.organisation)

    assert body == "".join(printed.split())


def test_the_rulebook_names_both_nodes_of_beijing_otherwise_and_the_print_does_not():
    """A-40: 接入点名称 everywhere, also where the rulebook has 名称 alone."""
    assert Table.NODES.columns == ("接入点", "接入点名称", "地址")
