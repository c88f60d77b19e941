"""The topology of the network as a picture: access points around two rings."""

import io
import math

from PIL import Image, ImageDraw

from docsys.demo.scans import font

WIDTH, HEIGHT = 1600, 1000
LINE, NODE, CORE = (52, 84, 140), (255, 255, 255), (226, 235, 248)
CORES = ("BJ-1", "SH-1", "SZ-1")
EDGES = {
    "BJ-1": ("BJ-2", "DL-1", "DL-2", "ZZ-1"),
    "SH-1": ("SH-2", "SH-3", "SH-4"),
    "SZ-1": ("SZ-2", "ZZ-2"),
}
PLACES = {"BJ-1": (860, 400), "SH-1": (1180, 720), "SZ-1": (500, 720)}


def topology(title: str) -> bytes:
    """A PNG."""
    sheet = Image.new("RGB", (WIDTH, HEIGHT), (255, 255, 255))
    pen = ImageDraw.Draw(sheet)
    pen.text((40, 30), title, fill=(30, 30, 30), font=font(40))
    pen.text((40, 90), "实线为主用，虚线为备用；节点间为双运营商线路", fill=(110, 110, 110), font=font(24))
    for place, core in enumerate(CORES):
        _link(pen, PLACES[core], PLACES[CORES[place - 1]], width=6)
        for at, edge in zip(_around(core), EDGES[core], strict=False):
            _link(pen, PLACES[core], at, width=3)
            _dashed(pen, PLACES[CORES[place - 1]], at)
            _node(pen, at, edge, NODE, 52)
    for core in CORES:
        _node(pen, PLACES[core], core, CORE, 74)
    stream = io.BytesIO()
    sheet.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _around(core: str) -> list[tuple[float, float]]:
    """Where the edge nodes of a core stand: on its side away from the middle."""
    x, y = PLACES[core]
    outward = math.atan2(y - 620, x - 840)
    count = len(EDGES[core])
    turns = [outward + (place - (count - 1) / 2) * 0.62 for place in range(count)]
    return [(x + 250 * math.cos(turn) * 1.25, y + 215 * math.sin(turn)) for turn in turns]


def _link(pen: ImageDraw.ImageDraw, one: tuple[float, float], other: tuple[float, float], *, width: int) -> None:
    pen.line((one, other), fill=LINE, width=width)


def _dashed(pen: ImageDraw.ImageDraw, one: tuple[float, float], other: tuple[float, float]) -> None:
    steps = 60
    for step in range(0, steps, 2):
        ends = [
            (one[0] + (other[0] - one[0]) * share / steps, one[1] + (other[1] - one[1]) * share / steps)
            for share in (step, step + 1)
        ]
        pen.line(ends, fill=(170, 185, 210), width=2)


def _node(
    pen: ImageDraw.ImageDraw, at: tuple[float, float], name: str, fill: tuple[int, int, int], radius: int
) -> None:
    x, y = at
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill, outline=LINE, width=4)
    pen.text((x, y), name, fill=LINE, font=font(26), anchor="mm")
