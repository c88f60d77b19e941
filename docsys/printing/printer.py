"""HTML to PDF, seen from the rooms: one call, done by a warm child within limits."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from docsys.printing.limits import LIMITS, Limits
from docsys.printing.pool import POOL
from docsys.printing.result import Attachment, Rendered

Variant = Literal["pdf/a-3b"] | None
ARCHIVAL: Variant = "pdf/a-3b"
log = logging.getLogger("docsys.printing")


def render(
    html: str,
    *,
    folder: Path,
    title: str = "",
    attachments: Sequence[Attachment] = (),
    variant: Variant = ARCHIVAL,
    limits: Limits = LIMITS,
) -> bytes:
    """The PDF of a page made by `page`; `folder` is `settings.templates`.

    Raises:
        TooComplex: beyond a limit of time, memory, depth or pages.
        NoFont: no Chinese font is installed.
    """
    return rendered(html, folder=folder, title=title, attachments=attachments, variant=variant, limits=limits).pdf


def rendered(
    html: str,
    *,
    folder: Path,
    title: str = "",
    attachments: Sequence[Attachment] = (),
    variant: Variant = ARCHIVAL,
    limits: Limits = LIMITS,
) -> Rendered:
    """As `render`, with the number of pages and what WeasyPrint complained about."""
    said = [{"name": one.name, "description": one.description, "relationship": one.relationship} for one in attachments]
    head = {"folder": str(folder / "print"), "title": title, "attachments": said, "variant": variant}
    frame = POOL.call("render", head, (html.encode(), *(one.content for one in attachments)), limits)
    for line in frame.head["warnings"]:
        log.warning("weasyprint: %s", line)
    return Rendered(frame.blobs[0], frame.head["pages"], tuple(frame.head["warnings"]))
