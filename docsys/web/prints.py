"""Lists on paper as an answer: whatever was loaded is loaded, the transaction ends, then the pages are made."""

from flask import Response

from docsys.clock import local
from docsys.printing import lists, render
from docsys.printing.limits import Limits
from docsys.printing.lists import Listing
from docsys.web.downloads import send
from docsys.web.session import now, roll_back, settings


def printed_at() -> str:
    return f"{local(now()):%Y-%m-%d %H:%M}"


def list_answer(listing: Listing) -> Response:
    """The list as a PDF, shown by the browser. Nothing of the session may be needed after this."""
    roll_back()
    folder = settings().templates
    data = render(lists.html(listing, folder=folder), folder=folder, title=listing.title, limits=Limits.of(settings()))
    return send(data, f"{listing.title}.pdf", inline=True)
