"""XML read as a stream of events, without building a tree: no entities, no DTD, no network, nesting as libxml2 allows."""

from collections.abc import Mapping
from typing import Any

from lxml import etree

from docsys.search.extraction.result import Unreadable

BLOCK = 65536


class Done(Exception):
    """A target has what it wants."""


class Target:
    """Events by local names; subclasses take what they need."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.began(local(tag), {local(name): value for name, value in attributes.items()})

    def end(self, tag: str) -> None:
        self.ended(local(tag))

    def doctype(self, *_parts: Any) -> None:
        raise Unreadable("文件含有 DTD 声明，已拒绝解析")

    def close(self) -> None:
        """The end of the part."""

    def data(self, text: str) -> None: ...

    def comment(self, text: str) -> None: ...

    def pi(self, target: str, data: str | None = None) -> None: ...

    def began(self, name: str, attributes: Mapping[str, str]) -> None: ...

    def ended(self, name: str) -> None: ...


def local(name: str) -> str:
    """Without its namespace: transitional and strict OOXML differ in nothing else that matters here."""
    return name.rpartition("}")[2]


def read(data: bytes, target: Target) -> None:
    """Send `data` through `target`; `Done` ends it early."""
    parser = etree.XMLParser(
        target=target, resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        for start in range(0, len(data), BLOCK):
            parser.feed(data[start : start + BLOCK])
        parser.close()
    except Done:
        return
    except etree.XMLSyntaxError as error:
        raise Unreadable("文件已损坏：XML 结构有误或嵌套过深") from error
