"""HTML to PDF, inside the child: one font configuration for all renders, our own fetcher, no presentational hints."""

import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PIL import Image
from weasyprint import HTML
from weasyprint import Attachment as Embedded
from weasyprint.logger import LOGGER
from weasyprint.text.ffi import ffi, fontconfig
from weasyprint.text.fonts import FontConfiguration

from docsys.errors import TooComplex
from docsys.printing.child.fetching import BASE, Fetcher
from docsys.printing.child.guarding import guard
from docsys.printing.limits import Limits
from docsys.printing.result import Attachment, NoFont, Rendered

FONTS = FontConfiguration()
# 宋体 and 黑体 as they look on our prints; without either, boxes stand on paper while the extracted text is right.
REQUIRED = ("Noto Serif CJK SC", "Noto Sans CJK SC")
PIXELS = 40_000_000
# A fixed date: the same record gives the same PDF, byte for byte.
EMBEDDED_ON = datetime(2000, 1, 1, tzinfo=UTC)
Image.MAX_IMAGE_PIXELS = PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


def render(
    html: str, folder: Path, limits: Limits, *, title: str, attachments: Sequence[Attachment], variant: str | None
) -> Rendered:
    """Lay out and write.

    Raises:
        TooComplex: beyond what `limits` allow in size, depth, spans or pages.
        NoFont: fontconfig knows no Chinese font.
    """
    if len(html.encode("utf-8", "replace")) > limits.html:
        raise TooComplex
    if not families().intersection(REQUIRED):
        raise NoFont
    with _listening() as said:
        source = HTML(string=html, base_url=BASE, url_fetcher=Fetcher(folder))
        guard(source.etree_element, limits)
        document = source.render(font_config=FONTS, presentational_hints=False)
        if len(document.pages) > limits.pages:
            raise TooComplex
        document.metadata.title = title or document.metadata.title
        document.metadata.attachments = [_embedded(one) for one in attachments]
        options: dict[str, Any] = {"pdf_variant": variant, "pdf_tags": True} if variant else {}
        pdf = document.write_pdf(**options)
    return Rendered(pdf, len(document.pages), tuple(said))


def families() -> set[str]:
    """Every font family that fontconfig knows here."""
    config = ffi.gc(fontconfig.FcInitLoadConfigAndFonts(), fontconfig.FcConfigDestroy)
    fonts = fontconfig.FcConfigGetFonts(config, fontconfig.FcSetSystem)
    return {name for index in range(fonts.nfont if fonts else 0) for name in _names(fonts.fonts[index])}


def _names(pattern: Any) -> Iterator[str]:
    found = ffi.new("FcChar8 **")
    index = 0
    while fontconfig.FcPatternGetString(pattern, b"family", index, found) == fontconfig.FcResultMatch:
        yield ffi.string(ffi.cast("char *", found[0])).decode("utf-8", "replace")
        index += 1


def _embedded(one: Attachment) -> Embedded:
    return Embedded(
        string=one.content,
        name=one.name,
        description=one.description,
        relationship=one.relationship,
        created=EMBEDDED_ON,
        modified=EMBEDDED_ON,
    )


@contextmanager
def _listening() -> Iterator[list[str]]:
    """What WeasyPrint complains about meanwhile: an unknown property, a picture that was refused."""
    said: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage()[:300])

    listener = Listener(logging.WARNING)
    LOGGER.addHandler(listener)
    try:
        yield said
    finally:
        LOGGER.removeHandler(listener)
