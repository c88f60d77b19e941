"""What the pages of appraisal send, as plain values."""

from datetime import date

from werkzeug.datastructures import MultiDict

from docsys.errors import InvalidInput
from docsys.retention.actions import Verdict
from docsys.retention.queries import DESTROY, EXTEND

VERDICTS = [(EXTEND, "延长保存"), (DESTROY, "销毁")]
LABELS = {
    "verdict": "鉴定意见",
    "until": "延长至",
    "reason": "理由",
    "chosen": "勾选的行",
    "number": "编号",
    "period": "期限",
}


def day(text: str | None) -> date | None:
    """A day that was typed, or nothing; nonsense is nothing too."""
    try:
        return date.fromisoformat((text or "").strip())
    except ValueError:
        return None


def verdict(sent: MultiDict[str, str]) -> Verdict:
    """Raises InvalidInput: neither of the two."""
    kind = sent.get("verdict", "")
    if kind not in dict(VERDICTS):
        raise InvalidInput(fields={"verdict": ["请选择延长保存或销毁。"]})
    return Verdict(kind, sent.get("reason", ""), day(sent.get("until")) if kind == EXTEND else None)
