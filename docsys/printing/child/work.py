"""What the child can be asked to do: one function for each kind of question."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from docsys.printing.child import binding, blocks, decoding, forms, looking, measuring, rendering
from docsys.printing.child.foreign import kinds
from docsys.printing.child.geometry import Sheet
from docsys.printing.child.stamping import MOST_PAGES, Stamp
from docsys.printing.limits import Limits
from docsys.printing.pages import page
from docsys.printing.result import Attachment

Head = dict[str, Any]
Answer = tuple[Head, Sequence[bytes]]


def render(head: Head, blobs: Sequence[bytes], limits: Limits) -> Answer:
    done = rendering.render(
        blobs[0].decode("utf-8"),
        Path(head["folder"]),
        limits,
        title=head["title"],
        attachments=[
            Attachment(content=content, **said) for said, content in zip(head["attachments"], blobs[1:], strict=True)
        ],
        variant=head["variant"],
    )
    return {"pages": done.pages, "warnings": list(done.warnings)}, (done.pdf,)


def convert(head: Head, _blobs: Sequence[bytes], limits: Limits) -> Answer:
    content = kinds.to_pdf(Path(head["path"]), head["name"], _how(head, limits))
    return {"note": content.note}, (content.pdf,)


def mark(head: Head, blobs: Sequence[bytes], limits: Limits) -> Answer:
    """Attribute page, content, marks. `absent` says why there is no content; no `path` means none was asked for."""
    folder = Path(head["folder"])
    content, note = None, ""
    if "absent" in head:
        html = page("print/note.html", {"reason": head["absent"], "name": head["name"]}, folder=folder)
        content = _own(html, folder, limits)
    elif "path" in head:
        converted = kinds.to_pdf(Path(head["path"]), head["name"], _how(head, limits))
        content, note = converted.pdf, converted.note
    stamp = Stamp(_own(blobs[0].decode("utf-8"), folder, limits), content)
    marks, sheets = head["marks"], stamp.sheets()
    drawn = _own(page("print/marks.html", _overlay(marks, sheets), folder=folder), folder, limits)
    numbers = _own(page("print/numbers.html", {"total": len(sheets)}, folder=folder), folder, limits)
    said = {
        "/Title": f"{marks['number']} {marks['version']} {marks['title']}",
        "/Author": marks["author"],
        "/Producer": "docsys",
    }
    return {"pages": len(sheets), "note": note}, (stamp.finish(drawn, numbers, said),)


def bind(head: Head, blobs: Sequence[bytes], limits: Limits) -> Answer:
    """Front pages, parts with their numbers, back pages. A part has a `path` or a `blob`; else `absent` stands in its place."""
    folder = Path(head["folder"])
    parts = [_part(one, head, blobs, limits) for one in head["parts"]]
    front, back = (_own(blob.decode("utf-8"), folder, limits) if blob else b"" for blob in blobs[:2])
    book = binding.Book(front, parts, back)
    named = head.get("carried", ())
    for one, content in zip(named, blobs[len(blobs) - len(named) :], strict=True):
        book.carry(Attachment(content=content, **one))
    lines = book.lines(head["number"])
    numbers = _own(page("print/volume/numbers.html", {"lines": lines}, folder=folder), folder, limits)
    said = {"/Title": head["title"], "/Producer": "docsys"}
    made = book.finish(numbers, head["marks"], said)
    return {"pages": book.total}, (made,)


def join(head: Head, blobs: Sequence[bytes], _limits: Limits) -> Answer:
    return {}, (binding.joined(head["titles"], blobs),)


def _part(one: Head, head: Head, blobs: Sequence[bytes], limits: Limits) -> binding.Part:
    how = _how(head, limits)
    if one.get("blob"):
        content = blobs[one["blob"]]
    elif one.get("path"):
        content = kinds.to_pdf(Path(one["path"]), one["name"], how).pdf
    else:
        content = _own(page("print/volume/absent.html", one, folder=how.folder), how.folder, limits)
    return binding.Part(one["title"], content, one["first"], one["last"])


def measure(head: Head, _blobs: Sequence[bytes], _limits: Limits) -> Answer:
    return {"pages": measuring.measure(Path(head["path"]), tuple(head["paper"]))}, ()


def word_block(head: Head, _blobs: Sequence[bytes], _limits: Limits) -> Answer:
    return {}, (blocks.marked_docx(Path(head["path"]), head["marks"]),)


def form(_head: Head, blobs: Sequence[bytes], _limits: Limits) -> Answer:
    return {}, (forms.docx_of(json.loads(blobs[0])),)


def codes(head: Head, _blobs: Sequence[bytes], _limits: Limits) -> Answer:
    return {"pages": decoding.codes(Path(head["path"]))}, ()


def excerpt(head: Head, _blobs: Sequence[bytes], _limits: Limits) -> Answer:
    return {}, (decoding.excerpt(Path(head["path"]), head["pages"]),)


def count(head: Head, _blobs: Sequence[bytes], _limits: Limits) -> Answer:
    return {"pages": looking.count(Path(head["path"]))}, ()


def sizes(head: Head, _blobs: Sequence[bytes], _limits: Limits) -> Answer:
    return {"sizes": looking.sizes(Path(head["path"]))}, ()


def picture(head: Head, _blobs: Sequence[bytes], _limits: Limits) -> Answer:
    return {}, (looking.png(Path(head["path"]), head["page"], head["scale"]),)


def embedded(_head: Head, blobs: Sequence[bytes], _limits: Limits) -> Answer:
    return {"fonts": sorted(looking.fonts(blobs[0]))}, ()


def families(_head: Head, _blobs: Sequence[bytes], _limits: Limits) -> Answer:
    return {"families": sorted(rendering.families())}, ()


def _how(head: Head, limits: Limits) -> kinds.Conversion:
    return kinds.Conversion(Path(head["folder"]), limits)


def _own(html: str, folder: Path, limits: Limits) -> bytes:
    """A part of a larger PDF: nothing is declared, the whole declares nothing either; its length is checked elsewhere."""
    return rendering.render(
        html, folder / "print", replace(limits, pages=2 * MOST_PAGES), title="", attachments=(), variant=None
    ).pdf


def _overlay(marks: dict[str, str], sheets: list[Sheet]) -> Head:
    different = dict.fromkeys(sheets)
    return {
        "marks": marks,
        "sheets": [{"width": sheet.width, "height": sheet.height} for sheet in different],
    }


KINDS: dict[str, Callable[[Head, Sequence[bytes], Limits], Answer]] = {
    "render": render,
    "convert": convert,
    "mark": mark,
    "bind": bind,
    "join": join,
    "measure": measure,
    "word_block": word_block,
    "form": form,
    "codes": codes,
    "excerpt": excerpt,
    "count": count,
    "sizes": sizes,
    "picture": picture,
    "embedded": embedded,
    "families": families,
}
