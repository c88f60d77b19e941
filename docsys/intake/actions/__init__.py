"""What can be done with an import: opened, corrected, started, tried again, closed."""

from docsys.intake.actions.correcting import bulk, change, take_back_list
from docsys.intake.actions.running import begin_reading, close, open_folder, open_inbox, open_upload, retry, start

__all__ = [
    "begin_reading",
    "bulk",
    "change",
    "close",
    "open_folder",
    "open_inbox",
    "open_upload",
    "retry",
    "start",
    "take_back_list",
]
