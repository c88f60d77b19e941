"""Volumes (4.3.7): documents of a folder in number order, numbered through, bound; what comes later goes into a 补卷."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from docsys import audit, jobs
from docsys.clock import local_day
from docsys.documents.rules import EFFECTIVE
from docsys.errors import InvalidInput, NotFound
from docsys.folders import queries as folders
from docsys.folders.models import Folder
from docsys.numbering import actions as numbering
from docsys.paper import rules, volumes
from docsys.paper.actions.copies import check_in_force
from docsys.paper.models import PaperCopy, Volume, VolumeItem
from docsys.paper.states import BOUND, VOLUME, CopyState, VolumeState
from docsys.people.rules import SYSTEM, Actor, Permission, require

BIND = "paper.bind"
PERMANENT = "永久"


@dataclass(frozen=True)
class NewVolume:
    """What a volume begins with. `pages`: copy → how many pages it has, as counted or typed."""

    folder_code: str
    title: str
    copy_ids: Sequence[int]
    pages: Mapping[int, int | None]
    year: int | None = None
    location: str = rules.STORE
    retention: str = PERMANENT
    supplements_id: int | None = None


def compile_volume(session: Session, new: NewVolume, *, actor: Actor, now: datetime) -> Volume:
    """组卷: take the next volume number of the folder and put copies of the store into it, in number order."""
    if actor.unit_id is None:
        raise NotFound
    folder = folders.by_code(session, new.folder_code)
    copies = _chosen(session, actor, folder.code, new)
    title = _required("title", new.title, "请填写卷题名。")
    first = _supplemented(session, new, actor) if new.supplements_id else None
    library = str(session.info.get("library", "ZLW"))
    number = numbering.issue_volume(
        session, library=library, folder_code=folder.code, subject=title, actor=actor, now=now
    )
    volume = Volume(
        number=number,
        folder=folder,
        unit_id=first.unit_id if first else actor.unit_id,
        supplements=first,
        state=VolumeState.COMPILING,
        title=title,
        year=new.year,
        location=_required("location", new.location, "请填写存放地点（4.3.1）。"),
        retention=_required("retention", new.retention, "请填写保管期限。"),
        created_by=actor.name,
        created_at=now,
    )
    volume.items = [_item(copy, new.pages.get(copy.id)) for copy in copies]
    session.add(volume)
    _number_through(volume)
    session.flush()
    detail = {"folder": folder.code, "rows": len(copies), "title": title}
    audit.record(session, "volume.compile", actor, number, now=now, detail=detail)
    return volume


def _chosen(session: Session, actor: Actor, folder_code: str, new: NewVolume) -> list[PaperCopy]:
    """What was picked, of what may be bound; the order is not the picker's but that of the numbers."""
    wanted = set(new.copy_ids)
    found = [copy for copy in volumes.candidates(session, actor, folder_code) if copy.id in wanted]
    if len(found) < len(wanted):
        raise InvalidInput(fields={"chosen": ["所选的份已有变化（借出、停用或已入他卷），请刷新后重新选择。"]})
    if not found:
        require(actor, Permission.PAPER_BIND, actor.unit_id)
        raise rules.VolumeEmpty(verb="组卷")
    for copy in found:
        require(actor, Permission.PAPER_BIND, copy.document.unit_id)
    return found


def _supplemented(session: Session, new: NewVolume, actor: Actor) -> Volume:
    first = volumes.get_volume(session, new.supplements_id or 0, actor)
    VOLUME.transition(first.state, "supplement")
    if first.folder.code != new.folder_code:
        raise InvalidInput(fields={"folder": [f"补卷与原卷须在同一文件夹 {first.folder.code}。"]})
    return first


def _required(name: str, text: str, sentence: str) -> str:
    if not text.strip():
        raise InvalidInput(fields={name: [sentence]})
    return text.strip()[:64] if name == "retention" else text.strip()[:200]


def _item(copy: PaperCopy, pages: int | None) -> VolumeItem:
    version = copy.version
    published = version.published_at
    return VolumeItem(
        copy=copy,
        ordinal=0,
        number=copy.document.number,
        title=version.title,
        author=version.author,
        dated=local_day(published) if published else version.written_on,
        version_text=str(version.version),
        secrecy=version.secrecy,
        pages=rules.check_pages(pages) or copy.pages,
    )


def _number_through(volume: Volume) -> None:
    """序号 from 1, 起止页 from page 1; what has no pages yet leaves the rest open."""
    ranges = rules.page_ranges([item.pages or 0 for item in volume.items])
    for ordinal, (item, (first, last)) in enumerate(zip(volume.items, ranges, strict=True), 1):
        item.ordinal = ordinal
        item.first_page, item.last_page = (first, last) if item.pages else (0, 0)
    volume.pages = ranges[-1][1] if ranges else 0
    volume.secrecy = rules.highest_secrecy(item.secrecy for item in volume.items)


@dataclass(frozen=True)
class Arrangement:
    """What may be typed anew while a volume is compiled. `remarks`: copy → 备注; `kept`: the copies that stay in it."""

    title: str
    location: str
    retention: str
    remark: str
    kept: Sequence[int]
    pages: Mapping[int, int | None]
    remarks: Mapping[int, str]
    added: Sequence[int] = ()


def arrange(session: Session, volume_id: int, new: Arrangement, *, actor: Actor, now: datetime) -> Volume:
    """Put in, take out, count pages; the order follows the numbers by itself.

    Raises:
        VolumeBound: bound volumes take no insertion (R-4.3.7-2).

    """
    volume = _open(session, volume_id, actor)
    volume.title = _required("title", new.title, "请填写卷题名。")
    volume.location = _required("location", new.location, "请填写存放地点（4.3.1）。")
    volume.retention = _required("retention", new.retention, "请填写保管期限。")
    volume.remark = new.remark.strip()[:1000]
    _replace_items(session, volume, new, actor)
    _number_through(volume)
    session.flush()
    detail = {"rows": len(volume.items), "title": volume.title}
    audit.record(session, "volume.arrange", actor, volume.number, now=now, detail=detail)
    return volume


def _replace_items(session: Session, volume: Volume, new: Arrangement, actor: Actor) -> None:
    kept = {item.copy_id: item for item in volume.items if item.copy_id in set(new.kept)}
    added: list[PaperCopy] = []
    if new.added:
        pick = NewVolume(volume.folder.code, volume.title, new.added, new.pages)
        added = _chosen(session, actor, volume.folder.code, pick)
    order = volumes.in_order(session, [*kept, *(copy.id for copy in added)])
    for copy_id, item in kept.items():
        item.pages = rules.check_pages(new.pages.get(copy_id, item.pages))
        item.remark = new.remarks.get(copy_id, item.remark).strip()[:200]
    volume.items = [kept[copy.id] if copy.id in kept else _item(copy, new.pages.get(copy.id)) for copy in order]


def _open(session: Session, volume_id: int, actor: Actor) -> Volume:
    """The volume, held until the act is over, while it is being compiled."""
    volume = volumes.get_volume(session, volume_id, actor, to_change=True)
    require(actor, Permission.PAPER_BIND, volume.unit_id)
    if volume.state in BOUND:
        raise rules.VolumeBound(number=volume.number, state=volume.state.label)
    VOLUME.transition(volume.state, "arrange")
    return volume


def bind(session: Session, volume_id: int, *, actor: Actor, now: datetime) -> Volume:
    """在编 → 已装订: from here on nothing is put in or taken out; the bound copy in one file is made by a job."""
    volume = _open(session, volume_id, actor)
    if not volume.items:
        raise rules.VolumeEmpty(verb="装订")
    if lacking := [item.copy.code for item in volume.items if not item.pages]:
        raise rules.PagesMissing(codes="、".join(lacking))
    for item in volume.items:
        _check_bindable(item.copy)
        item.copy.pages, item.copy.location = item.pages, volume.location
        item.copy.holder = volume.location
    _number_through(volume)
    volume.state = VOLUME.transition(volume.state, "bind").after(volume.state)
    volume.bound_by, volume.bound_at = actor.name, now
    if volume.supplements is not None:
        volume.supplements.state = VOLUME.transition(volume.supplements.state, "supplement").after(VolumeState.BOUND)
    session.flush()
    detail = {"rows": len(volume.items), "pages": volume.pages}
    audit.record(session, "volume.bind", actor, volume.number, now=now, detail=detail)
    jobs.enqueue(session, BIND, {"volume_id": volume.id}, now=now, key=f"{BIND}:{volume.id}")
    return volume


def _check_bindable(copy: PaperCopy) -> None:
    check_in_force(copy, "装订")
    if copy.state is not CopyState.IN_STORE or copy.version.state not in EFFECTIVE:
        raise InvalidInput(
            fields={"chosen": [f"{copy.code} 现为“{copy.state.label}”，须在库才能装订；请移出或先收回。"]}
        )


def discard(session: Session, volume_id: int, reason: str, *, actor: Actor, now: datetime) -> Volume:
    """Give a volume up before it was bound: its number is never used again, its copies are free."""
    volume = _open(session, volume_id, actor)
    said = _required("reason", reason, "请写明撤销原因，编号台账须说明每个空号（3.6）。")
    volume.state = VOLUME.transition(volume.state, "discard").after(volume.state)
    volume.items, volume.pages = [], 0
    session.flush()
    numbering.void(session, volume.number, reason=f"撤销组卷：{said}", actor=SYSTEM, now=now)
    audit.record(session, "volume.discard", actor, volume.number, now=now, detail={"reason": said})
    return volume


def place_of(folder: Folder) -> str:
    """What a volume of the folder is called unless somebody says otherwise."""
    return f"{folder.name}文件汇编"
