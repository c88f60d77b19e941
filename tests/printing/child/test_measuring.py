"""What is measured of a scan: dots against paper, page by page (4.3.8)."""

import io
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter, Transformation

from docsys.printing import scans
from docsys.printing.child import measuring
from docsys.printing.result import Unreadable
from tests.printing.samples import A4, Page, pdf, picture

pytestmark = pytest.mark.rule("R-4.3.8-1")
PAPER = (210.0, 297.0)


def scan(path: Path, *sizes: tuple[int, int], dpi: float) -> Path:
    """Pages such as a scanner makes them: one picture over each."""
    frames = [Image.new("L", size, 200) for size in sizes]
    frames[0].save(path, "PDF", resolution=dpi, save_all=True, append_images=frames[1:])
    return path


def dots(path: Path, paper: tuple[float, float] = PAPER) -> list[int]:
    return [page["dpi"] for page in measuring.measure(path, paper)]


@pytest.mark.parametrize(("size", "dpi"), [((1654, 2339), 200), ((2480, 3508), 300), ((1240, 1754), 150)])
def test_a_scanned_page_has_the_dots_it_was_scanned_with(tmp_path, size, dpi):
    assert dots(scan(tmp_path / "x.pdf", size, dpi=dpi)) == [dpi]


def test_each_page_is_measured(tmp_path):
    path = scan(tmp_path / "x.pdf", (1654, 2339), (2480, 3508), dpi=200)

    assert dots(path) == [200, 200]
    assert measuring.measure(path, PAPER)[1]["height"] == 3508


def test_a_page_of_text_has_no_dots(tmp_path):
    (tmp_path / "x.pdf").write_bytes(pdf(Page(), Page()))

    assert dots(tmp_path / "x.pdf") == [0, 0]


def test_a_small_picture_does_not_make_a_scan(tmp_path):
    stamp = PdfReader(scan(tmp_path / "stamp.pdf", (600, 600), dpi=600)).pages[0]
    target = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(Page()))))
    target.pages[0].merge_transformed_page(stamp, Transformation().translate(100, 100))
    target.write(tmp_path / "x.pdf")

    assert dots(tmp_path / "x.pdf") == [0]


def test_a_fine_logo_does_not_make_a_coarse_scan_fine(tmp_path):
    logo = PdfReader(scan(tmp_path / "logo.pdf", (600, 600), dpi=600)).pages[0]
    target = PdfWriter(clone_from=PdfReader(scan(tmp_path / "page.pdf", (827, 1169), dpi=100)))
    target.pages[0].merge_transformed_page(logo, Transformation().translate(100, 100))
    target.write(tmp_path / "x.pdf")

    assert dots(tmp_path / "x.pdf") == [100]


def test_a_scan_in_strips_is_measured_as_a_whole(tmp_path):
    target = PdfWriter()
    page = target.add_blank_page(*A4)
    for strip in range(10):
        part = PdfReader(scan(tmp_path / f"{strip}.pdf", (1654, 234), dpi=200)).pages[0]
        page.merge_transformed_page(part, Transformation().translate(0, strip * 84))
    target.write(tmp_path / "x.pdf")

    assert dots(tmp_path / "x.pdf") == [200]


def test_a_scan_turned_on_its_page_keeps_its_dots(tmp_path):
    source = PdfReader(scan(tmp_path / "source.pdf", (2339, 1654), dpi=200)).pages[0]
    target = PdfWriter()
    page = target.add_blank_page(*A4)
    page.merge_transformed_page(source, Transformation().rotate(90).translate(A4[0], 0))
    target.write(tmp_path / "x.pdf")

    assert dots(tmp_path / "x.pdf") == [200]


@pytest.mark.parametrize("name", ["x.png", "x.jpg", "x.tif"])
def test_a_picture_counts_as_filling_its_paper(tmp_path, name):
    path = picture(tmp_path / name, (2480, 3508))

    assert dots(path) == [300]
    assert dots(path, (297.0, 420.0)) == [212]
    assert measuring.measure(path, PAPER)[0]["basis"] == "paper"


def test_a_picture_across_is_measured_across(tmp_path):
    assert dots(picture(tmp_path / "x.png", (3508, 2480))) == [300]


def test_every_frame_of_a_tiff_is_measured(tmp_path):
    frames = [Image.new("1", (1654, 2339)), Image.new("1", (827, 1169))]
    frames[0].save(tmp_path / "x.tif", save_all=True, append_images=frames[1:])

    assert dots(tmp_path / "x.tif") == [200, 100]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("值班手册".encode(), "须为 PDF 或图片"),
        (b"%PDF-1.7 nonsense", "已损坏"),
        (b"\x89PNG\r\n\x1a\nnonsense", "图片已损坏"),
    ],
)
def test_what_is_no_scan_is_refused(tmp_path, content, reason):
    (tmp_path / "x").write_bytes(content)

    with pytest.raises(Unreadable, match=reason):
        measuring.measure(tmp_path / "x", PAPER)


def test_an_encrypted_file_is_refused(tmp_path):
    """Also one that opens without a password: it could not be bound into a volume."""
    target = PdfWriter(clone_from=PdfReader(scan(tmp_path / "x.pdf", (1654, 2339), dpi=200)))
    target.encrypt("", "owner")
    target.write(tmp_path / "locked.pdf")

    with pytest.raises(Unreadable, match="已加密"):
        measuring.measure(tmp_path / "locked.pdf", PAPER)


def test_the_child_measures(tmp_path):
    path = scan(tmp_path / "x.pdf", (1654, 2339), dpi=200)

    assert scans.measured(path) == [scans.PageDots(1654, 2339, 200, is_assumed=False)]
    assert scans.measured(picture(tmp_path / "x.png", (1748, 2480)), paper="A5")[0].dpi == 300
