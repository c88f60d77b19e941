"""What can be done with records: each verb permits, checks, changes, records and announces."""

from docsys.records.actions.archiving import archive, archive_month, carry_out
from docsys.records.actions.attaching import attach
from docsys.records.actions.drafting import Typed, cancel, save, start, submit, withdraw
from docsys.records.actions.registering import add_row, close_row
from docsys.records.actions.reviewing import complete, endorse, review

__all__ = [
    "Typed",
    "add_row",
    "archive",
    "archive_month",
    "attach",
    "cancel",
    "carry_out",
    "close_row",
    "complete",
    "endorse",
    "review",
    "save",
    "start",
    "submit",
    "withdraw",
]
