"""What can be done with a change order: each verb permits, checks, changes, records and announces."""

from docsys.changes.actions import emergencies
from docsys.changes.actions.applying import about_to, cancel, was_done
from docsys.changes.actions.carrying import begin, finish
from docsys.changes.actions.closing import confirm, feed_back, observe, summarise
from docsys.changes.actions.filing import ask_archive, carry_out
from docsys.changes.actions.performing import Done, add_file, check, perform, skip, verify_result
from docsys.changes.actions.receiving import close_consultation, consult, give_opinion, pass_on, send_back
from docsys.changes.actions.reviewing import Judgement, ask_leader, decide, endorse, release, reopen, vote
from docsys.changes.actions.updating import (
    document_abolished,
    enter_item,
    name_document,
    verify,
    version_published,
    withdraw_document,
)

__all__ = [
    "Done",
    "Judgement",
    "about_to",
    "add_file",
    "ask_archive",
    "ask_leader",
    "begin",
    "cancel",
    "carry_out",
    "check",
    "close_consultation",
    "confirm",
    "consult",
    "decide",
    "document_abolished",
    "emergencies",
    "endorse",
    "enter_item",
    "feed_back",
    "finish",
    "give_opinion",
    "name_document",
    "observe",
    "pass_on",
    "perform",
    "release",
    "reopen",
    "send_back",
    "skip",
    "summarise",
    "verify",
    "verify_result",
    "version_published",
    "vote",
    "was_done",
    "withdraw_document",
]
