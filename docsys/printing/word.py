"""A Word file with the marks of 4.3.5 in it: a copy, for those who go on working in Word."""

from dataclasses import asdict
from pathlib import Path

from docsys.printing.limits import LIMITS, Limits
from docsys.printing.marks import Marks
from docsys.printing.pool import POOL

SUFFIXES = (".docx",)


def marked_docx(path: Path, marks: Marks, *, limits: Limits = LIMITS) -> bytes:
    """The file at `path`, which is only read, with a table of the nine marks before everything and marks in head and foot.

    Raises:
        Unreadable: no Word file that can be opened.
        TooComplex: beyond the limits.
    """
    return POOL.call("word_block", {"path": str(path), "marks": asdict(marks)}, (), limits).blobs[0]
