"""The sample documents, led through their life by the same actions as by hand, at moments in the past."""

import io
import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import docx
from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys import vault
from docsys.documents import actions as documents
from docsys.documents.actions import NewDraft, RightRow
from docsys.documents.models import Document
from docsys.documents.rules import Right
from docsys.folders.models import Folder
from docsys.people import confirmations
from docsys.people.models import Confirmation, Department, Post, Unit
from docsys.people.rules import Actor
from docsys.publication import actions as life

LIBRARY = Path(__file__).with_name("library.toml")
PLAIN = {"PZ": ".cfg", "RZ": ".log"}


@dataclass(frozen=True)
class Scene:
    """Who acts, and where the files go."""

    session: Session
    cast: dict[str, Actor]
    archive: Path


def make(scene: Scene, now: datetime) -> int:
    """Every document of the library; answers how many."""
    _grant(scene, now)
    told = tomllib.loads(LIBRARY.read_text("utf-8"))
    for entry in told["document"]:
        _lead(scene, entry, now - timedelta(days=entry["age"]))
    for entry in told["missing"]:
        _missing(scene, entry, now)
    return len(told["document"]) + len(told["missing"])


def _grant(scene: Scene, now: datetime) -> None:
    """Duty staff of 运行部 read manuals and rules; the network administrators use the configurations."""
    session = scene.session
    unit = session.scalars(select(Unit).where(Unit.code == "YGZX")).one()
    department = session.scalars(
        select(Department).where(Department.unit_id == unit.id, Department.name == "运行部")
    ).one()
    network = session.scalars(
        select(Department).where(Department.unit_id == unit.id, Department.name == "网络部")
    ).one()
    post = {one.name: one.id for one in session.scalars(select(Post))}
    duty = RightRow(
        unit.id, department.id, post["值班人员"], frozenset({Right.LIST, Right.READ, Right.DOWNLOAD, Right.PRINT})
    )
    engineers = RightRow(unit.id, network.id, post["网络管理员"], frozenset(Right))
    categories = session.scalars(select(Folder.code).where(Folder.depth == 1)).all()
    for code in categories:
        rows = [engineers] if code == "PZ" else [duty, engineers]
        documents.set_folder_rights(session, code, rows, actor=scene.cast["zhaomin"], now=now)


def _file(entry: dict[str, Any]) -> tuple[io.BytesIO, str]:
    """Configurations and logs as text, everything else as Word."""
    suffix = PLAIN.get(entry["folder"][:2])
    if suffix:
        return io.BytesIO("\n".join(entry["body"]).encode()), f"{entry['title']}{suffix}"
    word, stream = docx.Document(), io.BytesIO()
    word.add_heading(entry["title"], 0)
    for paragraph in entry["body"]:
        word.add_paragraph(paragraph)
    word.save(stream)
    return io.BytesIO(stream.getvalue()), f"{entry['title']}.docx"


def _marks(scene: Scene, entry: dict[str, Any], moment: datetime, version: str = "V1.0") -> NewDraft:
    author = scene.cast["wangjun"]
    return NewDraft(
        folder_code=entry["folder"],
        unit_id=author.unit_id or 0,
        title=entry["title"],
        author=author.name,
        written_on=moment.date(),
        version=version,
        secrecy=entry.get("secrecy", ""),
        use_scope=entry.get("use_scope", ""),
        level=entry.get("level", ""),
        notes=["首次发布" if version == "V1.0" else "按年度评审结果修订"],
        basis="证联网运维管理实施细则",
    )


def _lead(scene: Scene, entry: dict[str, Any], moment: datetime) -> None:
    """As far as `end` says."""
    if entry["end"] == "archived":
        _archive(scene, entry, moment)
        return
    stream, name = _file(entry)
    file = vault.stage(scene.archive, stream)
    new = _marks(scene, entry, moment)
    document = documents.register(scene.session, new, file, name, actor=scene.cast["wangjun"], now=moment)
    if entry["end"] == "withdrawn":
        life.withdraw(scene.session, document.id, "与已有手册重复", actor=scene.cast["wangjun"], now=moment)
    if entry["end"] in {"draft", "withdrawn"}:
        return
    _publish(scene, document, entry, moment)
    if entry["end"] in {"revised", "revising"}:
        _revise(scene, document, entry, moment + timedelta(days=60))
    if entry["end"] == "abolished":
        reason = "设备已于搬迁时停用"
        life.request_abolition(scene.session, document.id, reason, "", actor=scene.cast["zhaomin"], now=moment)
        _confirm(scene, "sunli", moment)


def _archive(scene: Scene, entry: dict[str, Any], moment: datetime) -> None:
    stream, name = _file(entry)
    documents.archive_record(
        scene.session,
        folder_code=entry["folder"],
        title=entry["title"],
        unit_id=scene.cast["zhaomin"].unit_id or 0,
        number=None,
        file=vault.stage(scene.archive, stream),
        original_name=name,
        actor=scene.cast["zhaomin"],
        now=moment,
        retention="10y",
    )


def _publish(scene: Scene, document: Document, entry: dict[str, Any], moment: datetime) -> None:
    """Submission, judgement by the body of the level, publication by two persons; stops where `end` says."""
    session, is_rule = scene.session, entry["level"] == "A"
    judge, asking, second = ("heping", "heping", "guoying") if is_rule else ("chenzhiyuan", "zhaomin", "sunli")
    life.submit(session, document.id, actor=scene.cast["wangjun"], now=moment)
    if entry["end"] == "review":
        return
    life.approve(session, document.id, "同意", actor=scene.cast[judge], now=moment)
    if entry["end"] == "approved":
        return
    life.request_publication(session, document.id, actor=scene.cast[asking], now=moment)
    _confirm(scene, second, moment)


def _revise(scene: Scene, document: Document, entry: dict[str, Any], moment: datetime) -> None:
    """V1.1, in force or still a draft; where it is in force V2.0 follows."""
    for version in ("V1.1",) if entry["end"] == "revising" else ("V1.1", "V2.0"):
        stream, name = _file({**entry, "body": [*entry["body"], f"本版 {version} 更新了联系电话与巡检项目。"]})
        file = vault.stage(scene.archive, stream)
        new = _marks(scene, entry, moment, version)
        life.revise(scene.session, document.id, new, "年度评审", file, name, actor=scene.cast["wangjun"], now=moment)
        if entry["end"] == "revised":
            _publish(scene, document, entry, moment)


def _confirm(scene: Scene, login: str, moment: datetime) -> None:
    waiting = scene.session.scalars(select(Confirmation).order_by(Confirmation.id.desc()).limit(1)).one()
    confirmations.decide(scene.session, waiting.id, scene.cast[login], moment, accept=True)


def _missing(scene: Scene, entry: dict[str, Any], now: datetime) -> None:
    """A basis document whose original is not at hand: a place-holder with its marks 待补 (R-0-1)."""
    body = [f"《{entry['title']}》原件待补。"]
    stream, name = _file({**entry, "body": body})
    new = NewDraft(entry["folder"], scene.cast["zhaomin"].unit_id or 0, entry["title"], "待补")
    file = vault.stage(scene.archive, stream)
    documents.file_history(scene.session, new, file, name, actor=scene.cast["zhaomin"], now=now)
