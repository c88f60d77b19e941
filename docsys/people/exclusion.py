"""Which roles one person may not hold together (三权分立, level 3 8.1.4.2d)."""

from collections.abc import Iterable

from docsys.errors import RuleBroken
from docsys.people.rules import Role

EXCLUSIVE = frozenset({Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR})


class RolesExclude(RuleBroken):
    article = "9.3.5"
    message = "“{role}”与“{held}”互斥，不能由同一人担任。请先撤销“{held}”，或授予他人。"


def check_exclusive(role: Role, held: Iterable[Role]) -> None:
    """Refuse `role` to somebody who holds one that excludes it, in whatever unit."""
    for other in held:
        if other != role and {role, other} <= EXCLUSIVE:
            raise RolesExclude(role=role.label, held=other.label)
