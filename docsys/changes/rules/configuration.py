"""Which documents are published with an approved order alone: access policies (13.2.8), revised configurations (17.4.1, A-37). Pure."""

import re
from typing import ClassVar

from docsys.errors import RuleBroken

POLICY = "PZ06"
CONFIGURATIONS = frozenset({"PZ02", "PZ03", "PZ04", "PZ05"})
CHANGE_ORDER = re.compile(r"BG-\d{4}-\d{4,}")
SECOND_LEVEL = 4  # letters of PZ06 in PZ0601


class ChangeOrderMissing(RuleBroken):
    article: ClassVar[str | None] = "13.2.8"
    message: ClassVar[str] = (
        "访问控制策略（{folder}）的发布须有已批准的变更单。{found}请先办理变更，再把变更单号（如 BG-2026-0001）写入依据、"
        "修订原因或本次修改变更说明；已在审核的版本请先退回修改。"
    )


class RevisionWithoutOrder(ChangeOrderMissing):
    article: ClassVar[str | None] = "17.4.1"
    message: ClassVar[str] = (
        "配置文件（{folder}）的修订须有已批准的变更单。{found}请先办理变更，再把变更单号（如 BG-2026-0001）写入依据、"
        "修订原因或本次修改变更说明；已在审核的版本请先退回修改。"
    )


def refusal(folder_code: str, *, is_first: bool) -> type[ChangeOrderMissing] | None:
    """Why a version of that folder cannot do without an order, if so; a first version of a configuration can."""
    place = folder_code[:SECOND_LEVEL]
    if place == POLICY:
        return ChangeOrderMissing
    return RevisionWithoutOrder if place in CONFIGURATIONS and not is_first else None


def change_orders(*texts: str) -> list[str]:
    """The numbers of change orders that are named in `texts`, each once."""
    return list(dict.fromkeys(found for text in texts for found in CHANGE_ORDER.findall(text)))
