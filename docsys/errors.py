"""The one exception tree. Every refusal carries its data and a Chinese sentence with its article.

`web/errors.py` maps these classes to HTTP once, `cli.py` to exit codes; nothing else translates them.
"""

from typing import ClassVar


class DocsysError(Exception):
    """Root of everything docsys raises on purpose.

    A subclass states `message`, a sentence with `{placeholders}` filled from the keyword arguments, and, where the
    rulebook gives one, `article`. Both may be overridden for one instance by the keywords of the same name.
    """

    message: ClassVar[str] = "操作未完成。"
    article: ClassVar[str | None] = None
    status: ClassVar[int] = 500

    def __init__(self, **data: object) -> None:
        self.data = data
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        """The refusal as its reader sees it: `不符合 15.6.4（五）：变更执行人与变更验证人不能为同一人`."""
        text = str(self.data.get("message", self.message)).format(**self.data)
        article = self.data.get("article", self.article)
        return f"不符合 {article}：{text}" if article else text


class Refused(DocsysError):
    """The act was understood and is not allowed as things stand."""

    status = 409


class RuleBroken(Refused):
    """An article of the rulebook forbids it."""

    status = 422


class InvalidInput(Refused):
    """What was typed cannot be used. `fields` maps a field id to its sentences."""

    message = "填写有误，请按提示修改后再提交。"
    status = 422

    @property
    def fields(self) -> dict[str, list[str]]:
        fields = self.data.get("fields", {})
        return fields if isinstance(fields, dict) else {}


class TransitionForbidden(Refused):
    message = "“{state}”状态下不能{verb}。"


class EditConflict(Refused):
    message = "该内容已被他人修改，请核对后重新提交。您填写的内容仍在本页。"


class Forbidden(Refused):
    """Visible, but the act is not this person's."""

    message = "您没有“{permission}”的权限，请联系文档管理员或系统管理员。"
    status = 403


class NotSignedIn(Refused):
    message = "请先登录。"
    status = 401


class NotFound(Refused):
    """Does not exist, or may not be seen: the answer is the same."""

    message = "没有找到您要的内容，可能不存在，或您无权查看。"
    status = 404


class Gone(Refused):
    """Was visible to this person and has been abolished (4.5.2)."""

    message = "{number} 已废止。"
    article: ClassVar[str | None] = "4.5.2"
    status = 410


class Destroyed(Gone):
    """Its time of keeping was over, and two persons had it destroyed."""

    message = "{number} 保存期满，已经鉴定销毁，内容不再留存。"
    article = None


class TooLarge(Refused):
    message = "文件超过 {limit} 的上限。"
    status = 413


class Unavailable(DocsysError):
    """A part that docsys needs does not answer; try again later."""

    message = "系统暂时无法完成该操作，请稍后重试。"
    status = 503


class StorageFull(Unavailable):
    message = "“{place}”所在磁盘空间不足，文件未保存。请联系系统管理员清理空间后重试。"
    status = 507


class TooComplex(Refused):
    """Rendering or extraction passed its limits of time or memory."""

    message = "文档过于复杂，无法在限定的时间和内存内处理。"
    status = 422


class Misconfigured(DocsysError):
    """A setting is wrong; refuse to start."""

    message = "配置项 {key} 有误：{reason}"
