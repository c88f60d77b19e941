"""The verbs of the life of a version."""

from docsys.publication.actions.ending import Ending, request_abolition, withdraw
from docsys.publication.actions.filing import file_record, supplement
from docsys.publication.actions.publishing import Taken, carry_out, request_publication, revise
from docsys.publication.actions.renumbering import RENUMBER, check_renumbering, renumber, request_renumbering
from docsys.publication.actions.reviewing import Amended, approve, send_back, submit

__all__ = [
    "RENUMBER",
    "Amended",
    "Ending",
    "Taken",
    "approve",
    "carry_out",
    "check_renumbering",
    "file_record",
    "renumber",
    "request_abolition",
    "request_publication",
    "request_renumbering",
    "revise",
    "send_back",
    "submit",
    "supplement",
    "withdraw",
]
