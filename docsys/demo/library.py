"""The sample documents, led through their life by the same actions as by hand, at moments in the past."""

import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from docsys.clock import local_day
from docsys.demo import wording
from docsys.demo.files import Desk, Ready
from docsys.demo.reading import Entry, Issue
from docsys.demo.timeline import Calendar, Scene, Story
from docsys.documents import actions as documents
from docsys.documents.actions import NewDraft, RightRow
from docsys.documents.contracts import CLAUSES, Terms
from docsys.documents.models import Document
from docsys.documents.rules import Right, is_rule
from docsys.people import confirmations
from docsys.people.models import Confirmation
from docsys.publication import actions as life
from docsys.records import actions as records
from docsys.records.actions import Typed
from docsys.records.models import Record
from docsys.retention import actions as retention
from docsys.retention.queries import DESTROY

MISSING = "待补"
ORDER = re.compile(r"\[\[BG (.+?)\]\]")
BASIS = "《证联网运维管理实施细则》ZLW-ZD00-WGB-001"
PUBLISHED = ("submit", "approve", "ask", "confirm")
# How far the last version of a document goes, by the name of its end.
ENDS: Mapping[str, tuple[str, ...]] = {
    "draft": (),
    "withdrawn": ("withdraw",),
    "review": ("submit",),
    "returned": ("submit", "return"),
    "approved": PUBLISHED[:2],
    "asked": PUBLISHED[:3],
    "refused": (*PUBLISHED[:3], "refuse"),
    "current": PUBLISHED,
    "leaving": (*PUBLISHED, "leave"),
    "abolished": (*PUBLISHED, "leave", "confirm_end"),
}


@dataclass(frozen=True)
class Work:
    """A document with its files, ready to be told. An attachment belongs to its version: each has one of its own."""

    entry: Entry
    files: tuple[Ready, ...]
    attachments: tuple[Ready, ...] = ()


def prepare(desk: Desk, entries: list[Entry], calendar: Calendar) -> list[Work]:
    """Write and stage every file; Word files are written here while PDFs are laid out by the printing child."""

    def written(entry: Entry) -> Work:
        files = tuple(desk.main(entry, issue, calendar.at(issue.days, 9, 40)) for issue in entry.issues)
        return Work(entry, files, tuple(desk.attachment(entry) for _ in entry.issues) if entry.attachment else ())

    with ThreadPoolExecutor(max_workers=2) as pool:
        return list(pool.map(written, entries))


def story(scene: Scene, work: Work) -> Story:
    """What became of one document."""
    tell = {"archived": _record, "destroyed": _destroyed, "missing": _missing}.get(work.entry.end, _controlled)
    return tell(scene, work)


def _controlled(scene: Scene, work: Work) -> Story:
    entry, document_id = work.entry, 0
    for place, issue in enumerate(entry.issues):
        now = scene.calendar.at(issue.days, 9, 40)
        yield now
        document_id = _begin(scene, work, place, document_id, now)
        if work.attachments:
            file, author = work.attachments[place], scene.cast[entry.author]
            documents.attach(
                scene.session, document_id, file.staged, file.name, entry.attachment, actor=author, now=now
            )
        end = entry.end if issue is entry.issues[-1] else "current"
        for verb in ENDS[end]:
            delay, hour, minute, act = VERBS[verb]
            days = issue.days - delay if delay is not None else entry.ends
            now = scene.calendar.at(days, hour, minute)
            yield now
            act(scene, entry, document_id, now)


def _begin(scene: Scene, work: Work, place: int, document_id: int, now: datetime) -> int:
    """The draft of a first version, with its use rights and its last day, or of a revision."""
    entry, issue, file = work.entry, work.entry.issues[place], work.files[place]
    session, author = scene.session, scene.cast[entry.author]
    new = _marks(scene, entry, issue, now, _demand(scene, entry, now))
    if document_id:
        life.revise(session, document_id, new, issue.reason, file.staged, file.name, actor=author, now=now)
        return document_id
    document = documents.register(session, new, file.staged, file.name, actor=author, now=now)
    if entry.expires is not None:
        # No act of the product sets 有效期至 yet; the reviews read it.
        document.valid_until = local_day(scene.calendar.now) - timedelta(days=entry.expires)
    if entry.rights:
        documents.set_document_rights(session, document.id, list(_rights(scene, entry)), actor=author, now=now)
    return document.id


def _rights(scene: Scene, entry: Entry) -> Iterator[RightRow]:
    today = local_day(scene.calendar.now)
    for one in entry.rights:
        yield RightRow(
            None if one.unit == "*" else scene.unit(one.unit),
            None if one.department == "*" else scene.department(one.unit, one.department),
            None if one.post == "*" else scene.post(one.post),
            frozenset(Right(name) for name in one.may),
            None if one.days is None else today + timedelta(days=one.days),
        )


def _marks(scene: Scene, entry: Entry, issue: Issue, now: datetime, demand: str) -> NewDraft:
    return NewDraft(
        folder_code=entry.folder,
        unit_id=scene.unit(entry.unit),
        title=wording.dated(entry.title, local_day(now)),
        author=scene.cast[entry.author].name,
        written_on=local_day(now),
        version=issue.version,
        secrecy=entry.secrecy,
        use_scope=entry.scope,
        level=entry.level,
        notes=[ORDER.sub(lambda found: _order(scene, found[1]), note) for note in issue.notes],
        purpose=entry.purpose,
        basis=entry.basis or BASIS,
        demand=demand,
    )


def _order(scene: Scene, title: str) -> str:
    """The number of the change order of that name, which a revised configuration names (17.4.1)."""
    return scene.session.scalars(select(Record.number).where(Record.form_code == "BG", Record.title == title)).one()


def _demand(scene: Scene, entry: Entry, now: datetime) -> str:
    """A rule answers a demand that 网管办 accepted (1.2.1): its number; nothing for any other document."""
    if not is_rule(entry.level, entry.folder[:2]):
        return ""
    session, proposer = scene.session, scene.cast["zhangming"]
    record = records.start(session, scene.forms.get("XQ"), actor=proposer, now=now)
    title = wording.dated(entry.title, local_day(now))
    areas = scene.forms.get("XQ").by_id["area"].options["choices"]
    wanted = {
        "title": f"制定（修订）{title}"[:80],
        "area": areas[max(int(entry.folder[2:4]), 1) - 1],
        "reason": entry.purpose or f"规范{entry.scope}",
        "basis": entry.basis or BASIS,
        "proposal": f"由网管办起草《{title}》送审稿。",
    }
    records.submit(session, record.id, Typed(wanted, record.version), actor=proposer, now=now)
    drafter = scene.cast[entry.author]
    answer = {
        "decision": "受理",
        "reply": "需求成立，列入起草计划。",
        "drafter": f"{drafter.name}（{drafter.login}）",
        "due": f"{local_day(now) + timedelta(days=60)}",
    }
    records.sign(session, record.id, "answer", Typed(answer, record.version), actor=scene.cast["zhouli"], now=now)
    return record.number


def _submit(scene: Scene, entry: Entry, document_id: int, now: datetime) -> None:
    life.submit(scene.session, document_id, actor=scene.cast[entry.author], now=now)


def _return(scene: Scene, entry: Entry, document_id: int, now: datetime) -> None:
    life.send_back(scene.session, document_id, entry.opinion, actor=scene.cast[_judge(entry)], now=now)


def _approve(scene: Scene, entry: Entry, document_id: int, now: datetime) -> None:
    life.approve(scene.session, document_id, "同意", actor=scene.cast[_judge(entry)], now=now)


def _ask(scene: Scene, entry: Entry, document_id: int, now: datetime) -> None:
    life.request_publication(scene.session, document_id, actor=scene.cast[_publishers(entry)[0]], now=now)


def _confirm(scene: Scene, entry: Entry, document_id: int, now: datetime) -> None:
    decide(scene, scene.session.get_one(Document, document_id).number, _publishers(entry)[1], now)


def _refuse(scene: Scene, entry: Entry, document_id: int, now: datetime) -> None:
    number, second = scene.session.get_one(Document, document_id).number, _publishers(entry)[1]
    decide(scene, number, second, now, accept=False, remark=entry.opinion)


def _withdraw(scene: Scene, entry: Entry, document_id: int, now: datetime) -> None:
    life.withdraw(scene.session, document_id, entry.opinion, actor=scene.cast[entry.author], now=now)


def _leave(scene: Scene, entry: Entry, document_id: int, now: datetime) -> None:
    reason, instead = entry.opinion, entry.replacement
    ending = life.Ending(reason, instead, "由文档管理员收回后销毁（HS）")
    life.request_abolition(scene.session, document_id, ending, actor=scene.cast["zhaomin"], now=now)


def _confirm_end(scene: Scene, _entry: Entry, document_id: int, now: datetime) -> None:
    decide(scene, scene.session.get_one(Document, document_id).number, "sunli", now)


Act = Callable[[Scene, Entry, int, datetime], None]
# verb: days after the registration (None: on the day the document ends), time of day, act. Acts of different days may fall
# on one Friday: their times of day follow one another too.
VERBS: Mapping[str, tuple[int | None, int, int, Act]] = {
    "submit": (0, 10, 30, _submit),
    "return": (1, 15, 20, _return),
    "approve": (2, 14, 20, _approve),
    "ask": (3, 15, 10, _ask),
    "confirm": (3, 16, 10, _confirm),
    "refuse": (4, 16, 40, _refuse),
    "withdraw": (2, 11, 0, _withdraw),
    "leave": (None, 10, 0, _leave),
    "confirm_end": (None, 15, 0, _confirm_end),
}


def _judge(entry: Entry) -> str:
    """Who judges documents of that level (A-04)."""
    return {"A": "heping", "B": "zhouli"}.get(entry.level, "chenzhiyuan")


def _publishers(entry: Entry) -> tuple[str, str]:
    """Who asks and who confirms: rules of level A are published by 证信办 alone (1.2.3)."""
    return ("heping", "guoying") if entry.level == "A" else ("zhaomin", "sunli")


def decide(scene: Scene, subject: str, login: str, now: datetime, *, accept: bool = True, remark: str = "") -> None:
    """The second person answers what was asked for last upon that subject."""
    waiting = select(Confirmation).where(Confirmation.subject == subject, Confirmation.decided_at.is_(None))
    found = scene.session.scalars(waiting.order_by(Confirmation.id.desc()).limit(1)).one()
    confirmations.decide(scene.session, found.id, scene.cast[login], now, accept=accept, remark=remark)


def _record(scene: Scene, work: Work) -> Story:
    """A finished record, filed as it is."""
    yield (now := scene.calendar.at(work.entry.issues[0].days, 16, 30))
    _file(scene, work, now)


def _destroyed(scene: Scene, work: Work) -> Story:
    """A record that was kept as long as it must be, and destroyed by two persons."""
    yield (now := scene.calendar.at(work.entry.issues[0].days, 16, 30))
    document = _file(scene, work, now)
    yield (now := scene.calendar.at(work.entry.ends, 10, 20))
    verdict, keeper = retention.Verdict(DESTROY, work.entry.opinion), scene.cast["zhaomin"]
    retention.request(scene.session, [f"d{document.id}"], verdict, actor=keeper, now=now)
    yield (now := scene.calendar.at(work.entry.ends, 15, 10))
    decide(scene, document.number, "sunli", now)


def _file(scene: Scene, work: Work, now: datetime) -> Document:
    entry, [file] = work.entry, work.files
    document = documents.archive_record(
        scene.session,
        folder_code=entry.folder,
        title=wording.dated(entry.title, local_day(now)),
        unit_id=scene.unit(entry.unit),
        number=None,
        file=file.staged,
        original_name=file.name,
        actor=scene.cast[entry.author],
        now=now,
        retention=entry.retention,
    )
    if entry.party:
        clauses = {name: "不适用" if name in entry.without else "有" for name in CLAUSES}
        terms = Terms(entry.party, local_day(now), local_day(now) + timedelta(days=entry.lasts), clauses)
        documents.set_terms(scene.session, document.id, terms, actor=scene.cast[entry.author], now=now)
    return document


def _missing(scene: Scene, work: Work) -> Story:
    """A basis document whose original is not at hand: a place-holder with its marks 待补 (R-0-1)."""
    entry, [issue], [file] = work.entry, work.entry.issues, work.files
    now = scene.calendar.at(issue.days, 9, 10)
    yield now
    new = NewDraft(entry.folder, scene.unit(entry.unit), entry.title, MISSING, basis=entry.basis)
    documents.file_history(
        scene.session,
        new,
        file.staged,
        file.name,
        actor=scene.cast["zhaomin"],
        now=now,
        old_number=entry.old_number,
        reason="原件待补：收到原件后以新版本登记",
    )
