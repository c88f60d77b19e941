"""What the room shows elsewhere: the alarms and the word in the frame, the card of the 工作台, its confirmations."""

from collections.abc import Sequence
from datetime import date

from flask import request, url_for
from sqlalchemy.orm import Session

from docsys.catalogue import checking
from docsys.jobs import queries as jobs
from docsys.people.models import Confirmation
from docsys.people.rules import Actor, Permission, may
from docsys.people.views.confirming import Kind
from docsys.status import actions, queries
from docsys.status.rules import Part, Standing, judge_mirror
from docsys.status.views.room import watch
from docsys.web.filters import moment
from docsys.web.session import identity, now, settings
from docsys.web.state import Alarm, Badge, Card, CardItem


def _to_backup(_confirmation: Confirmation) -> str:
    return url_for("status.backup")


KINDS = {
    actions.RELEASE: Kind("放行镜像制动", _to_backup),
    actions.ACCEPT: Kind("启用备份文件夹", _to_backup),
}


def alarms(actor: Actor) -> Sequence[Alarm]:
    """In red on every page of those who can do something about it (R-4.3.6-1); the page 备份 says it itself."""
    if (request.endpoint or "").startswith("status.backup") or not may(actor, Permission.MIRROR_OPERATE):
        return ()
    return [Alarm(sentence, url_for("status.backup")) for sentence in watch().glance().alarms]


def badge() -> Badge | None:
    """The word beside the search, for those who may see the backup."""
    who = identity()
    if who is None or not may(who.actor, Permission.MIRROR_READ):
        return None
    found = watch().glance()
    link, part = url_for("status.backup"), judge_mirror(found.status)
    if found.alarms or part.standing is Standing.BROKEN:
        return Badge("备份异常", "late", link, part.sentence)
    if found.status["in_step"]:
        return Badge("备份同步", "valid", link, part.sentence)
    return Badge("备份中", "soon", link, part.sentence)


def health_card(session: Session, actor: Actor, _today: date) -> Card | None:
    """库与备份: the mirror, the daily copy, the check of the library, the work of the worker."""
    if not may(actor, Permission.MIRROR_READ):
        return None
    glance, link = watch().glance(), url_for("status.backup")
    items = [
        _item(judge_mirror(glance.status), link),
        _item(glance.snapshots, url_for("status.backup", show="snapshots")),
    ]
    if may(actor, Permission.LIBRARY_CHECK):
        items.append(_checked())
    if may(actor, Permission.SYSTEM_READ):
        busy = jobs.is_one_under_lease(session, now())
        items.append(_item(queries.jobs_part(session, now(), busy=busy), url_for("status.jobs")))
    return Card("库与备份", items, link, icon="server-2", group="health")


def _item(part: Part, link: str) -> CardItem:
    return CardItem(f"{part.label}：{part.sentence}", link, label=part.standing.label, tone=part.standing.tone)


def _checked() -> CardItem:
    """What the last check of entry, folder and file found (4.3.4)."""
    checked, link = checking.last(settings().var), url_for("catalogue.check")
    if checked is None:
        return CardItem("一一对应检查：还没有检查过", link, label=Standing.CARE.label, tone=Standing.CARE.tone)
    standing = Standing.CARE if checked.defects else Standing.FINE
    said = f"{len(checked.defects)} 处不符" if checked.defects else "目录、文件夹、文件全部对应"
    return CardItem(f"一一对应检查：{said}", link, moment(checked.at), standing.tone, standing.label)


CARDS = [health_card]
