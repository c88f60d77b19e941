"""The templates as shipped, and what the child does, done here: the same functions without the process around them."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from docsys.printing import attribute_page
from docsys.printing.child import work
from docsys.printing.limits import LIMITS
from docsys.printing.marks import Marks
from tests.printing.samples import ATTRIBUTES, MARKS, TEMPLATES


@pytest.fixture
def folder() -> Path:
    return TEMPLATES


@pytest.fixture
def mark(tmp_path: Path) -> Callable[..., bytes]:
    """The 标识版 of a file or of bytes."""

    def mark(content: Path | bytes, marks: Marks = MARKS, name: str = "") -> bytes:
        path = content if isinstance(content, Path) else tmp_path / (name or "内容.pdf")
        if isinstance(content, bytes):
            path.write_bytes(content)
        html = attribute_page.html(ATTRIBUTES, folder=TEMPLATES, bare=True)
        head: dict[str, Any] = {
            "marks": asdict(marks),
            "folder": str(TEMPLATES),
            "name": name or path.name,
            "path": str(path),
        }
        _, (made,) = work.mark(head, (html.encode(),), LIMITS)
        return bytes(made)

    return mark
