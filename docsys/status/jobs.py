"""Work on the mirror that takes its time: a sample read and hashed on both sides, a new disk taken into use."""

from collections.abc import Callable
from typing import Any

from docsys import audit
from docsys.jobs import Context
from docsys.mirror import queries as mirror
from docsys.people.rules import SYSTEM
from docsys.status import snapshots

VERIFY, ACCEPT, SNAPSHOT = "status.verify", "status.accept_target", snapshots.KIND


def verify(context: Context, payload: dict[str, Any]) -> None:
    """What was found stands in the mirror's status; that it was looked for, in the audit (12.3.2)."""
    found = mirror.verify(context.settings, int(payload["sample"]), clock=context.clock)
    detail = {name: found[name] for name in ("checked", "ok", "pending")} | {"findings": len(found["findings"])}
    with context.database.act() as session:
        audit.record(session, "mirror.verify", SYSTEM, "镜像", now=context.clock.now(), detail=detail)


def accept_target(context: Context, payload: dict[str, Any]) -> None:  # noqa: ARG001 - a job's signature
    """After two persons said so. A second run finds the marker in its place and nothing to do."""
    if mirror.awaits_acceptance(context.settings):
        mirror.accept_target(context.settings, clock=context.clock)


JOBS: dict[str, Callable[[Context, dict[str, Any]], None]] = {
    VERIFY: verify,
    ACCEPT: accept_target,
    **snapshots.JOBS,
}
