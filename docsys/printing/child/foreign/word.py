"""Word files where no LibreOffice is installed: mammoth makes HTML of them, what is not on our list is taken out."""

import base64
import zipfile
from pathlib import Path
from typing import Any

import mammoth
from lxml import etree, html
from markupsafe import Markup
from PIL import Image

from docsys.printing.child.foreign import pictures
from docsys.printing.child.rendering import render
from docsys.printing.limits import Limits
from docsys.printing.pages import page
from docsys.printing.result import Unreadable

NOTE = "正文由 Word 原件按文字、表格与图片重排，版式以原件为准"
BROKEN = "Word 文件已损坏"
TAGS = {
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "em", "s", "u", "sup", "sub", "ul", "ol", "li", "table", "thead", "tbody",
    "tr", "td", "th", "a", "img", "br", "dl", "dt", "dd", "div",
}  # fmt: skip
KEPT = {"colspan", "rowspan", "id", "src", "href"}
LONGEST = 1600


def to_pdf(path: Path, folder: Path, limits: Limits) -> bytes:
    """Raises:
    Unreadable: no Word file after all.
    """
    try:
        with path.open("rb") as stream:
            made = mammoth.convert_to_html(stream, convert_image=mammoth.images.img_element(_picture))
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, IndexError, AttributeError, etree.LxmlError) as error:
        raise Unreadable(reason=BROKEN) from error
    body = Markup(cleaned(made.value))  # noqa: S704 - cleaned just now
    document = page("print/document.html", {"body": body, "note": NOTE}, folder=folder)
    return render(document, folder / "print", limits, title=path.stem, attachments=(), variant=None).pdf


def cleaned(text: str) -> str:
    """Only the elements and attributes of our list; links only within the document, pictures only as data."""
    root = html.fragment_fromstring(text or "<p></p>", create_parent="div")
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag not in TAGS:
            _drop(element)
            continue
        for name in list(element.attrib):
            if not _is_kept(name, element.attrib[name]):
                del element.attrib[name]
    return str(etree.tostring(root, encoding="unicode", method="html"))


def _drop(element: Any) -> None:
    if not isinstance(element.tag, str) or element.tag in {"script", "style"}:
        element.drop_tree()
    else:
        element.drop_tag()


def _is_kept(name: str, value: str) -> bool:
    if name == "src":
        return value.startswith("data:image/")
    if name == "href":
        return value.startswith("#")
    return name in KEPT


def _picture(image: Any) -> dict[str, str]:
    """Metafiles and what else is no picture for us leave their place empty."""
    try:
        with image.open() as stream:
            data, kind = pictures.small(stream.read(), LONGEST)
    except (OSError, ValueError, SyntaxError, KeyError, Warning, Image.DecompressionBombError):
        return {"src": ""}
    return {"src": f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"}
