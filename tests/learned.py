"""What one test of a process learned serves the next: templates, forms, addresses. Every application of a test is made anew,
but it need not be compiled anew: that took more than half of the time of a page's test.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

from docsys.forms.definitions import Catalogue

Builder = Callable[..., tuple[str, str]]


class Templates(BytecodeCache):
    """The code of templates, by name, file and content."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key, bucket.checksum] = bucket.code


class Forms:
    """The forms of a folder, read again as soon as one of its files is another."""

    def __init__(self, read: Callable[[Path], Catalogue]) -> None:
        self._read = read
        self._known: dict[Path, tuple[object, Catalogue]] = {}

    def __call__(self, folder: Path) -> Catalogue:
        now = [(path, path.stat().st_mtime_ns, path.stat().st_size) for path in sorted(folder.glob("*.toml"))]
        seen, found = self._known.get(folder, (None, None))
        if found is None or seen != now:
            found = self._read(folder)
            self._known[folder] = now, found
        return found


class Addresses:
    """How the address of a view is put together: one function for each rule, made by compiling it."""

    def __init__(self, compile_builder: Callable[..., Builder]) -> None:
        self._compile = compile_builder
        self._known: dict[tuple[object, ...], Builder] = {}

    def __get__(self, rule: Rule, owner: type[Rule]) -> Callable[..., Builder]:
        return partial(self._of, rule)

    def _of(self, rule: Rule, *how: bool) -> Builder:
        key = (rule.rule, rule.subdomain, rule.host, repr(rule.defaults), how)
        if key not in self._known:
            self._known[key] = self._compile(rule, *how)
        return self._known[key]
