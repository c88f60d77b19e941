"""What a reader sees of a file in the page: its pages as pictures, whatever it is. Made once, kept in `var/previews`.

Pictures, because reading is one right and taking along another (4.5.1): the browser's own viewer hands the file over.
"""

import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from docsys import vault
from docsys.printing import Limits, images
from docsys.printing.convert import to_pdf
from docsys.settings import Settings

# Enough for what is read in a week; the oldest go first.
KEPT = 120
SCALE = 2.0
MOST_PAGES = 1000


@dataclass(frozen=True)
class Source:
    """A file to be looked at; by `name` its kind is known."""

    path: Path
    name: str

    @property
    def is_pdf(self) -> bool:
        return self.name.lower().endswith(".pdf")

    def key(self) -> str:
        """Another file, or the same one made again, is another preview."""
        found = self.path.stat()
        return hashlib.sha256(f"{self.path}|{found.st_mtime_ns}|{found.st_size}|{self.name}".encode()).hexdigest()


@dataclass(frozen=True)
class Preview:
    """`sizes` are breadth and height of each page in points; `note` is what must be known of the conversion."""

    sizes: tuple[tuple[int, int], ...]
    total: int
    note: str


def preview(settings: Settings, source: Source) -> Preview:
    """How many pages there are, and how large.

    Raises:
        Unreadable: no pages can be made of it, says why; TooComplex: beyond the limits.

    """
    place = _place(settings, source)
    pdf = _pdf(settings, source, place)
    sizes = images.sizes(pdf, limits=Limits.of(settings))
    note = place / "note.txt"
    told = note.read_text("utf-8") if note.exists() else ""
    shown = tuple((round(breadth), round(height)) for breadth, height in sizes[:MOST_PAGES])
    return Preview(shown, len(sizes), told)


def picture(settings: Settings, source: Source, page: int) -> Path:
    """Page `page`, counted from 1, as PNG."""
    place = _place(settings, source)
    made = place / f"{page}.png"
    if not made.exists():
        pdf = _pdf(settings, source, place)
        vault.write_atomically(made, images.page_png(pdf, page, SCALE, limits=Limits.of(settings)))
    return made


def _place(settings: Settings, source: Source) -> Path:
    folder = settings.var / "previews"
    place = folder / source.key()
    if place.is_dir():
        os.utime(place)
    else:
        place.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
    return place


def _pdf(settings: Settings, source: Source, place: Path) -> Path:
    """The file itself where it is a PDF, else what was made of it."""
    if source.is_pdf:
        return source.path
    made = place / "content.pdf"
    if not made.exists():
        converted = to_pdf(source.path, source.name, folder=settings.templates, limits=Limits.of(settings))
        if converted.note:
            vault.write_atomically(place / "note.txt", converted.note.encode())
        vault.write_atomically(made, converted.pdf)
    return made


def forget(settings: Settings) -> None:
    """Throw every preview away: of what was destroyed no picture stays, and the others are made again when somebody looks."""
    folder = settings.var / "previews"
    for place in folder.iterdir() if folder.is_dir() else ():
        shutil.rmtree(place, ignore_errors=True)


def _sweep(folder: Path) -> None:
    places = sorted((one for one in folder.iterdir()), key=lambda one: one.stat().st_mtime, reverse=True)
    for old in places[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)  # another process may be sweeping the same
