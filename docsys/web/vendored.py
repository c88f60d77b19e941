"""The files of others that the pages use, each with its version and sha256 in `static/vendor/MANIFEST`.

To renew one: `npm pack` the package, copy the files over the old ones, run `python -m docsys.web.vendored`, and put the
new version into the manifest. No build step, nothing is ever fetched by a page.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

STATIC = Path(__file__).resolve().parent / "static"
VENDOR = STATIC / "vendor"
MANIFEST = VENDOR / "MANIFEST"


@dataclass(frozen=True)
class Vendored:
    path: str
    package: str
    version: str
    sha256: str


def manifest() -> list[Vendored]:
    """What the manifest says: one file a line, `path package version sha256`."""
    lines = MANIFEST.read_text("utf-8").splitlines()
    return [Vendored(*line.split()) for line in lines if line and not line.startswith("#")]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def renew() -> str:
    """The manifest with the hashes of the files as they lie there now."""
    lines = ["# path package version sha256"]
    lines += [f"{item.path} {item.package} {item.version} {digest(VENDOR / item.path)}" for item in manifest()]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    MANIFEST.write_text(renew(), "utf-8")
