"""Paper of the sample library: copies in the store and on desks, loans of each kind, one recall, a volume being compiled."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from docsys.clock import local_day
from docsys.demo.timeline import Scene, Story
from docsys.documents.models import Document, Version
from docsys.documents.rules import State
from docsys.folders.models import Folder
from docsys.paper import actions
from docsys.paper.actions import NewCopies, NewVolume, Place, Wish
from docsys.paper.models import PaperCopy
from docsys.paper.rules import HolderKind

KEEPER, SECOND, BORROWER = "zhaomin", "sunli", "wangjun"
SHELVES = ("库房 A 柜 1 层", "库房 A 柜 2 层", "库房 B 柜 1 层")
DESK = Place(HolderKind.DEPARTMENT, "运行部值班台")
FEWEST, MOST = 3, 5
FORTNIGHT = timedelta(days=14)
REGISTERED, LATE, RECENT, NOW = 30, 20, 4, 2  # days ago


def stories(scene: Scene) -> Iterator[Story]:
    yield _kept(scene)


def _kept(scene: Scene) -> Story:
    """One after another upon the same copies."""
    calendar, session, keeper = scene.calendar, scene.session, scene.cast[KEEPER]
    yield (now := calendar.at(REGISTERED, 9, 30))
    if min(len(_in_force(scene, category)) for category in ("ZD", "SC")) < FEWEST:
        return  # a smaller library than the one shipped
    rules = _registered(scene, "ZD", 2, now)
    manuals = _registered(scene, "SC", 2, now)
    yield (now := calendar.at(REGISTERED - 1, 10))
    actions.issue(session, manuals[1].id, DESK, actor=keeper, now=now)
    actions.issue(session, manuals[3].id, DESK, actor=keeper, now=now)
    yield from _lent(scene, manuals, rules)
    yield (now := calendar.at(RECENT, 15))
    actions.recall(session, manuals[3].id, "封面破损，须换发", actor=keeper, now=now)
    actions.retire(session, rules[1].id, "复印件模糊", actor=keeper, now=now)
    actions.request_destruction(session, rules[1].id, "碎纸", "复印件模糊，已另印", actor=keeper, now=now)
    yield (now := calendar.at(NOW, 10))
    chosen = [copy.id for copy in rules[2::2]]
    volume = NewVolume("ZD", "运行管理制度汇编", chosen, dict.fromkeys(chosen, 6), location=SHELVES[2])
    actions.compile_volume(session, volume, actor=keeper, now=now)
    yield (now := calendar.at(NOW, 11))
    wish = Wish("现场比对接入规范", local_day(now) + FORTNIGHT)
    actions.ask(session, manuals[4].id, wish, actor=scene.cast[BORROWER], now=now)


def _registered(scene: Scene, category: str, count: int, now: datetime) -> list[PaperCopy]:
    """So many copies of each of the first documents in force of a category."""
    made: list[PaperCopy] = []
    keeper = scene.cast[KEEPER]
    for place, document in enumerate(_in_force(scene, category)):
        new = NewCopies(count, SHELVES[place % len(SHELVES)], pages=6, widen=True)
        made += actions.register(scene.session, document.id, new, actor=keeper, now=now)
    return made


def _in_force(scene: Scene, category: str) -> Sequence[Document]:
    query = select(Document).join(Folder).join(Version, Version.id == Document.head_id)
    query = query.where(Folder.code.startswith(category), Document.state == State.CURRENT, Version.file_id.is_not(None))
    return scene.session.scalars(query.order_by(Document.number).limit(MOST)).all()


def _lent(scene: Scene, manuals: Sequence[PaperCopy], rules: Sequence[PaperCopy]) -> Story:
    """One came back, one is late."""
    calendar, session, keeper = scene.calendar, scene.session, scene.cast[KEEPER]
    borrower = scene.cast[BORROWER]
    yield (now := calendar.at(LATE, 9))
    first = actions.lend(
        session,
        manuals[0].id,
        borrower.user_id or 0,
        Wish("核对值班流程", local_day(now) + FORTNIGHT),
        actor=keeper,
        now=now,
    )
    actions.lend(
        session,
        rules[0].id,
        borrower.user_id or 0,
        Wish("起草实施细则修订稿", local_day(now) + FORTNIGHT),
        actor=keeper,
        now=now,
    )
    yield (now := calendar.at(LATE - 6, 16))
    actions.take_back(session, first.id, actor=scene.cast[SECOND], now=now)
