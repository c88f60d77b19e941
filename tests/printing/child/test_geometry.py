"""Each page goes on a sheet of the A series, upright, between head and foot, never enlarged."""

import pytest

from docsys.printing.child.geometry import FOOT, HEAD, MM, Sheet, moved, place, sheet_for

A4 = (0.0, 0.0, 595.276, 841.89)


@pytest.mark.parametrize(
    ("width", "height", "sheet"),
    [
        (595, 842, Sheet(210, 297)),
        (842, 595, Sheet(297, 210)),
        (612, 792, Sheet(210, 297)),  # Letter
        (612, 1008, Sheet(210, 297)),  # Legal
        (960, 540, Sheet(297, 210)),  # a slide
        (100, 100, Sheet(210, 297)),
        (842, 1191, Sheet(297, 420)),
        (2384, 3370, Sheet(841, 1189)),
        (9000, 9000, Sheet(841, 1189)),
    ],
)
def test_the_smallest_sheet_that_takes_the_page(width, height, sheet):
    assert sheet_for(width, height) == sheet


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize(
    "box", [A4, (100.0, 50.0, 500.0, 700.0), (-20.0, -30.0, 900.0, 400.0), (0.0, 0.0, 9000.0, 40.0)]
)
def test_the_content_stays_between_head_and_foot(box, rotation):
    placed = place(box, rotation)

    left, bottom, right, top = moved(box, placed.matrix)

    across, down = placed.sheet.points
    assert left >= -0.01
    assert right <= across + 0.01
    assert bottom >= FOOT - 0.01
    assert top <= down - HEAD + 0.01


def test_turned_pages_stand_upright_on_a_turned_sheet():
    placed = place(A4, 90)

    assert placed.sheet == Sheet(297, 210)
    assert placed.matrix[0] == pytest.approx(0)
    assert placed.matrix[1] < 0


def test_small_pages_keep_their_size_and_large_units_count():
    small, unit = place((0, 0, 200, 100), 0), place((0, 0, 200, 100), 0, unit=2.0)

    assert small.matrix[0] == 1.0
    assert unit.matrix[0] == 2.0


def test_a4_becomes_a_little_smaller():
    assert 0.85 < place(A4, 0).matrix[3] < 0.92
    assert HEAD / MM < 15
