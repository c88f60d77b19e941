"""Roles, permissions, and the one table of who holds what (requirements 1.3). Pure; an auditor reads `HOLDERS`."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from docsys.errors import Forbidden


class Role(StrEnum):
    """What a person may be, granted per unit or for the whole network."""

    SYSADMIN = "sysadmin"
    SECADMIN = "secadmin"
    AUDITOR = "auditor"
    DOCADMIN = "docadmin"
    AUTHOR = "author"
    DOC_APPROVER = "doc_approver"
    ZXB = "zxb"
    WGB = "wgb"
    CHG_DESK = "chg_desk"
    CHG_REVIEWER = "chg_reviewer"
    LEADER = "leader"
    CFGADMIN = "cfgadmin"
    DUTY = "duty"
    DUTY_LEAD = "duty_lead"
    ROOMADMIN = "roomadmin"
    MEDIA = "media"
    PROBLEM_MGR = "problem_mgr"
    STAFF = "staff"

    @property
    def label(self) -> str:
        return ROLE_LABELS[self]


ROLE_LABELS: Mapping[Role, str] = {
    Role.SYSADMIN: "系统管理员",
    Role.SECADMIN: "安全管理员",
    Role.AUDITOR: "审计员",
    Role.DOCADMIN: "文档管理员",
    Role.AUTHOR: "编写人",
    Role.DOC_APPROVER: "文档审批人",
    Role.ZXB: "证信办",
    Role.WGB: "网管办成员",
    Role.CHG_DESK: "变更受理",
    Role.CHG_REVIEWER: "二级变更评审人",
    Role.LEADER: "上级领导",
    Role.CFGADMIN: "配置管理岗",
    Role.DUTY: "值班人员",
    Role.DUTY_LEAD: "值班负责人",
    Role.ROOMADMIN: "机房管理员",
    Role.MEDIA: "数据管理责任人",
    Role.PROBLEM_MGR: "问题管理人",
    Role.STAFF: "普通员工",
}


class Permission(StrEnum):
    """One act that can be allowed."""

    PEOPLE_READ = "people.read"
    PEOPLE_ADMINISTER = "people.administer"
    ROLE_GRANT = "role.grant"
    AUDIT_READ = "audit.read"
    FOLDER_CREATE = "folder.create"
    NUMBER_ADMINISTER = "number.administer"
    DOCUMENT_REGISTER = "document.register"
    DOCUMENT_IMPORT = "document.import"
    DOCUMENT_EDIT = "document.edit"
    DOCUMENT_APPROVE = "document.approve"
    DOCUMENT_PUBLISH = "document.publish"
    RULE_PUBLISH = "rule.publish"
    DOCUMENT_READ_ALL = "document.read_all"
    RECORD_FILL = "record.fill"
    RECORD_READ = "record.read"
    RECORD_EDIT = "record.edit"
    RECORD_ARCHIVE = "record.archive"
    MIRROR_READ = "mirror.read"
    MIRROR_OPERATE = "mirror.operate"
    LIBRARY_CHECK = "library.check"
    LIBRARY_REPAIR = "library.repair"
    PAPER_READ = "paper.read"
    PAPER_KEEP = "paper.keep"
    PAPER_LEND = "paper.lend"
    PAPER_APPROVE = "paper.approve"
    PAPER_BIND = "paper.bind"
    PAPER_DESTROY = "paper.destroy"
    SYSTEM_READ = "system.read"
    SYSTEM_OPERATE = "system.operate"
    CALENDAR_ADMINISTER = "calendar.administer"
    CALENDAR_CONFIRM = "calendar.confirm"
    REFERENCE_MAINTAIN = "reference.maintain"
    CHANGE_HANDLE = "change.handle"
    CHANGE_OPINE = "change.opine"
    CHANGE_REVIEW = "change.review"
    CHANGE_REVIEW_FIRST = "change.review_first"
    CHANGE_REVIEW_SECOND = "change.review_second"
    CHANGE_ENDORSE = "change.endorse"
    CHANGE_ALLOW = "change.allow"
    CHANGE_CONFIRM_ORAL = "change.confirm_oral"
    CHANGE_OBSERVE = "change.observe"
    CHANGE_DOCUMENTS = "change.documents"
    CHANGE_ITEMS = "change.items"
    RETENTION_APPRAISE = "retention.appraise"
    RETENTION_SET = "retention.set"

    @property
    def label(self) -> str:
        return PERMISSION_LABELS[self]


PERMISSION_LABELS: Mapping[Permission, str] = {
    Permission.PEOPLE_READ: "查看账户与组织",
    Permission.PEOPLE_ADMINISTER: "管理账户与组织",
    Permission.ROLE_GRANT: "授予角色",
    Permission.AUDIT_READ: "查看审计日志",
    Permission.FOLDER_CREATE: "建立与调整文件夹",
    Permission.NUMBER_ADMINISTER: "管理编号",
    Permission.DOCUMENT_REGISTER: "登记文档",
    Permission.DOCUMENT_IMPORT: "历史导入与收件夹",
    Permission.DOCUMENT_EDIT: "编辑文档属性",
    Permission.DOCUMENT_APPROVE: "审核文档",
    Permission.DOCUMENT_PUBLISH: "发布与废止文档",
    Permission.RULE_PUBLISH: "发布与废止证信办级（A）文档",
    Permission.DOCUMENT_READ_ALL: "查看范围内全部文档",
    Permission.RECORD_FILL: "填写表单",
    Permission.RECORD_READ: "查看表单",
    Permission.RECORD_EDIT: "修改表单",
    Permission.RECORD_ARCHIVE: "归档表单",
    Permission.MIRROR_READ: "查看备份状态",
    Permission.MIRROR_OPERATE: "操作备份与放行制动",
    Permission.LIBRARY_CHECK: "检查文档库一致性",
    Permission.LIBRARY_REPAIR: "修复文档库",
    Permission.PAPER_READ: "查看纸质文件台账",
    Permission.PAPER_KEEP: "登记与保管纸质文件",
    Permission.PAPER_LEND: "办理纸质借还",
    Permission.PAPER_APPROVE: "批准借阅敏感纸质文件",
    Permission.PAPER_BIND: "组卷与装订",
    Permission.PAPER_DESTROY: "销毁纸质文件",
    Permission.SYSTEM_READ: "查看系统运行状况",
    Permission.SYSTEM_OPERATE: "重试后台作业",
    Permission.CALENDAR_ADMINISTER: "导入与更改日历",
    Permission.CALENDAR_CONFIRM: "确认日历的导入与更改",
    Permission.REFERENCE_MAINTAIN: "更改与确认参考表（19.1 至 19.3）",
    Permission.CHANGE_HANDLE: "办理变更（受理、汇总、报备、通知、确认、归档）",
    Permission.CHANGE_OPINE: "代表本单位对一级变更提出意见",
    Permission.CHANGE_REVIEW: "参加变更评审",
    Permission.CHANGE_REVIEW_FIRST: "评审一级变更",
    Permission.CHANGE_REVIEW_SECOND: "评审二级变更",
    Permission.CHANGE_ENDORSE: "签署变更的上级领导意见",
    Permission.CHANGE_ALLOW: "登记证信办对紧急变更的决定",
    Permission.CHANGE_CONFIRM_ORAL: "作出、确认紧急变更的决定",
    Permission.CHANGE_OBSERVE: "变更后值班观察",
    Permission.CHANGE_DOCUMENTS: "核对变更涉及的技术文档",
    Permission.CHANGE_ITEMS: "录入变更后的配置项",
    Permission.RETENTION_APPRAISE: "保存期满鉴定、销毁与冻结",
    Permission.RETENTION_SET: "调整保管期限",
}

HOLDERS: Mapping[Permission, frozenset[Role]] = {
    Permission.PEOPLE_READ: frozenset({Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR}),
    Permission.PEOPLE_ADMINISTER: frozenset({Role.SYSADMIN}),
    Permission.ROLE_GRANT: frozenset({Role.SYSADMIN, Role.SECADMIN}),
    Permission.AUDIT_READ: frozenset({Role.AUDITOR, Role.SYSADMIN, Role.ZXB}),
    Permission.FOLDER_CREATE: frozenset({Role.DOCADMIN}),
    Permission.NUMBER_ADMINISTER: frozenset({Role.DOCADMIN, Role.SYSADMIN}),
    Permission.DOCUMENT_REGISTER: frozenset({Role.DOCADMIN, Role.AUTHOR, Role.WGB}),
    Permission.DOCUMENT_IMPORT: frozenset({Role.DOCADMIN}),
    Permission.DOCUMENT_EDIT: frozenset({Role.DOCADMIN}),
    Permission.DOCUMENT_APPROVE: frozenset({Role.DOC_APPROVER}),
    Permission.DOCUMENT_PUBLISH: frozenset({Role.DOCADMIN}),
    Permission.RULE_PUBLISH: frozenset({Role.ZXB}),
    Permission.DOCUMENT_READ_ALL: frozenset({Role.DOCADMIN, Role.AUDITOR}),
    Permission.RECORD_FILL: frozenset({Role.STAFF}),
    Permission.RECORD_READ: frozenset({Role.AUDITOR, Role.CHG_DESK, Role.DOCADMIN}),
    Permission.RECORD_EDIT: frozenset({Role.DOCADMIN}),
    Permission.RECORD_ARCHIVE: frozenset({Role.CHG_DESK, Role.DOCADMIN}),
    Permission.MIRROR_READ: frozenset({Role.DOCADMIN, Role.SYSADMIN, Role.AUDITOR}),
    Permission.MIRROR_OPERATE: frozenset({Role.DOCADMIN, Role.SYSADMIN}),
    Permission.LIBRARY_CHECK: frozenset({Role.DOCADMIN, Role.SYSADMIN, Role.AUDITOR}),
    Permission.LIBRARY_REPAIR: frozenset({Role.DOCADMIN}),
    Permission.PAPER_READ: frozenset({Role.DOCADMIN, Role.AUDITOR}),
    Permission.PAPER_KEEP: frozenset({Role.DOCADMIN}),
    Permission.PAPER_LEND: frozenset({Role.DOCADMIN}),
    Permission.PAPER_APPROVE: frozenset({Role.LEADER}),
    Permission.PAPER_BIND: frozenset({Role.DOCADMIN}),
    Permission.PAPER_DESTROY: frozenset({Role.DOCADMIN}),
    Permission.SYSTEM_READ: frozenset({Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR}),
    Permission.SYSTEM_OPERATE: frozenset({Role.SYSADMIN}),
    Permission.CALENDAR_ADMINISTER: frozenset({Role.SYSADMIN}),
    Permission.CALENDAR_CONFIRM: frozenset({Role.SYSADMIN, Role.WGB}),
    Permission.REFERENCE_MAINTAIN: frozenset({Role.DOCADMIN, Role.CHG_DESK}),
    Permission.CHANGE_HANDLE: frozenset({Role.CHG_DESK}),
    Permission.CHANGE_OPINE: frozenset({Role.LEADER, Role.DOC_APPROVER, Role.CFGADMIN}),
    Permission.CHANGE_REVIEW: frozenset({Role.WGB, Role.CHG_REVIEWER}),
    Permission.CHANGE_REVIEW_FIRST: frozenset({Role.WGB}),
    Permission.CHANGE_REVIEW_SECOND: frozenset({Role.CHG_REVIEWER}),
    Permission.CHANGE_ENDORSE: frozenset({Role.LEADER}),
    Permission.CHANGE_ALLOW: frozenset({Role.ZXB, Role.CHG_DESK}),
    Permission.CHANGE_CONFIRM_ORAL: frozenset({Role.ZXB}),
    Permission.CHANGE_OBSERVE: frozenset({Role.DUTY, Role.DUTY_LEAD}),
    Permission.CHANGE_DOCUMENTS: frozenset({Role.DOCADMIN}),
    Permission.CHANGE_ITEMS: frozenset({Role.CFGADMIN}),
    Permission.RETENTION_APPRAISE: frozenset({Role.DOCADMIN}),
    Permission.RETENTION_SET: frozenset({Role.DOCADMIN, Role.WGB}),
}


@dataclass(frozen=True)
class Held:
    """A role somebody holds, in one unit or, where `unit_id` is None, in all (全网)."""

    role: Role
    unit_id: int | None = None


@dataclass(frozen=True)
class Actor:
    """Who acts: plain values, loaded once for a request or command. `channel` is web, cli, api or job."""

    user_id: int | None
    login: str
    name: str
    unit_id: int | None
    unit_code: str
    unit_name: str
    assignments: tuple[tuple[int, int], ...] = ()
    grants: tuple[Held, ...] = ()
    channel: str = "web"
    source: str = "-"

    def holds(self, role: Role, unit_id: int | None = None) -> bool:
        """Whether the role is held for the whole network or for `unit_id`."""
        return any(held.role == role and held.unit_id in {None, unit_id} for held in self._all_grants())

    def _all_grants(self) -> tuple[Held, ...]:
        """Everybody with an account is staff of the own unit."""
        return self.grants if self.unit_id is None else (*self.grants, Held(Role.STAFF, self.unit_id))

    def units_of(self, permission: Permission) -> frozenset[int] | None:
        return scope(self, permission)


SYSTEM = Actor(None, "system", "系统", None, "", "", channel="job")


def scope(actor: Actor, permission: Permission) -> frozenset[int] | None:
    """The units in which `actor` has `permission`; None means in all of them.

    The system acts only for what somebody was permitted to do.
    """
    if actor == SYSTEM:
        return None
    holders = HOLDERS[permission]
    units = [held.unit_id for held in actor._all_grants() if held.role in holders]  # noqa: SLF001 - the same room's class
    return None if None in units else frozenset(unit for unit in units if unit is not None)


def may(actor: Actor, permission: Permission, unit_id: int | None = None) -> bool:
    """Whether `actor` has `permission` in `unit_id`; without one, for the whole network."""
    units = scope(actor, permission)
    return units is None or unit_id in units


def require(actor: Actor, permission: Permission, unit_id: int | None = None) -> None:
    """Raise Forbidden unless `may`."""
    if not may(actor, permission, unit_id):
        raise Forbidden(permission=permission.label)
