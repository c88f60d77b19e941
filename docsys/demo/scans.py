"""A signed paper as the scanner sees it: typed text, a red stamp, a little turned, not quite white."""

import io
import math
import random
import subprocess
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from docsys.demo.markup import Block, Code, Heading, Item, Paragraph, Table

WIDTH, HEIGHT, MARGIN = 1240, 1754, 140
INK, RED, PAPER = (38, 38, 46), (190, 36, 36), (250, 248, 242)
BODY, LINE = 29, 50
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def scanned(title: str, blocks: Iterable[Block], *, stamp: str, seed: str) -> bytes:
    """A page at 150 dots per inch as JPEG; `stamp` is the text around the star."""
    sheet = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(sheet)
    pen.text((WIDTH / 2, MARGIN + 30), title, fill=INK, font=font(46), anchor="mm")
    y = MARGIN + 130
    for block in blocks:
        y = _draw(pen, block, y)
    chance = random.Random(seed)  # noqa: S311 - the slant of a paper, no secret
    turned = _stamp(stamp).rotate(chance.uniform(-14, 14), resample=Image.Resampling.BICUBIC)
    sheet.paste(turned, (WIDTH - MARGIN - turned.width, min(y - 140, HEIGHT - MARGIN - turned.height)), turned)
    return _as_scanned(sheet, chance)


def _draw(pen: ImageDraw.ImageDraw, block: Block, y: int) -> int:
    """Draw one block below `y`; answers where the next begins."""
    if isinstance(block, Table):
        return _draw_table(pen, block.rows, y) + LINE // 2
    size, text = (34, block.text) if isinstance(block, Heading) else (BODY, _text(block))
    for line in _wrapped(text, font(size), WIDTH - 2 * MARGIN):
        pen.text((MARGIN, y), line, fill=INK, font=font(size))
        y += LINE
    return y + 8


def _text(block: Paragraph | Item | Code) -> str:
    return " ".join(block.lines) if isinstance(block, Code) else block.text


def _draw_table(pen: ImageDraw.ImageDraw, rows: tuple[tuple[str, ...], ...], y: int) -> int:
    breadth = (WIDTH - 2 * MARGIN) // max(map(len, rows))
    for row in rows:
        cells = [list(_wrapped(cell, font(BODY - 4), breadth - 20)) for cell in row]
        height = 16 + (LINE - 10) * max(map(len, cells))
        for column, lines in enumerate(cells):
            left = MARGIN + column * breadth
            pen.rectangle((left, y, left + breadth, y + height), outline=INK, width=2)
            for place, line in enumerate(lines):
                pen.text((left + 10, y + 8 + place * (LINE - 10)), line, fill=INK, font=font(BODY - 4))
        y += height
    return y


def _wrapped(text: str, face: Font, breadth: int) -> Iterable[str]:
    line, length = "", 0.0
    for char in text:
        step = face.getlength(char)
        if length + step > breadth:
            yield line
            line, length = "", 0.0
        line, length = line + char, length + step
    yield line


def _stamp(text: str, size: int = 300) -> Image.Image:
    """A round seal: ring, star, the name along the upper arc."""
    seal = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    pen, middle, red = ImageDraw.Draw(seal), size / 2, (*RED, 205)
    pen.ellipse((8, 8, size - 8, size - 8), outline=red, width=7)
    points = [
        (middle + radius * math.sin(math.pi * turn / 5), middle - radius * math.cos(math.pi * turn / 5))
        for turn in range(10)
        for radius in (46 if turn % 2 == 0 else 18,)
    ]
    pen.polygon(points, fill=red)
    step = min(30.0, 250 / max(1, len(text) - 1))
    for place, char in enumerate(text):
        angle = (place - (len(text) - 1) / 2) * step
        glyph = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
        ImageDraw.Draw(glyph).text((32, 32), char, fill=red, font=font(36), anchor="mm")
        glyph = glyph.rotate(-angle, resample=Image.Resampling.BICUBIC)
        reach, turn = size / 2 - 42, math.radians(angle)
        seal.alpha_composite(
            glyph, (int(middle + reach * math.sin(turn) - 32), int(middle - reach * math.cos(turn) - 32))
        )
    return seal


def _as_scanned(sheet: Image.Image, chance: random.Random) -> bytes:
    slant = chance.choice((-1, 1)) * chance.uniform(0.5, 1.4)
    turned = sheet.rotate(slant, resample=Image.Resampling.BICUBIC, fillcolor=(226, 224, 220))
    grain = Image.effect_noise((WIDTH // 2, HEIGHT // 2), 18).resize((WIDTH, HEIGHT)).convert("RGB")
    stream = io.BytesIO()
    Image.blend(turned, grain, 0.05).save(stream, "JPEG", quality=72, dpi=(150, 150))
    return stream.getvalue()


@cache
def font(size: int) -> Font:
    """A Chinese face by fontconfig; where there is none, what Pillow brings, which draws boxes."""
    try:
        found = subprocess.run(
            ["fc-match", "-f", "%{file}", "Noto Sans CJK SC:lang=zh-cn"], capture_output=True, text=True, check=True
        ).stdout
        return ImageFont.truetype(Path(found).as_posix(), size)
    except (OSError, subprocess.CalledProcessError):
        return ImageFont.load_default(size)
