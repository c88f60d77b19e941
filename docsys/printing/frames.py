"""What parent and child say to each other: a JSON head and any number of byte strings, each with its length before it."""

import json
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

LENGTH = struct.Struct(">Q")
Read = Callable[[int], bytes]
Write = Callable[[bytes], object]


@dataclass(frozen=True)
class Frame:
    head: dict[str, Any]
    blobs: tuple[bytes, ...] = field(default=())


def send(write: Write, head: dict[str, Any], blobs: Sequence[bytes] = ()) -> None:
    text = json.dumps({**head, "blobs": len(blobs)}, ensure_ascii=False).encode("utf-8", "surrogatepass")
    for part in (text, *blobs):
        write(LENGTH.pack(len(part)))
        write(part)


def receive(read: Read) -> Frame:
    """`read(n)` answers exactly n bytes, or raises EOFError where the other side has gone."""
    head = json.loads(_part(read).decode("utf-8", "surrogatepass"))
    return Frame(head, tuple(_part(read) for _ in range(head.pop("blobs"))))


def _part(read: Read) -> bytes:
    (length,) = LENGTH.unpack(read(LENGTH.size))
    return read(length)
