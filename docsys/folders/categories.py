"""An eighth category: 4.2.2 says 包括但不限于, so that one more may be added by two persons (2.3.3); none ever goes."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from docsys import audit, events
from docsys.errors import InvalidInput
from docsys.folders import queries, rules
from docsys.folders.actions import add, add_category
from docsys.folders.events import FolderCreated
from docsys.folders.models import Folder
from docsys.folders.rules import PATTERNS, FolderKind
from docsys.people import confirmations
from docsys.people.events import ConfirmationAccepted
from docsys.people.models import Confirmation
from docsys.people.rules import Actor, Permission, require

ADD = "folder.add_category"
# The first folder of each category, as in requirements 3.2.
GENERAL = ("00", "综合")


def request_category(session: Session, code: str, name: str, kind: str, *, actor: Actor, now: datetime) -> Confirmation:
    """Ask for a category of two letters: what lies in it is controlled and numbered by pattern A, or records by pattern B.

    Raises:
        Forbidden: not for the whole network; InvalidInput: the code or name cannot be; AlreadyWaiting.

    """
    require(actor, Permission.NUMBER_ADMINISTER)
    code, name, chosen = _checked(session, code, name, kind)
    payload = {"code": code, "name": name, "kind": chosen.value}
    title = f"增设类别 {code} {name}（{chosen.label}，编号方式 {PATTERNS[chosen]}）"
    return confirmations.request(session, ADD, code, title, payload, actor, now, Permission.NUMBER_ADMINISTER)


def _checked(session: Session, code: str, name: str, kind: str) -> tuple[str, str, FolderKind]:
    there = session.execute(select(Folder.code, Folder.name).where(Folder.depth == 1)).all()
    code = rules.check_category_code(code, [one for one, _name in there])
    name = rules.check_name(name, [one for _code, one in there])
    if kind not in {one.value for one in FolderKind}:
        raise InvalidInput(fields={"kind": ["请选择受控文件或记录。"]})
    return code, name, FolderKind(kind)


def carry_out(session: Session, accepted: ConfirmationAccepted) -> None:
    """Listen for the second person's yes: the category and its first folder, each with a directory and a line."""
    if accepted.kind != ADD:
        return
    code, name, kind = _checked(session, accepted.payload["code"], accepted.payload["name"], accepted.payload["kind"])
    last = session.scalar(select(func.max(Folder.ordinal))) or 0
    category = add_category(session, code, name, kind, last + 1, accepted.at)
    general = add(session, category, f"{code}{GENERAL[0]}", GENERAL[1], accepted.at)
    detail = {"name": name, "kind": kind.label, "requested_by": accepted.requested_by}
    audit.record(session, ADD, accepted.actor, code, now=accepted.at, detail=detail)
    for folder in (category, general):
        directory = queries.directory_of(session, folder)
        events.publish(session, FolderCreated(folder.id, folder.code, directory, accepted.at))
