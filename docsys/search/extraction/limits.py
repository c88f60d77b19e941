"""How much a foreign file may cost. Bytes, seconds, and characters of text."""

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    memory: int = 1536 * MEBIBYTE
    cpu_seconds: int = 30
    wall_seconds: float = 45.0
    members: int = 5000
    unpacked: int = 500 * MEBIBYTE
    ratio: int = 100
    # Below this size a high ratio is an empty picture, not a bomb.
    ratio_from: int = 20 * MEBIBYTE
    pages: int = 2000
    characters: int = 5_000_000


LIMITS = Limits()
# For suggestions on the registration page, where a person waits.
FIRST_PAGE = Limits(cpu_seconds=8, wall_seconds=10.0, pages=1, characters=3000)
