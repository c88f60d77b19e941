"""Word files: a copy with the marks of 4.3.5 in it, and a form that must be edited outside."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from docsys.printing.limits import LIMITS, Limits
from docsys.printing.marks import Marks
from docsys.printing.pages import plain
from docsys.printing.pool import POOL

SUFFIXES = (".docx",)


def marked_docx(path: Path, marks: Marks, *, limits: Limits = LIMITS) -> bytes:
    """The file at `path`, which is only read, with a table of the nine marks before everything and marks in head and foot.

    Raises:
        Unreadable: no Word file that can be opened.
        TooComplex: beyond the limits.
    """
    return POOL.call("word_block", {"path": str(path), "marks": asdict(marks)}, (), limits).blobs[0]


def form_docx(data: Mapping[str, Any], *, limits: Limits = LIMITS) -> bytes:
    """A form as a Word file: `data` is what `print/forms/sheet.html` or `register.html` draws.

    Raises:
        TooComplex: beyond the limits.
    """
    return POOL.call("form", {}, (json.dumps(plain(dict(data)), ensure_ascii=False).encode(),), limits).blobs[0]
