"""What the records tell the rooms above."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RecordArchived:
    """A sheet was locked for ever; its PDF follows as a document."""

    record_id: int
    number: str
    form_code: str
