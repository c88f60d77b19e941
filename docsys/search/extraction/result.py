"""What comes out of a file, and the errors that name why nothing does."""

from dataclasses import dataclass, field
from typing import Any

from docsys.search.pages import PageText, TextState


@dataclass(frozen=True)
class Properties:
    """What the file says of itself; empty where it says nothing. `written` is an ISO date."""

    title: str = ""
    author: str = ""
    written: str = ""


@dataclass(frozen=True)
class Extraction:
    state: TextState
    pages: list[PageText] = field(default_factory=list)
    reason: str = ""
    properties: Properties = field(default_factory=Properties)

    def as_json(self) -> dict[str, Any]:
        return {
            "state": self.state.value,
            "reason": self.reason,
            "pages": [[page.number, page.text] for page in self.pages],
            "properties": vars(self.properties),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Extraction":
        pages = [PageText(number, text) for number, text in data["pages"]]
        return cls(TextState(data["state"]), pages, data["reason"], Properties(**data["properties"]))


class Unreadable(Exception):
    """The file cannot be read; the sentence says why."""


class NoText(Exception):
    """The file is fine and holds no text for us; the sentence says why."""
