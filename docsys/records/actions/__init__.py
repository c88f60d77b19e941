"""What can be done with records: each verb permits, checks, changes, records and announces."""

from docsys.records.actions.archiving import archive, archive_period, carry_out
from docsys.records.actions.attaching import attach
from docsys.records.actions.correcting import correct, correction_of
from docsys.records.actions.destroying import destroy
from docsys.records.actions.drafting import cancel, save, start, submit, withdraw
from docsys.records.actions.keeping import Typed
from docsys.records.actions.leading import (
    About,
    Told,
    Waiting,
    fulfil,
    give_up,
    led_form,
    move,
    open_about,
    open_led,
    open_titled,
    write_led,
)
from docsys.records.actions.registering import add_row, amend_row
from docsys.records.actions.scanning import Cut, file_scan, give_up_scan, receive_scan
from docsys.records.actions.stepping import send_back, sign

__all__ = [
    "About",
    "Cut",
    "Told",
    "Typed",
    "Waiting",
    "add_row",
    "amend_row",
    "archive",
    "archive_period",
    "attach",
    "cancel",
    "carry_out",
    "correct",
    "correction_of",
    "destroy",
    "file_scan",
    "fulfil",
    "give_up",
    "give_up_scan",
    "led_form",
    "move",
    "open_about",
    "open_led",
    "open_titled",
    "receive_scan",
    "save",
    "send_back",
    "sign",
    "start",
    "submit",
    "withdraw",
    "write_led",
]
