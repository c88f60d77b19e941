"""A scan is measured before the transaction begins, from the page and from the shell alike (4.3.8)."""

from docsys import vault
from docsys.paper import rules
from docsys.paper.actions import Scanned
from docsys.paper.rules import PageSeen
from docsys.printing import scans
from docsys.printing.limits import Limits
from docsys.settings import Settings


def measured(staged: vault.Staged, name: str, paper: str, settings: Settings) -> Scanned:
    """What lies staged, with the resolution of its coarsest page; a picture is reckoned as filling a sheet of `paper`.

    Raises:
        Unreadable, NoPicture, TooCoarse: says what was found and what to do.

    """
    paper = paper if paper in scans.PAPERS else "A4"
    seen = scans.measured(settings.archive / staged.path, paper=paper, limits=Limits.of(settings))
    pages = [PageSeen(one.width, one.height, one.dpi, paper if one.is_assumed else "") for one in seen]
    return Scanned(staged, name, rules.check_resolution(name, pages, settings.scan_dpi))
