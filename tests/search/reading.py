"""Texts read by the very code of the child, but here: a process for each of many files costs minutes, and is shown by
tests/search/extraction and tests/documents/importing.
"""

from pathlib import Path

from docsys.search.extraction import child
from docsys.search.extraction.limits import LIMITS, Limits
from docsys.search.extraction.result import Extraction


def extract(path: Path, name: str = "", limits: Limits = LIMITS) -> Extraction:
    return child.read(path, name, limits)
