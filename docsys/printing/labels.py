"""QR codes of numbers, so that a signed scan finds its record."""

import io

import segno


def qr_svg(text: str) -> str:
    """An inline SVG that fills whatever holds it; error correction M survives a stamp on its edge."""
    buffer = io.BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(
        buffer, kind="svg", border=0, xmldecl=False, svgns=True, omitsize=True, svgclass="qr", lineclass=None, nl=False
    )
    return buffer.getvalue().decode("ascii")


def qr_png(text: str) -> bytes:
    """The same code as a picture, for Word."""
    buffer = io.BytesIO()
    segno.make(text, error="m", micro=False).save(buffer, kind="png", border=0, scale=6)
    return buffer.getvalue()
