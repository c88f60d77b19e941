"""Texts that stay true whenever the library is made: days are counted from that of the document, lines belong to versions.

`[[d-3]]` 2026-11-20, `[[D-3]]` 2026年11月20日, `[[m-1]]` 2026-10, `[[M-1]]` 2026年10月, `[[y]]` 2026. A line that begins with `[V1.1]`
stands in V1.1 and later, one that begins with `[-V2.0]` until V2.0.
"""

import re
from datetime import date, timedelta

from docsys.documents.rules import VersionNumber

DAY = re.compile(r"\[\[([dDmMy])([+-]\d+)?\]\]")
OF_VERSION = re.compile(r"^\[(-?)(V\d+\.\d+)\] ?(.*)$")


def dated(text: str, day: date) -> str:
    """`text` with its days written out, counted from `day`."""
    return DAY.sub(lambda found: _written(found[1], int(found[2] or 0), day), text)


def of_version(text: str, version: str) -> str:
    """Only the lines that stand in that version."""
    wanted = VersionNumber.parse(version)
    kept = []
    for line in text.splitlines():
        found = OF_VERSION.match(line)
        if found is None:
            kept.append(line)
        elif (wanted < VersionNumber.parse(found[2])) == bool(found[1]):
            kept.append(found[3])
    return "\n".join(kept) + "\n"


def _written(kind: str, count: int, day: date) -> str:
    if kind == "y":
        return str(day.year + count)
    if kind in "mM":
        year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
        return f"{year}-{month + 1:02}" if kind == "m" else f"{year}年{month + 1}月"
    day += timedelta(days=count)
    return day.isoformat() if kind == "d" else f"{day.year}年{day.month}月{day.day}日"
