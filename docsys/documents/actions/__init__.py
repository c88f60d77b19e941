"""What can be done with documents before and beside publication."""

from docsys.documents.actions.attaching import attach, detach, move_attachments
from docsys.documents.actions.checking_out import check_in, check_out, take_back
from docsys.documents.actions.contracting import Outcome, end_contract, set_terms
from docsys.documents.actions.dating import Dates, set_dates
from docsys.documents.actions.destroying import destroy
from docsys.documents.actions.drafting import NewDraft, change_marks, register, replace_file
from docsys.documents.actions.filing import Filing, archive_record, file_history
from docsys.documents.actions.rights import RightRow, rows_of, set_document_rights, set_folder_rights
from docsys.documents.actions.scoping import set_scope
from docsys.documents.actions.transferring import set_archive_number

__all__ = [
    "Dates",
    "Filing",
    "NewDraft",
    "Outcome",
    "RightRow",
    "archive_record",
    "attach",
    "change_marks",
    "check_in",
    "check_out",
    "destroy",
    "detach",
    "end_contract",
    "file_history",
    "move_attachments",
    "register",
    "replace_file",
    "rows_of",
    "set_archive_number",
    "set_dates",
    "set_document_rights",
    "set_folder_rights",
    "set_scope",
    "set_terms",
    "take_back",
]
