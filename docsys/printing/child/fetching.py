"""The only way from a print to anything outside it: small pictures in `data:` addresses, and files below templates/print.

WeasyPrint's own fetcher embeds local files and asks the network (facts: SSRF, LFI); this one knows neither.
"""

import base64
import binascii
import re
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from weasyprint.urls import URLFetcher, URLFetcherResponse

# Nothing answers at this address: it only stands for the folder of print templates.
BASE = "https://print.invalid/"
LARGEST_PICTURE = 2 * 1024 * 1024
TYPES = {".css": "text/css", ".png": "image/png", ".otf": "font/otf", ".ttf": "font/ttf", ".woff2": "font/woff2"}
PICTURE = re.compile(r"data:(image/(?:png|jpeg|gif|webp|bmp));?([^,]{0,40}),", re.IGNORECASE)


class Fetcher(URLFetcher):  # type: ignore[misc] # weasyprint is not typed
    """Fetches for one render; remembers what it refused."""

    def __init__(self, folder: Path) -> None:
        super().__init__(allowed_protocols=("data", "https"), allow_redirects=False)
        self._folder = folder.resolve()
        self.refused: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002 - the base asks so
        if url.startswith(BASE):
            return self._file(url)
        if match := PICTURE.match(url[:80]):
            return self._picture(url, match)
        return self._refuse(url)

    def _file(self, url: str) -> URLFetcherResponse:
        path = (self._folder / unquote(urlsplit(url).path).lstrip("/")).resolve()
        if not path.is_relative_to(self._folder) or path.suffix not in TYPES or not path.is_file():
            return self._refuse(url)
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": TYPES[path.suffix]})

    def _picture(self, url: str, match: re.Match[str]) -> URLFetcherResponse:
        if len(url) > 3 * LARGEST_PICTURE:
            return self._refuse(url)
        data = unquote_to_bytes(url[match.end() :])
        if match[2].lower().endswith("base64"):
            try:
                data = base64.b64decode(data)
            except binascii.Error:
                return self._refuse(url)
        if len(data) > LARGEST_PICTURE:
            return self._refuse(url)
        return URLFetcherResponse("data:", data, {"Content-Type": match[1].lower()})

    def _refuse(self, url: str) -> URLFetcherResponse:
        self.refused.append(url[:200])
        raise ValueError(f"refused: {url[:80]}")
