"""Makes the one icon file out of the icons listed in `icons.txt`: `python -m docsys.web.sprite FOLDER_OF_SVG`.

A sprite of 140 icons weighs 60 KB; the web font of all 5,000 weighs 7 MB.
"""

import re
import sys
from pathlib import Path

from docsys.web.vendored import VENDOR

SPRITE = VENDOR / "tabler-icons" / "sprite.svg"
BOUNDING_BOX = re.compile(r'<path stroke="none" d="M0 0h24v24H0z" fill="none" ?/>')
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
OUTER = re.compile(r"^.*?<svg[^>]*>(.*)</svg>\s*$", re.DOTALL)


def symbol(name: str, svg: str) -> str:
    """One `<symbol>`: the drawing without its frame, so that stroke and size come from the page."""
    match = OUTER.match(COMMENT.sub("", svg))
    if match is None:
        raise ValueError(f"{name} is not an SVG")
    drawing = " ".join(BOUNDING_BOX.sub("", match[1]).split())
    return f'<symbol id="{name}" viewBox="0 0 24 24">{drawing}</symbol>'


def build(folder: Path) -> str:
    names = (VENDOR / "tabler-icons" / "icons.txt").read_text("ascii").split()
    symbols = [symbol(name, (folder / f"{name}.svg").read_text("utf-8")) for name in names]
    return "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', *symbols, "</svg>", ""])


if __name__ == "__main__":
    SPRITE.write_text(build(Path(sys.argv[1])), "utf-8")
