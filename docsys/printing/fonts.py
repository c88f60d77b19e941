"""Which fonts there are, and which went into a PDF: without a Chinese font nothing fails and boxes are printed."""

from dataclasses import dataclass

from docsys.printing.limits import LIMITS
from docsys.printing.pool import POOL, Pool

REQUIRED = ("Noto Serif CJK SC", "Noto Sans CJK SC")
OPTIONAL = ("FandolFang", "LXGW WenKai", "AR PL UKai CN")
PACKAGE = "fonts-noto-cjk"


@dataclass(frozen=True)
class FontReport:
    found: tuple[str, ...]
    missing: tuple[str, ...]
    optional: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        return not self.missing

    @property
    def sentence(self) -> str:
        """What the status page says."""
        if self.is_complete:
            return f"中文字体齐备：{'、'.join((*self.found, *self.optional))}"
        return f"缺少中文字体 {'、'.join(self.missing)}，请安装软件包 {PACKAGE}"


def check(pool: Pool = POOL) -> FontReport:
    """Ask fontconfig, in the child, for what our prints are set in."""
    known = set(pool.call("families", {}, (), LIMITS).head["families"])
    return FontReport(
        found=tuple(name for name in REQUIRED if name in known),
        missing=tuple(name for name in REQUIRED if name not in known),
        optional=tuple(name for name in OPTIONAL if name in known),
    )


def embedded(pdf: bytes, pool: Pool = POOL) -> set[str]:
    """The names of the fonts embedded in `pdf`, without the tag of their subset: {"Noto-Serif-CJK-SC-Regular"}."""
    return set(pool.call("embedded", {}, (pdf,), LIMITS).head["fonts"])
