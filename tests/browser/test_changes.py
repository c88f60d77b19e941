"""A change order of the second level in Chromium, from its application to the mirror, by everybody whom it needs."""

import pytest

from tests.browser import ordering
from tests.serving import until

pytestmark = pytest.mark.browser


@pytest.mark.rule("R-15.6.2-1", "R-15.6.4-1", "R-15.6.4-5", "R-15.6.4-6", "R-15.6.5-1")
def test_an_order_of_the_second_level_goes_from_its_application_to_the_archive_and_the_mirror(room, served):
    ordering.prepare(served)
    url = ordering.apply(room.desk("wangjun"))
    ordering.review(room, url)
    ordering.carry_out(room, url)
    ordering.close(room, url)

    backup = served.settings.backup
    until(lambda: list(backup.glob("现行库/*/SP01_*/*/*.pdf")), "the set of the order on the mirror")
    until(lambda: list(backup.glob("现行库/*/CZ06_*/*/*.pdf")), "the operation record on the mirror")
