"""Everything on paper: HTML to PDF in a limited child, marks on foreign files, Word blocks, QR codes, previews.

`folder` is `settings.templates`, `limits` is `Limits.of(settings)`; data are plain values.

Any print          page(template, data, folder=) -> html
                   render(html, folder=, title=, attachments=, variant="pdf/a-3b", limits=) -> pdf      rendered(...) -> Rendered
Table 19.4         attribute_page.html(AttributePage(...), folder=, bare=False) -> html      attribute_page.watermark(state) -> str
Lists              lists.html(Listing(...), folder=) -> html
标识版             marks.marked_pdf(html of the bare attribute page, original | None, Marks(...), folder=, name=, limits=) -> Marked
                   word.marked_docx(path, Marks(...), limits=) -> bytes
Forms in Word      word.form_docx(what print/forms/ draws, limits=) -> bytes
Previews           convert.to_pdf(path, name, folder=, limits=) -> Converted
                   images.pages(path) -> int      images.sizes(path) -> [(breadth, height)]      images.page_png(path, page, scale) -> png
Fonts              fonts.check() -> FontReport      fonts.embedded(pdf) -> set[str]
Refusals           TooComplex (errors), NoFont, Unreadable

Nothing here opens a foreign file in this process: `child/` does, in processes of its own (see `pool`).
"""

from docsys.printing.attribute_page import AttributePage, ChangeLine, VersionLine
from docsys.printing.labels import qr_svg
from docsys.printing.limits import Limits
from docsys.printing.lists import Column, Group, Listing
from docsys.printing.marks import Marked, Marks, Outcome, marked_pdf
from docsys.printing.pages import page
from docsys.printing.printer import render, rendered
from docsys.printing.result import Attachment, NoFont, Rendered, Unreadable

__all__ = [
    "Attachment",
    "AttributePage",
    "ChangeLine",
    "Column",
    "Group",
    "Limits",
    "Listing",
    "Marked",
    "Marks",
    "NoFont",
    "Outcome",
    "Rendered",
    "Unreadable",
    "VersionLine",
    "marked_pdf",
    "page",
    "qr_svg",
    "render",
    "rendered",
]
