"""The pages of people among those of 系统, for whoever may open them."""

from docsys.people.rules import Actor, Permission, may
from docsys.web.state import NavItem


def _reads_people(actor: Actor) -> bool:
    return may(actor, Permission.PEOPLE_READ)


def _reads_log(actor: Actor) -> bool:
    return may(actor, Permission.AUDIT_READ)


TABS = [
    NavItem(
        "people.users", "用户", "users", _reads_people, match=("people.user", "people.new_user", "people.create_user")
    ),
    NavItem("people.roles", "角色", "shield", _reads_people, match=("people.role",)),
    NavItem("people.units", "单位与部门", "sitemap", _reads_people, match=("people.unit", "people.create_unit")),
    NavItem("people.posts", "岗位", "id", _reads_people, match=("people.post",)),
    NavItem("people.audit_log", "审计日志", "history", _reads_log),
]
