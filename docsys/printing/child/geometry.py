"""Where the content of a page goes: the sheet it is put on, and the movement that brings it there. Points throughout.

Every sheet is of the A series, so that pages of whatever origin carry their marks at the same place.
"""

from dataclasses import dataclass

MM = 72 / 25.4
# Head and foot of the marks; the content stays between them.
HEAD, FOOT, SIDE = 14.5 * MM, 19 * MM, 5 * MM
A_SERIES = ((210.0, 297.0), (297.0, 420.0), (420.0, 594.0), (594.0, 841.0), (841.0, 1189.0))
# A page a little larger than a sheet, as Letter, Legal or a slide, still goes on it.
TOLERANCE = 1.25

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Sheet:
    """A paper size in millimetres."""

    width: float
    height: float

    @property
    def points(self) -> tuple[float, float]:
        return self.width * MM, self.height * MM


A4 = Sheet(210, 297)


@dataclass(frozen=True)
class Placement:
    sheet: Sheet
    matrix: Matrix
    rotation: int = 0


def place(box: Box, rotation: int, unit: float = 1.0) -> Placement:
    """Put what shows of a page, `box` turned clockwise by `rotation`, between head and foot of its sheet; never enlarged."""
    width, height = box[2] - box[0], box[3] - box[1]
    if rotation in {90, 270}:
        width, height = height, width
    width, height = width * unit, height * unit
    sheet = sheet_for(width, height)
    across, down = sheet.points
    scale = min((across - 2 * SIDE) / width, (down - HEAD - FOOT) / height, 1.0)
    upright = multiply((1, 0, 0, 1, -box[0], -box[1]), turned(box[2] - box[0], box[3] - box[1], rotation))
    left, bottom = (across - width * scale) / 2, FOOT + (down - HEAD - FOOT - height * scale) / 2
    return Placement(sheet, multiply(upright, (scale * unit, 0, 0, scale * unit, left, bottom)), rotation)


def upright(box: Box, rotation: int, unit: float = 1.0) -> Placement:
    """What shows of a page, as it is shown, on a sheet of its own size."""
    width, height = box[2] - box[0], box[3] - box[1]
    turn = multiply((1, 0, 0, 1, -box[0], -box[1]), turned(width, height, rotation))
    across, down = (height, width) if rotation in {90, 270} else (width, height)
    sheet = Sheet(across * unit / MM, down * unit / MM)
    return Placement(sheet, multiply(turn, (unit, 0, 0, unit, 0, 0)), rotation)


def sheet_for(width: float, height: float) -> Sheet:
    """The smallest sheet that takes it without shrinking it by more than the tolerance; the largest for what is larger."""
    short, long = sorted((width / MM, height / MM))
    breadth, length = next(
        (size for size in A_SERIES if short <= size[0] * TOLERANCE and long <= size[1] * TOLERANCE), A_SERIES[-1]
    )
    return Sheet(length, breadth) if width > height else Sheet(breadth, length)


def turned(width: float, height: float, rotation: int) -> Matrix:
    """A page of this size turned clockwise, its lower left corner at the origin again."""
    return {
        90: (0.0, -1.0, 1.0, 0.0, 0.0, width),
        180: (-1.0, 0.0, 0.0, -1.0, width, height),
        270: (0.0, 1.0, -1.0, 0.0, height, 0.0),
    }.get(rotation, (1.0, 0.0, 0.0, 1.0, 0.0, 0.0))


def multiply(first: Matrix, then: Matrix) -> Matrix:
    """`first`, and after it `then`."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def moved(box: Box, matrix: Matrix) -> Box:
    """The upright rectangle around `box` after the movement."""
    points = [apply(x, y, matrix) for x in (box[0], box[2]) for y in (box[1], box[3])]
    across, up = [point[0] for point in points], [point[1] for point in points]
    return min(across), min(up), max(across), max(up)


def apply(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
