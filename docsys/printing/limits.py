"""How much a print may cost. Bytes, seconds, and figures of what a document may hold."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from docsys.settings import Settings

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    seconds: float = 30.0
    memory: int = 1536 * MEBIBYTE
    html: int = 8 * MEBIBYTE
    pages: int = 500
    depth: int = 200
    spans: int = 1000
    # A paragraph of 300,000 characters takes more than 20 s of layout.
    run_of_text: int = 100_000
    file: int = 300 * MEBIBYTE
    # The office program, used where it is installed.
    soffice: str = "soffice"

    @classmethod
    def of(cls, settings: Settings) -> "Limits":
        return cls(seconds=settings.render_seconds, memory=settings.render_memory, soffice=settings.soffice)

    def lasting(self, seconds: float) -> "Limits":
        """The same, with another time."""
        return replace(self, seconds=seconds)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


LIMITS = Limits()
