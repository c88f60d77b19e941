"""Plain functions for tests of numbers."""

from datetime import UTC, datetime

from docsys.numbering import actions
from docsys.people.rules import Actor, Held, Role

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
CLERK = Actor(None, "wangfang", "王芳", None, "YGZX", "运管中心", grants=(Held(Role.DOCADMIN),))
STAFF = Actor(None, "zhaomin", "赵敏", None, "YGZX", "运管中心")


def issue(session, *, folder="PZ02", pattern="A", unit="SHFE", subject="设备配置", now=NOW):
    return actions.issue_document(
        session,
        library="ZLW",
        folder_code=folder,
        pattern=pattern,
        unit_code=unit,
        subject=subject,
        actor=CLERK,
        now=now,
    )


def archive(session, form_number, *, folder="SP01", subject="变更单", now=NOW):
    return actions.issue_archive(
        session, library="ZLW", folder_code=folder, form_number=form_number, subject=subject, actor=CLERK, now=now
    )
