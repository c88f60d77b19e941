"""What can be done: compare, verify, snapshot, try a job again; and what needs two persons: release of a brake, a new target."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys import audit
from docsys.clock import local
from docsys.db import after_commit
from docsys.errors import NotFound, Refused, TransitionForbidden
from docsys.jobs import Job, State, enqueue
from docsys.jobs.actions import retry as begin_anew
from docsys.mirror import queries as mirror
from docsys.mirror import reporting
from docsys.people import confirmations
from docsys.people.events import ConfirmationAccepted
from docsys.people.models import Confirmation, User
from docsys.people.rules import Actor, Permission, require
from docsys.settings import Settings
from docsys.status import jobs, snapshots
from docsys.status.rules import BRING_BACK, RELEASABLE

RELEASE, ACCEPT = "mirror.release", "mirror.accept_target"
SUBJECT = "镜像"
SAMPLE = 500  # files of a verification asked for on the page


class StaleBrake(Refused):
    message: ClassVar[str] = "该制动已解除或已变化，放行不再适用。请到“备份”页核对现状；仍需放行的，请重新申请。"


class NotReleasable(Refused):
    message: ClassVar[str] = "{reason}：这种情况不能放行。{way_out}"


class NothingToAccept(Refused):
    message: ClassVar[str] = "当前的备份位置不需要启用：它有标记文件，或无法访问。请到“备份”页核对现状。"


def compare(session: Session, settings: Settings, *, actor: Actor, now: datetime) -> None:
    """A full comparison by the running mirror, asked for once this act is committed.

    Raises:
        NotRunning: nobody would hear it.
    """
    require(actor, Permission.MIRROR_OPERATE)
    if not mirror.status(settings)["running"]:
        raise mirror.NotRunning
    audit.record(session, "mirror.compare", actor, SUBJECT, now=now)
    after_commit(session, lambda: _ask(settings))


def _ask(settings: Settings) -> None:
    mirror.ask(settings)


def verify(session: Session, *, actor: Actor, now: datetime) -> None:
    """A random sample, read and hashed on both sides by the worker (12.3.2)."""
    require(actor, Permission.MIRROR_OPERATE)
    enqueue(session, jobs.VERIFY, {"sample": SAMPLE}, now=now, key=jobs.VERIFY)
    audit.record(session, "mirror.verify_asked", actor, SUBJECT, now=now, detail={"sample": SAMPLE})


def take_snapshot(session: Session, *, actor: Actor, now: datetime) -> None:
    require(actor, Permission.MIRROR_OPERATE)
    enqueue(session, snapshots.KIND, {"asked_at": now.isoformat()}, now=now, key=f"{snapshots.KIND}:asked")
    audit.record(session, "status.snapshot_asked", actor, "系统快照", now=now)


def request_release(
    session: Session, settings: Settings, brake_id: str, *, actor: Actor, now: datetime
) -> Confirmation:
    """Ask for a second person to let the brake go that the page showed (R-4.3.6-3, 2.3.3).

    Raises:
        StaleBrake: it is no longer that one; NotReleasable: the library is gone.
    """
    require(actor, Permission.MIRROR_OPERATE)
    brake = _standing(settings, brake_id)
    if brake["kind"] not in RELEASABLE:
        raise NotReleasable(reason=brake["reason"], way_out=BRING_BACK)
    title = f"放行镜像制动：{brake['reason']}"
    return confirmations.request(
        session, RELEASE, SUBJECT, title, release_of(brake), actor, now, Permission.MIRROR_OPERATE
    )


def release_of(brake: Mapping[str, Any]) -> dict[str, Any]:
    """What a request for release carries."""
    return {"brake_id": brake["id"], "kind": brake["kind"], "reason": brake["reason"]}


def request_acceptance(session: Session, settings: Settings, *, actor: Actor, now: datetime) -> Confirmation:
    """Ask for a second person to take the empty folder at the target's address into use: a replaced disk.

    Raises:
        NothingToAccept
    """
    require(actor, Permission.MIRROR_OPERATE)
    _check_acceptable(settings)
    title = f"启用新的备份文件夹：{settings.backup}"
    payload = acceptance_of(settings)
    return confirmations.request(session, ACCEPT, SUBJECT, title, payload, actor, now, Permission.MIRROR_OPERATE)


def acceptance_of(settings: Settings) -> dict[str, Any]:
    return {"address": str(settings.backup)}


def carry_out(session: Session, event: ConfirmationAccepted) -> None:
    """A second person said yes. What held at the time of asking is looked at again; what is stale is refused."""
    settings: Settings | None = session.info.get("settings")
    if settings is None or event.kind not in {RELEASE, ACCEPT}:
        return
    by = [_named(session, event.requested_by_id), _named(session, event.actor.user_id)]
    if event.kind == ACCEPT:
        _accept(session, settings, event, by)
    else:
        _release(session, settings, event, by)


def _release(session: Session, settings: Settings, event: ConfirmationAccepted, by: list[str]) -> None:
    """The mirror obeys the file; should it be lost with a power cut, the brake still stands and is asked about again."""
    _standing(settings, event.payload["brake_id"])
    release = {"brake_id": event.payload["brake_id"], "by": by, "at": local(event.at).isoformat()}
    audit.record(
        session, RELEASE, event.actor, SUBJECT, now=event.at, detail=release | _why(event) | {"by": "、".join(by)}
    )
    after_commit(session, lambda: reporting.write(reporting.release_path(settings), release))


def _accept(session: Session, settings: Settings, event: ConfirmationAccepted, by: list[str]) -> None:
    _check_acceptable(settings)
    if event.payload != acceptance_of(settings):
        raise NothingToAccept
    enqueue(session, jobs.ACCEPT, {"by": by}, now=event.at, key=jobs.ACCEPT)
    audit.record(session, ACCEPT, event.actor, SUBJECT, now=event.at, detail=event.payload | {"by": "、".join(by)})


def retry(session: Session, job_id: int, *, actor: Actor, now: datetime) -> Job:
    """Have a job that failed for good tried again from the beginning.

    Raises:
        NotFound; TransitionForbidden: it did not fail.
    """
    require(actor, Permission.SYSTEM_OPERATE)
    job = session.scalar(select(Job).where(Job.id == job_id).with_for_update())
    if job is None:
        raise NotFound
    if job.state != State.FAILED:
        raise TransitionForbidden(state=State(job.state).label, verb="重试")
    begin_anew(job, now)
    detail = {"kind": job.kind, "payload": job.payload, "error": job.error}
    audit.record(session, "status.retry", actor, f"作业 {job.id}", now=now, detail=detail)
    return job


def _standing(settings: Settings, brake_id: str) -> dict[str, Any]:
    brake: dict[str, Any] | None = mirror.status(settings)["brake"]
    if brake is None or brake["id"] != brake_id:
        raise StaleBrake
    return brake


def _check_acceptable(settings: Settings) -> None:
    if not mirror.awaits_acceptance(settings):
        raise NothingToAccept


def _named(session: Session, user_id: int | None) -> str:
    """Name and login: two persons may bear one name, and the mirror counts names."""
    user = session.get_one(User, user_id)
    return f"{user.name}（{user.login}）"


def _why(event: ConfirmationAccepted) -> dict[str, Any]:
    return {"kind": event.payload["kind"], "reason": event.payload["reason"]}
