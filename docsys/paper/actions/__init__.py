"""The verbs of the room."""

from docsys.paper.actions.cataloguing import file_paper
from docsys.paper.actions.compiling import Arrangement, NewVolume, arrange, bind, compile_volume, discard
from docsys.paper.actions.copies import (
    Changes,
    NewCopies,
    Place,
    change,
    find,
    give_back,
    issue,
    lose,
    person,
    register,
    reinstate,
    retire,
)
from docsys.paper.actions.destroying import request_destruction
from docsys.paper.actions.lending import (
    Wish,
    approve,
    ask,
    bring_back,
    cancel,
    extend,
    hand_out,
    lend,
    refuse,
    take_back,
)
from docsys.paper.actions.lending import lose as lose_lent
from docsys.paper.actions.recalling import collect, recall
from docsys.paper.actions.scanning import Scanned, add

__all__ = [
    "Arrangement",
    "Changes",
    "NewCopies",
    "NewVolume",
    "Place",
    "Scanned",
    "Wish",
    "add",
    "approve",
    "arrange",
    "ask",
    "bind",
    "bring_back",
    "cancel",
    "change",
    "collect",
    "compile_volume",
    "discard",
    "extend",
    "file_paper",
    "find",
    "give_back",
    "hand_out",
    "issue",
    "lend",
    "lose",
    "lose_lent",
    "person",
    "recall",
    "refuse",
    "register",
    "reinstate",
    "request_destruction",
    "retire",
    "take_back",
]
