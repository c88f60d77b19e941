"""No print reads a local file or asks the network, whatever its HTML says."""

import base64
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from docsys.printing.child import rendering
from docsys.printing.child.fetching import BASE, LARGEST_PICTURE, Fetcher
from docsys.printing.limits import LIMITS

CANARY = "KANARIENVOGEL"
CHANNELS = (
    '<link rel=stylesheet href="{url}">',
    '<link rel=attachment href="{url}">',
    '<a rel=attachment href="{url}">x</a>',
    '<style>@import url("{url}");</style>',
    '<style>@font-face {{ font-family: f; src: url("{url}") }} p {{ font-family: f }}</style><p>x</p>',
    '<p style="background: url({url})">x</p>',
    '<ul style="list-style: url({url})"><li>x</ul>',
    '<style>@page {{ background: url("{url}") }}</style>x',
    '<style>p::before {{ content: url("{url}") }}</style><p>x',
    '<img src="{url}">',
    "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='{url}'/></svg>\">",
    '<svg width="9" height="9"><image href="{url}" width="9" height="9"/><use href="{url}#a"/></svg>',
    '<object data="{url}"></object>',
    '<embed src="{url}">',
    '<iframe src="{url}"></iframe>',
    '<base href="{url}"><img src="x.png"><link rel=stylesheet href="y.css">',
)


@pytest.fixture
def server():
    """A canary that counts who comes."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(CANARY.encode())

        def log_message(self, *_arguments):
            return

    with HTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}/canary", asked
        running.shutdown()
        thread.join()


@pytest.mark.parametrize("channel", CHANNELS)
def test_no_channel_reaches_the_network_or_the_disk(channel, server, folder, tmp_path):
    url, asked = server
    canary = tmp_path / "canary.png"
    canary.write_text(CANARY)

    for target in (url, canary.as_uri(), str(canary), "//127.0.0.1/x", "ftp://127.0.0.1/x"):
        done = rendering.render(
            channel.format(url=target), folder / "print", LIMITS, title="", attachments=(), variant=None
        )
        assert CANARY.encode() not in done.pdf
        assert b"/EmbeddedFile" not in done.pdf
    assert asked == []


def test_files_below_the_print_templates_are_found_by_name(folder):
    response = Fetcher(folder / "print").fetch(f"{BASE}print.css")

    assert response.content_type == "text/css"
    assert b"@page" in response.read()


@pytest.mark.parametrize(
    "url",
    [
        f"{BASE}../frame.html",
        f"{BASE}..%2f..%2fpyproject.toml",
        f"{BASE}base.html",
        f"{BASE}missing.css",
        f"{BASE}/etc/passwd",
        "https://print.invalid.example.com/print.css",
        "file:///etc/passwd",
        "http://print.invalid/print.css",
        "data:text/css,p{}",
        "data:image/svg+xml,<svg/>",
        "data:image/png;base64,x",
        "data:image/png;base64," + "A" * (4 * LARGEST_PICTURE),
        "data:image/png;base64," + base64.b64encode(b"x" * (LARGEST_PICTURE + 1)).decode("ascii"),
    ],
)
def test_everything_else_is_refused(folder, url):
    fetcher = Fetcher(folder / "print")

    with pytest.raises(ValueError, match="refused"):
        fetcher.fetch(url)

    assert fetcher.refused == [url[:200]]


def test_small_pictures_in_the_page_are_drawn(folder):
    response = Fetcher(folder / "print").fetch("data:image/png;base64," + base64.b64encode(b"picture").decode("ascii"))

    assert (response.content_type, response.read()) == ("image/png", b"picture")
