"""What comes of a print or a conversion, and why one was refused."""

from dataclasses import dataclass, field

from docsys.errors import Refused, Unavailable


class Unreadable(Refused):
    """A foreign file that cannot be used: broken, encrypted, beyond a limit."""

    message = "文件无法读取：{reason}。"
    status = 422


class NoFont(Unavailable):
    """Printing would put boxes on paper."""

    message = "没有可用的中文字体，暂不能打印。请系统管理员安装软件包 fonts-noto-cjk（apt-get install fonts-noto-cjk）后重试。"


@dataclass(frozen=True)
class Attachment:
    """A file carried inside a PDF, as the JSON of a record."""

    name: str
    content: bytes
    description: str = ""
    relationship: str = "Data"


@dataclass(frozen=True)
class Rendered:
    pdf: bytes
    pages: int
    warnings: tuple[str, ...] = field(default=())
