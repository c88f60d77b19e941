"""Whose a leased job is: machine, process and a random part, so that a dead holder is known without waiting."""

import os
import secrets
import socket
import zlib


def _machine() -> str:
    return f"{zlib.crc32(socket.gethostname().encode()):08x}"


def fresh() -> str:
    """`3fa9c011-4711-8c5a02d1`."""
    return f"{_machine()}-{os.getpid()}-{secrets.token_hex(4)}"


def is_dead(lease: str) -> bool:
    """Whether its process ran on this machine and is gone; of other machines nothing is known."""
    machine, _, rest = lease.partition("-")
    process = rest.partition("-")[0]
    if machine != _machine() or not process.isdigit():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
