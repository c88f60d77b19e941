"""Files on disk: staged before the transaction, committed with it, placed after it (house 5: stage, commit, place).

    staged = stage(archive, stream)                     bytes are safe, nobody refers to them
    adopt(session, staged, target=…, …)                 the row and the move, in the act's transaction
    erase(session, path, now)                           gone after the commit, known for ever
    settle(database, archive)                           the move is carried out and ticked off
    lay_out(database, archive, wanted)                  directories beside the moves

Whoever got a "saved" has it after a power cut: the worker replays open moves.
"""

from docsys.vault.actions import adopt, erase, move
from docsys.vault.models import FileMove, StoredFile
from docsys.vault.placing import lay_out, resolve, settle, sweep
from docsys.vault.staging import STAGING, Staged, stage, write_atomically, write_beside

__all__ = [
    "STAGING",
    "FileMove",
    "Staged",
    "StoredFile",
    "adopt",
    "erase",
    "lay_out",
    "move",
    "resolve",
    "settle",
    "stage",
    "sweep",
    "write_atomically",
    "write_beside",
]
