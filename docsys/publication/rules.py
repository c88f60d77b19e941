"""What stands in the way of the steps D2 to D9, and of the making of rules (1.2 to 1.4). Pure."""

from datetime import date
from typing import ClassVar

from docsys.errors import Refused, RuleBroken

REVISION_REASONS = ("年度评审", "变更单号", "问题单号", "整改", "其他")
ABOLITION_REASONS = ("业务不符", "硬件停用", "被替代", "评审结论")


PAPER_WAYS = ("由文档管理员收回后销毁（HS）", "收回后加盖作废章留档", "经核对没有受控纸质份")
NO_PAPER = "无纸质文件"
UNCHANGED = "无修改"


class AuthorApproves(RuleBroken):
    article: ClassVar[str | None] = "2.3.3"
    message: ClassVar[str] = "编写人与审批人不能为同一人，请由其他有审批权限的人员审核。"


class NotOfThisLevel(RuleBroken):
    article: ClassVar[str | None] = "1.2.3"
    message: ClassVar[str] = "{level}文档由{role}审批，您不能审批。"


class OnlyZxbPublishes(RuleBroken):
    article: ClassVar[str | None] = "1.2.3"
    message: ClassVar[str] = "证信办级（A）制度和流程由证信办统一发布，请由证信办人员发布。"


class OnlyWgbDrafts(RuleBroken):
    article: ClassVar[str | None] = "1.2.1"
    message: ClassVar[str] = (
        "证信办级（A）制度和流程的送审稿由网管办起草提交；您可以在“表单与台账”中填写制定需求（XQ），由网管办受理。"
    )


class NotOwnedByWgb(RuleBroken):
    article: ClassVar[str | None] = "2.2.2"
    message: ClassVar[str] = (
        "证联网制度规范、应急预案和演练计划由网管办制定，归口单位应为网管办，现为{unit}；请撤回后以网管办归口重新登记。"
    )


class NoDemand(RuleBroken):
    article: ClassVar[str | None] = "1.2.1"
    message: ClassVar[str] = (
        "证信办级（A）制度和流程须先有网管办受理的制定需求，请在“属性”中填写需求单号（XQ）。{found}"
    )


class NotYourDemand(RuleBroken):
    article: ClassVar[str | None] = "1.2.1"
    message: ClassVar[str] = "{demand} 由{drafter}起草，请由起草人提交送审稿。"


class NoBasis(RuleBroken):
    article: ClassVar[str | None] = "1.1.2"
    message: ClassVar[str] = "还没有写明依据，请在“属性”中填写依据文件（法律法规、标准、上级制度或变更单号）后再提交。"


class NoCycle(RuleBroken):
    article: ClassVar[str | None] = "4.4.1"
    message: ClassVar[str] = "还没有评审周期，请在“评审与有效期”中设定后再提交。"


class PublishedBeforeApproved(RuleBroken):
    article: ClassVar[str | None] = "1.2.3"
    message: ClassVar[str] = "发布日期 {published} 早于批准日期 {approved}，请核对本机时间后再发布。"


class PaperMissing(RuleBroken):
    article: ClassVar[str | None] = "4.5.2"
    message: ClassVar[str] = "{number} 有纸质份，请写明纸质处理，如“{example}”。"


class NotAmendable(RuleBroken):
    article: ClassVar[str | None] = "1.2.2"
    message: ClassVar[str] = "只有证信办级（A）制度和流程由证信办修改定稿；其他文档请退回编写人修改。"


class NoFile(RuleBroken):
    article: ClassVar[str | None] = "4.3.4（二）"
    message: ClassVar[str] = "还没有文件，请先上传主文件再提交。"


class NoRights(RuleBroken):
    article: ClassVar[str | None] = "4.5.1"
    message: ClassVar[str] = "还没有使用权限，请在“权限”中写明部门和岗位，或为所在文件夹设置使用权限。"


class RevisionOpen(Refused):
    article: ClassVar[str | None] = "4.4.1"
    message: ClassVar[str] = "{number} 已有未完成的修订 {version}，请先完成或撤回。"


class NotThere(RuleBroken):
    article: ClassVar[str | None] = "4.3.4（二）"
    message: ClassVar[str] = "{number} 不能移至 {folder}：请选择另一个受控文件类的二级及以下文件夹。"


class NotARecord(Refused):
    article: ClassVar[str | None] = "1.2.3"
    message: ClassVar[str] = "“{folder}”存放受控文件，须经审核和发布，不能直接归档。请提交审核。"


class IsARecord(Refused):
    message: ClassVar[str] = "“{folder}”存放记录类文档，不经审核发布，请直接归档。"


class ClausesMissing(RuleBroken):
    article: ClassVar[str | None] = "6.2"
    message: ClassVar[str] = "合同条款尚未逐项核对：{clauses}。请在“合同信息”中填写“有”或“不适用”。"


class ReasonMissing(RuleBroken):
    message: ClassVar[str] = "请写明{what}。"


# 保管期限 of records by category, where no form says otherwise (requirements 6); of contracts it runs from their end.
RETENTION = {"HT": "10y", "SP": "10y", "CZ": "3y", "RZ": "3y"}


def retention_of(category: str) -> str:
    """How long a record of that category is kept; of a category added later, as long as the longest."""
    return RETENTION.get(category, "10y")


def check_order(approved: date | None, published: date) -> None:
    """D5: nothing is published before the day it was approved."""
    if approved is not None and published < approved:
        raise PublishedBeforeApproved(approved=approved, published=published)


def check_paper(number: str, medium: str, paper: str) -> str:
    """What becomes of the copies on paper; a document that has none needs no word (D8)."""
    if paper.strip():
        return paper.strip()
    if "纸质" in medium:
        raise PaperMissing(number=number, example=PAPER_WAYS[0])
    return NO_PAPER
