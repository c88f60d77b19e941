"""A change order of the second level in Chromium, from its application to the mirror, by everybody whom it needs."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from docsys.calendars.models import CalendarYear
from docsys.calendars.rules import Which
from docsys.clock import SystemClock, local
from docsys.people.rules import Role
from tests.browser import ordering
from tests.people.factories import make_user
from tests.serving import Served, until

pytestmark = pytest.mark.browser
CAST = ordering.Cast(
    author="wangjun",
    hand="李强（liqiang）",
    eye="郑国栋（zhengguodong）",
    desk="zhangming",
    second="sunli",
    reviewers=("chenzhiyuan",),
    watch="fanyun",
    keeper="zhaomin",
    unit="运管中心",
)


def prepare(served: Served) -> None:
    """Somebody who watches, and calendars of the years of this day: orders are checked on the clock on the wall."""
    now = SystemClock().now()
    database = served.database()
    with database.act() as session:
        make_user(session, CAST.watch, Role.DUTY, name="范云").password_set_at = now
        known = {(one.which, one.year) for one in session.scalars(select(CalendarYear))}
        wanted = {(which.value, year) for which in Which for year in {now.year, (now + timedelta(days=7)).year}}
        for which, year in wanted - known:
            session.add(CalendarYear(which=which, year=year, source="测试", loaded_at=now))
    database.dispose()


@pytest.mark.rule("R-15.6.2-1", "R-15.6.4-1", "R-15.6.4-5", "R-15.6.4-6", "R-15.6.5-1")
def test_an_order_of_the_second_level_goes_from_its_application_to_the_archive_and_the_mirror(room, served):
    prepare(served)
    begins = local(SystemClock().now()).replace(second=0, microsecond=0) - timedelta(minutes=1)
    typed = ordering.fan(CAST, begins) | {"window_reason": "风扇随时可能停转，须立即更换"}

    url = ordering.apply(room.desk(CAST.author), typed, "60")
    ordering.review(room, CAST, url, "61")
    ordering.carry_out(room, CAST, url, "62")
    ordering.recheck(room, CAST, url, "风扇已更换，目标达成")
    ordering.bring_up_to_date(room, CAST, url)
    ordering.archive(room, CAST, url, "63")

    backup = served.settings.backup
    until(lambda: list(backup.glob("现行库/*/SP01_*/*/*.pdf")), "the set of the order on the mirror")
    until(lambda: list(backup.glob("现行库/*/CZ06_*/*/*.pdf")), "the operation record on the mirror")
