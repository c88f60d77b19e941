"""What the acts upon change orders are called in the log, and the addresses of this room where an act was refused."""

from collections.abc import Mapping

from docsys.changes.rules.table import TABLE

SAID: Mapping[str, str] = {"ask_leader": "请示领导"}
LABELS: Mapping[str, str] = {
    **{
        f"record.{row.verb}": f"变更{row.label}"
        for row in TABLE
        if row.verb not in {"submit", "archive", "cancel", "return"}
    },
    **{f"record.{verb}": label for verb, label in SAID.items()},
}
