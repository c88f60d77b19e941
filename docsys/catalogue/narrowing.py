"""The tree narrowed to the folders somebody looks for: by code, by name, by the first letters of its pinyin."""

from collections.abc import Iterable
from functools import cache

from pypinyin import Style, lazy_pinyin

from docsys.catalogue.queries import Node


def narrowed(nodes: Iterable[Node], words: str) -> tuple[Node, ...]:
    """Those that are meant, with all above them and all below them."""
    wanted = words.casefold().split()
    return tuple(found for node in nodes if (found := _narrowed(node, wanted)))


def _narrowed(node: Node, wanted: list[str]) -> Node | None:
    told = _told(node.folder.code, node.folder.name)
    if all(word in told for word in wanted):
        return node
    below = tuple(found for one in node.nodes if (found := _narrowed(one, wanted)))
    return Node(node.folder, node.count, below) if below else None


@cache
def _told(code: str, name: str) -> str:
    """All that a word may be found in; a folder renamed is another entry of the cache."""
    return f"{code} {name} {''.join(lazy_pinyin(name, style=Style.FIRST_LETTER))}".casefold()
