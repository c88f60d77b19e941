"""Everything on paper: HTML to PDF in a limited child, marks on foreign files, Word blocks, QR codes.

For every print:   page(template, data, folder=settings.templates) -> html
                   render(html, folder=settings.templates, title=…, attachments=…, limits=Limits.of(settings)) -> pdf
Refusals:          TooComplex (errors), NoFont, Unreadable
"""

from docsys.printing.labels import qr_svg
from docsys.printing.limits import Limits
from docsys.printing.pages import page
from docsys.printing.printer import render, rendered
from docsys.printing.result import Attachment, NoFont, Rendered, Unreadable

__all__ = [
    "Attachment",
    "Limits",
    "NoFont",
    "Rendered",
    "Unreadable",
    "page",
    "qr_svg",
    "render",
    "rendered",
]
