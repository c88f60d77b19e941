"""What an engine answers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """An entry contains a needle: in so many chunks, first in this one."""

    chunks: int
    first_chunk: int
