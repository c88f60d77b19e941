"""What stands in the way of the steps D2 to D9. Pure."""

from typing import ClassVar

from docsys.errors import Refused, RuleBroken

REVISION_REASONS = ("年度评审", "变更单号", "问题单号", "整改", "其他")
ABOLITION_REASONS = ("业务不符", "硬件停用", "被替代", "评审结论")


class AuthorApproves(RuleBroken):
    article: ClassVar[str | None] = "2.3.3"
    message: ClassVar[str] = "编写人与审批人不能为同一人，请由其他有审批权限的人员审核。"


class NotOfThisLevel(RuleBroken):
    article: ClassVar[str | None] = "1.2.3"
    message: ClassVar[str] = "{level}文档由{role}审批，您不能审批。"


class OnlyZxbPublishes(RuleBroken):
    article: ClassVar[str | None] = "1.2.3"
    message: ClassVar[str] = "证信办级（A）制度和流程由证信办统一发布，请由证信办人员发布。"


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


class ReasonMissing(RuleBroken):
    message: ClassVar[str] = "请写明{what}。"
