"""What the child can be asked to do: one function for each kind of question."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from docsys.printing import rendering
from docsys.printing.limits import Limits
from docsys.printing.result import Attachment

Head = dict[str, Any]
Answer = tuple[Head, Sequence[bytes]]


def render(head: Head, blobs: Sequence[bytes], limits: Limits) -> Answer:
    done = rendering.render(
        blobs[0].decode("utf-8"),
        Path(head["folder"]),
        limits,
        title=head["title"],
        attachments=[
            Attachment(content=content, **said) for said, content in zip(head["attachments"], blobs[1:], strict=True)
        ],
        variant=head["variant"],
    )
    return {"pages": done.pages, "warnings": list(done.warnings)}, (done.pdf,)


def families(_head: Head, _blobs: Sequence[bytes], _limits: Limits) -> Answer:
    return {"families": sorted(rendering.families())}, ()


KINDS: dict[str, Callable[[Head, Sequence[bytes], Limits], Answer]] = {"render": render, "families": families}
