"""People at browsers of their own, and what they do with a page: by the words that stand on it, as people do."""

import base64
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response, expect

from tests.people.factories import PASSWORD

SIZE = {"width": 1440, "height": 900}
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)

DROP = """([name, content]) => {
  const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], name));
  for (const kind of ["dragenter", "dragover", "drop"])
    document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }));
}"""
SETTLED = """() => document.readyState === "complete"
  && !document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling")"""


@dataclass
class Desk:
    """One person's browser. Words are whole names; a pattern is found within them."""

    page: Page
    shots: Path | None
    under_way: set[Request] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.on("request", lambda request: self.under_way.add(request))  # noqa: PLW0108 - Playwright writes on what it is given
        for end in ("requestfinished", "requestfailed"):
            self.page.on(end, lambda request: self.under_way.discard(request))  # noqa: PLW0108

    def open(self, path: str) -> None:
        self.page.goto(path)

    def link(self, words: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("main").get_by_role("link", name=words, exact=True).first

    def button(self, words: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("main").get_by_role("button", name=words, exact=True).first

    def field(self, label: str) -> Locator:
        """The input below a label; required ones bear a star."""
        return self.page.get_by_role("main").get_by_label(re.compile(rf"^\*?{re.escape(label)}$")).first

    def fill(self, **values: str) -> None:
        """Inputs and selects, by their label."""
        for label, value in values.items():
            found = self.field(label)
            if found.evaluate("one => one.tagName") == "SELECT":
                found.select_option(label=value)
            else:
                found.fill(value)

    def press(self, words: str | re.Pattern[str], *, says: str) -> None:
        """A button that takes one to the next page, and what that says."""
        self.button(words).click()
        self.hears(says)

    def press_and_confirm(self, words: str | re.Pattern[str], *, says: str) -> None:
        """A button that asks first."""
        self.button(words).click()
        self.page.get_by_role("dialog").get_by_role("button").first.click()
        self.hears(says)

    def hears(self, words: str) -> None:
        """And looks at the page to its end, before the next person changes what it shows."""
        expect(self.page.locator("#messages")).to_contain_text(words)
        self.settles()

    def settles(self) -> None:
        """No part of the page is on its way, nor any picture."""
        self.page.wait_for_function(SETTLED)
        for _ in range(PATIENCE // 20):
            if not self.under_way:
                return
            self.page.wait_for_timeout(20)
        raise AssertionError(f"still under way: {[one.url for one in self.under_way]}")

    def sees(self, words: str) -> None:
        expect(self.page.get_by_role("main")).to_contain_text(words)

    def sees_after_a_while(self, words: str) -> None:
        """What the worker does a moment later: looked for again until it is there."""
        main = self.page.get_by_role("main")
        for _ in range(PATIENCE // 250):
            if words in main.inner_text():
                return
            self.page.wait_for_timeout(250)
            self.page.reload()
        self.sees(words)

    def drop(self, name: str, content: bytes) -> None:
        """A file out of the file manager onto the page."""
        self.page.evaluate(DROP, [name, base64.b64encode(content).decode()])

    def shot(self, name: str) -> None:
        """The whole page as a picture, its own pictures loaded; taken where somebody wants to see it."""
        self.settles()
        if self.shots is None:
            return
        self.page.wait_for_load_state("networkidle")
        self.page.evaluate("scrollTo(0, 0)")
        self.page.screenshot(path=str(self.shots / f"{name}.png"), full_page=True)


@dataclass
class Room:
    """Everybody's browsers, and what these complained of."""

    browser: Browser
    address: str
    shots: Path | None
    complaints: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)  # refusals that a test provokes
    _desks: dict[str, Desk] = field(default_factory=dict)

    def desk(self, login: str) -> Desk:
        """That person, signed in by the log-in page; the same browser when asked for again."""
        if login not in self._desks:
            self._desks[login] = self.new_desk(login)
        return self._desks[login]

    def new_desk(self, login: str, **more: Any) -> Desk:
        desk = Desk(self.stranger(**more), self.shots)
        desk.open("/login")
        desk.fill(登录名=login, 密码=PASSWORD)
        desk.button("登录").click()
        desk.page.wait_for_url(f"{self.address}/")
        return desk

    def stranger(self, **more: Any) -> Page:
        """A browser that nobody has signed in with, watched."""
        context = self.browser.new_context(
            base_url=self.address, locale="zh-CN", timezone_id="Asia/Shanghai", **{"viewport": SIZE, **more}
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("requestfailed", self._on_failed)
        page.on("response", self._on_response)
        return page

    def leave(self) -> None:
        """Everybody goes home."""
        self.close()
        self._desks.clear()

    def close(self) -> None:
        for context in list(self.browser.contexts):
            context.close()

    def _on_console(self, message: ConsoleMessage) -> None:
        """Errors and violations of the content security policy come this way."""
        is_refusal = any(f"status of {status}" in message.text for status in self.expected)
        if message.type in {"error", "warning"} and not is_refusal:
            self.complaints.append(f"console: {message.text} {message.location}")

    def _on_failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # left the page while a picture was still on its way
            self.complaints.append(f"failed: {request.method} {request.url} {request.failure}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.complaints.append(f"{response.status}: {response.request.method} {response.url}")
