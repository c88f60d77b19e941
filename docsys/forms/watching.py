"""Forms read anew when their folder changes, for those who are making one: the setting `watch_forms`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from docsys.forms.definitions import Catalogue, load_all
from docsys.forms.shape import Form

Seen = tuple[tuple[str, int, int], ...]


@dataclass
class Watched(Mapping[str, Form]):
    """The forms of `folder` as its files are now. While one of them is wrong, every use says what is wrong with it.

    Reading two dozen dates takes a fraction of a millisecond; several threads may read anew at once and find the same.
    """

    folder: Path
    _read: tuple[Seen, Mapping[str, Form]] = field(default=((), {}))

    def __getitem__(self, code: str) -> Form:
        return self._now()[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._now())

    def __len__(self) -> int:
        return len(self._now())

    def _now(self) -> Mapping[str, Form]:
        seen = _look(self.folder)
        if seen != self._read[0]:
            self._read = (seen, load_all(self.folder).forms)
        return self._read[1]


def catalogue(folder: Path, *, watch: bool) -> Catalogue:
    """The forms of `folder` as they are now, or, with `watch`, as they are whenever they are used.

    Raises:
        DefinitionInvalid: a file is wrong already.

    """
    read = load_all(folder)
    return Catalogue(Watched(folder)) if watch else read


def _look(folder: Path) -> Seen:
    found = ((path.name, path.stat()) for path in sorted(folder.glob("*.toml")))
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in found)
