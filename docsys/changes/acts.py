"""What the acts upon change orders are called in the log, and the addresses of this room where an act was refused."""

from collections.abc import Mapping

from docsys.changes.rules.table import TABLE

SAID: Mapping[str, str] = {"ask_leader": "请示领导"}
PAGES: Mapping[str, str] = {
    "changes.begin": "起草变更单",
    "changes.make_report": "口头上报紧急变更",
}
"""The addresses that take a form, as the log names an act that was refused there."""
LABELS: Mapping[str, str] = {
    **{
        f"record.{row.verb}": f"变更{row.label}"
        for row in TABLE
        if row.verb not in {"submit", "archive", "cancel", "return"}
    },
    **{f"record.{verb}": label for verb, label in SAID.items()},
    **PAGES,
}
