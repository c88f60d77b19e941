"""Plain functions for tests of folders."""

from datetime import UTC, datetime

from docsys.folders import actions
from docsys.people.rules import Actor, Held, Role

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
CLERK = Actor(None, "wangfang", "王芳", None, "YGZX", "运管中心", grants=(Held(Role.DOCADMIN),))
STAFF = Actor(None, "zhaomin", "赵敏", None, "YGZX", "运管中心")
LOCAL_CLERK = Actor(None, "liwei", "李伟", None, "SHFE", "上期所", grants=(Held(Role.DOCADMIN, 6),))


def create(session, parent_code, name, *, actor=CLERK):
    return actions.create(session, parent_code, name, actor=actor, now=NOW)
