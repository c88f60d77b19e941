"""A rule of level A from its demand to its publication, and the end of a configuration document, in browsers."""

import re

import pytest

from tests.browser import line, ruling
from tests.serving import until

pytestmark = pytest.mark.browser


@pytest.mark.rule("R-1.2.1-1", "R-1.2.2-1", "R-1.2.3-1")
def test_a_rule_is_demanded_drafted_finished_and_published(room, served):
    office, authority, second = (room.desk(login) for login in ("majun", "heping", "guoying"))
    room.expected.add(422)
    demanded, order = ruling.demand(room.desk("liqiang"))
    ruling.accept(office, order)
    url = ruling.hand_in(office, demanded)
    ruling.finish(authority, url)
    ruling.publish(authority, second, url)

    reader = room.desk("liqiang")
    reader.open(order)
    reader.sees("V1.0 已发布")
    reader.open("/")
    reader.sees("新发布")
    reader.sees(ruling.TITLE)
    backup = served.settings.backup
    until(lambda: list(backup.glob("现行库/*/SP02_*/*/*.pdf")), "the sheet of the publication on the mirror")


@pytest.mark.rule("R-4.5.2-2")
def test_a_configuration_document_ends_and_leaves_a_tombstone(room):
    author, reader = room.desk("wangjun"), room.desk("liqiang")
    url = line.drop_a_file(author, "PZ02")
    line.fill_the_marks(author, "PZ02")
    line.judge_and_publish(room, url, "26")
    ruling.abolish(room, url)

    reader.open(url)
    reader.sees("已废止")
    reader.sees("硬件停用")
    reader.shot("27-tombstone")
    assert re.search(r"/documents/\d+$", reader.page.url)
