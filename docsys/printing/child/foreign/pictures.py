"""Pictures: one page each, at most as large as an A4 sheet between head and foot; a scan of several pages keeps them all."""

import io
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from docsys.printing.child.geometry import A4, FOOT, HEAD, SIDE
from docsys.printing.result import Unreadable

FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "GIF", "BMP")
MAGIC = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
FRAMES = 200
LONGEST = 3600  # 300 dpi on A4
SMALLEST_DPI = 96.0
QUALITY = 88
BROKEN, TOO_LARGE = "图片已损坏", "图片尺寸过大"


def is_picture(head: bytes) -> bool:
    return head.startswith(MAGIC) or (head.startswith(b"RIFF") and head[8:12] == b"WEBP")


def to_pdf(path: Path) -> bytes:
    """Each frame of a TIFF, the first of an animation.

    Raises:
        Unreadable: broken, of another format than it says, or of too many pixels.
    """
    try:
        with Image.open(path, formats=FORMATS) as source:
            count = min(getattr(source, "n_frames", 1), FRAMES) if source.format == "TIFF" else 1
            return _pages([_frame(source, index) for index in range(count)])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unreadable(reason=TOO_LARGE) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise Unreadable(reason=BROKEN) from error


def small(data: bytes, longest: int) -> tuple[bytes, str]:
    """A picture inside a document, made small enough for a `data:` address: bytes and media type."""
    with Image.open(io.BytesIO(data), formats=FORMATS) as source:
        frame = _frame(source, 0)
    frame.thumbnail((longest, longest))
    buffer = io.BytesIO()
    frame.save(buffer, "JPEG" if frame.mode == "RGB" else "PNG", quality=QUALITY)
    return buffer.getvalue(), "image/jpeg" if frame.mode == "RGB" else "image/png"


def _frame(source: Image.Image, index: int) -> Image.Image:
    if index:
        source.seek(index)
    turned = ImageOps.exif_transpose(source)
    if turned.mode == "1":
        return turned
    if turned.mode in {"RGBA", "LA", "PA"} or "transparency" in turned.info:
        layers = turned.convert("RGBA")
        white = Image.new("RGBA", layers.size, "white")
        turned = Image.alpha_composite(white, layers)
    frame = turned.convert("L" if turned.mode in {"L", "I;16"} else "RGB")
    frame.thumbnail((LONGEST, LONGEST))
    return frame


def _pages(frames: list[Image.Image]) -> bytes:
    buffer = io.BytesIO()
    dpi = max(_dpi(frame) for frame in frames)
    quality = {} if any(frame.mode == "1" for frame in frames) else {"quality": QUALITY}  # no JPEG for black and white
    frames[0].save(buffer, "PDF", resolution=dpi, save_all=True, append_images=frames[1:], **quality)
    return buffer.getvalue()


def _dpi(frame: Image.Image) -> float:
    """So many that the picture fits on its sheet, upright or across."""
    across, down = A4.points if frame.height >= frame.width else A4.points[::-1]
    inches = (across - 2 * SIDE) / 72, (down - HEAD - FOOT) / 72
    return max(frame.width / inches[0], frame.height / inches[1], SMALLEST_DPI)
