"""An order of many steps and documents, as a rebuilding of a whole network has them."""

from datetime import date, datetime, timedelta
from typing import Any

BEGINS = datetime(2026, 11, 28, 9)  # noqa: DTZ001 - as it is typed, by the wall clock
EACH = timedelta(minutes=2)
WANG, LIU = "王海涛（wanghaitao）", "刘颖（liuying）"


def plan(steps: int, documents: int) -> dict[str, Any]:
    """What differs from the ordinary application."""
    return {
        "end": BEGINS + EACH * steps,
        "rollback_deadline": BEGINS + EACH * steps,
        "steps": [_step(at) for at in range(steps)],
        "documents": [_document(at) for at in range(documents)],
        "documents_none": None if documents else "配置与文档不变",
    }


def _step(at: int) -> dict[str, Any]:
    begins = BEGINS + EACH * at
    return {
        "item": f"第 {at + 1} 步：核对 SH-2-ACC-{at + 1:03} 的配置并切换",
        "operator": WANG,
        "checker": LIU,
        "start": begins,
        "end": begins + EACH,
    }


def _document(at: int) -> dict[str, Any]:
    return {
        "number": f"ZLW-PZ02-SHFE-{at + 1:03}",
        "title": f"SH-2 节点接入交换机配置（{at + 1}）",
        "version": "V1.3",
        "action": "修订",
        "responsible": LIU,
        "due": date(2026, 12, 4),
    }
