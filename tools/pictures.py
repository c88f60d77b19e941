"""The pictures of the manual and the README: the sample library, served and looked at in Chromium (`make pictures`).

Takes a home of its own in a temporary folder, waits until everything is printed and mirrored, and is gone afterwards.
"""

import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from docsys import settings as configuration
from tests.fault.aftermath import settle_down
from tests.people.factories import PASSWORD
from tests.serving import Served, free_port

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "manual" / "pictures"
WIDE, PHONE = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)
PEOPLE = ("wangjun", "zhaomin", "liqiang", "hejing")


@dataclass(frozen=True)
class Picture:
    """`follow`: the words of a link to go on by."""

    name: str
    login: str
    path: str
    follow: str = ""
    dark: bool = False
    phone: bool = False


TAKEN = (
    Picture("dashboard", "zhaomin", "/"),
    Picture("dashboard-dark", "zhaomin", "/", dark=True),
    Picture("library", "zhaomin", "/catalogue/"),
    Picture("folder", "wangjun", "/catalogue/SC01"),
    Picture("document", "liqiang", "/catalogue/SC01", follow="手册"),
    Picture("document-dark", "liqiang", "/catalogue/SC01", follow="手册", dark=True),
    Picture("document-phone", "liqiang", "/catalogue/SC01", follow="手册", phone=True),
    Picture("register", "wangjun", "/documents/new"),
    Picture("search", "liqiang", "/search?q=值班"),
    Picture("forms", "zhaomin", "/forms/"),
    Picture("orders", "zhaomin", "/forms/BG/"),
    Picture("changes", "zhaomin", "/changes/"),
    Picture("reviews", "zhaomin", "/reviews"),
    Picture("retention", "zhaomin", "/retention/?as_of=2032-01-01"),
    Picture("periods", "zhaomin", "/retention/periods"),
    Picture("calendar", "zhaomin", "/calendars?year=2026"),
    Picture("import", "zhaomin", "/intake/"),
    Picture("paper", "zhaomin", "/paper/"),
    Picture("paper-copy", "zhaomin", "/paper/", follow="值班手册"),
    Picture("loans", "zhaomin", "/paper/loans"),
    Picture("volume", "zhaomin", "/paper/volumes", follow="汇编"),
    Picture("paper-check", "zhaomin", "/paper/check"),
    Picture("backup", "zhaomin", "/backup"),
    Picture("audit", "hejing", "/system/audit"),
)


def main() -> int:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        served = _sample(Path(folder))
        served.start()
        try:
            database = served.database()
            settle_down(served, database)
            database.dispose()
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
                )
                for picture in TAKEN:
                    _take(browser, served, picture)
        finally:
            served.end()
    print(f"{len(TAKEN)} pictures in {PICTURES.relative_to(ROOT)}")
    return 0


def _sample(home: Path) -> Served:
    """`docsys init`, `docsys demo`, and passwords that this script knows."""
    own = {"DOCSYS_HOME": str(home), "DOCSYS_BIND": f"127.0.0.1:{free_port()}"}
    served = Served(configuration.load(own), environment=os.environ | own)
    for command in ("init", "demo"):
        if (done := served.docsys(command)).returncode:
            raise SystemExit(done.stderr)
    for login in PEOPLE:
        done = served.docsys("user", "password", login, "--password-stdin", said=PASSWORD)
        if done.returncode:
            raise SystemExit(done.stderr)
    return served


def _take(browser: Browser, served: Served, picture: Picture) -> None:
    context = browser.new_context(
        base_url=served.address,
        viewport=PHONE if picture.phone else WIDE,
        color_scheme="dark" if picture.dark else "light",
        locale="zh-CN",
    )
    page = context.new_page()
    page.goto("/login")
    page.fill("[name=login]", picture.login)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/")
    page.goto(picture.path)
    if picture.follow:
        page.get_by_role("main").get_by_role("table").get_by_role("link", name=picture.follow).first.click()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=str(PICTURES / f"{picture.name}.png"))
    context.close()


if __name__ == "__main__":
    sys.exit(main())
