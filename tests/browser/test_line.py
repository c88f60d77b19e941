"""The whole line in Chromium: from a dropped file to a revised document on the mirror, from a form to its archived print."""

import re

import pytest

from tests.browser import line
from tests.serving import until

pytestmark = pytest.mark.browser


@pytest.mark.rule("R-4.3.4-4", "R-4.3.5-1", "R-2.3.3-1", "R-4.4.1-1", "R-4.3.6-1")
def test_from_a_file_to_the_mirror_and_from_a_form_to_its_archived_print(room, served):
    author, reader = room.desk("wangjun"), room.desk("liqiang")
    url = line.drop_a_file(author)
    line.fill_the_marks(author)
    number = re.findall(r"ZLW-SC01-YGZX-\d+", author.page.inner_text("#messages"))[0]
    line.judge_and_publish(room, url, "05")
    line.find_and_read(reader, number)
    line.revise(author, url)
    line.judge_and_publish(room, url, "09")
    reader.open(url)
    reader.sees_after_a_while("V1.1")
    line.approve_and_archive(room, line.ask_for_works(author))
    line.log_a_visit(room.desk("zhangming"))
    line.archive_the_month(room)

    backup = served.settings.backup
    until(lambda: list(backup.glob(f"现行库/*/*/{number}_*/{number}_V1.1_标识版.pdf")), "V1.1 on the mirror")
    until(lambda: list(backup.glob(f"历史版本/**/{number}_V1.0_*.docx")), "V1.0 in the history on the mirror")
    until(lambda: list(backup.glob("现行库/*/SP04_*/*/*.pdf")), "the approval on the mirror")
    until(lambda: list(backup.glob("现行库/*/SP03_*/*/*.pdf")), "the month's list on the mirror")
    line.look_at_the_backup(room.desk("zhaomin"))
