"""The invented people of the sample library, each with a fresh random password that is shown once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys.people import queries
from docsys.people.actions import accounts, grants
from docsys.people.commands import account_of
from docsys.people.models import Unit, User
from docsys.people.rules import Actor, Role

# login, name, unit, department, post, roles
CAST: tuple[tuple[str, str, str, str, str, tuple[Role, ...]], ...] = (
    ("admin", "钱进", "YGZX", "综合部", "系统管理员", (Role.SYSADMIN,)),
    ("admin2", "周宁", "YGZX", "综合部", "系统管理员", (Role.SYSADMIN,)),
    ("zhaomin", "赵敏", "YGZX", "综合部", "文档管理员", (Role.DOCADMIN,)),
    ("sunli", "孙立", "YGZX", "综合部", "文档管理员", (Role.DOCADMIN, Role.CHG_DESK)),
    ("wangjun", "王军", "YGZX", "网络部", "网络管理员", (Role.AUTHOR,)),
    ("wulei", "吴磊", "YGZX", "安全部", "安全管理员", (Role.AUTHOR,)),
    ("chenzhiyuan", "陈志远", "YGZX", "运行部", "值班负责人", (Role.DOC_APPROVER, Role.CHG_REVIEWER)),
    ("zhangming", "张明", "YGZX", "运行部", "值班人员", (Role.CHG_DESK, Role.ROOMADMIN)),
    ("liqiang", "李强", "YGZX", "运行部", "值班人员", ()),
    ("chenlin", "陈琳", "YGZX", "运行部", "值班人员", (Role.AUTHOR, Role.DUTY, Role.CFGADMIN)),
    ("zhengguodong", "郑国栋", "YGZX", "综合部", "上级领导", (Role.LEADER,)),
    ("heping", "何平", "ZXB", "证信办", "普通岗位", (Role.ZXB,)),
    ("guoying", "郭颖", "ZXB", "证信办", "普通岗位", (Role.ZXB,)),
    ("hejing", "何静", "ZXB", "证信办", "审计人员", (Role.AUDITOR,)),
    ("majun", "马骏", "WGB", "网管办", "普通岗位", (Role.AUTHOR, Role.WGB)),
    ("zhouli", "周丽", "WGB", "网管办", "普通岗位", (Role.WGB,)),
    ("lijing", "李静", "SHFE", "技术部", "网络管理员", ()),
    ("liuying", "刘颖", "SHFE", "技术部", "网络管理员", (Role.AUTHOR,)),
    ("wanghaitao", "王海涛", "SHFE", "技术部", "重要设备操作人员", ()),
    ("zhaohai", "赵海", "DCE", "技术部", "网络管理员", (Role.AUTHOR,)),
    ("sunwei", "孙伟", "DCE", "技术部", "值班人员", ()),
)
# Who belongs to these acts for the whole network, everybody else for the own unit.
NETWORK_WIDE = frozenset({"YGZX", "ZXB", "WGB"})


@dataclass(frozen=True)
class Shown:
    """What is printed once."""

    login: str
    name: str
    unit: str
    roles: str
    password: str


def make(session: Session, now: datetime) -> list[Shown]:
    shown = []
    for login, name, unit_code, department, post, roles in CAST:
        unit = session.scalars(select(Unit).where(Unit.code == unit_code)).one()
        typed = {"login": login, "name": name, "staff_no": None, "unit": unit_code, "department": department}
        user, password = accounts.create_from_shell(session, account_of(session, {**typed, "post": post}), now)
        for role in roles:
            grants.grant_from_shell(session, user, role, None if unit_code in NETWORK_WIDE else unit.id, now)
        labels = "、".join(role.label for role in roles) or Role.STAFF.label
        shown.append(Shown(login, name, unit.short_name, labels, password))
    return shown


def names() -> dict[str, str]:
    """How everybody is called, by login."""
    return {login: name for login, name, *_rest in CAST}


def cast(session: Session) -> dict[str, Actor]:
    """Everybody as an actor, by login."""
    session.flush()
    session.expire_all()
    users = session.scalars(select(User)).all()
    return {user.login: queries.actor_of(session, user.id, channel="cli") for user in users}
