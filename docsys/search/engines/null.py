"""No full text: for tests and tools that need none, and where `search_url` is empty. Numbers and titles are still found."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from docsys.search.engines.places import Place


class NullEngine:
    name = "null"
    hint = "全文检索未启用，只检索编号和标题。"

    def store(self, session: Session, entry_id: int, chunks: Mapping[int, str]) -> None: ...

    def drop(self, session: Session, entry_id: int, chunk_ids: Sequence[int]) -> None: ...

    def match(self, session: Session, needle: str) -> dict[int, Place]:  # noqa: ARG002 - the interface
        return {}

    def clear(self, session: Session) -> None: ...

    def finish(self, session: Session) -> None: ...

    def defects(self, session: Session) -> list[str]:  # noqa: ARG002 - the interface
        return []
