"""Invented documents at each point of their life: plain functions."""

import io
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys import publication, vault
from docsys.documents import actions as documents
from docsys.documents.actions import NewDraft, RightRow
from docsys.documents.models import Document
from docsys.documents.rules import Right
from docsys.folders.seed import seed as seed_folders
from docsys.numbering.queries import former_numbers
from docsys.people import confirmations
from docsys.people.models import Confirmation, User
from docsys.people.rules import Actor, Role
from docsys.publication import actions as life
from tests.grounds import remembered
from tests.people.factories import NOW, actor_of, make_reference, make_user, place

CARRY_OUT = publication.carry_out


@dataclass(frozen=True)
class People:
    author: Actor
    approver: Actor
    admin: Actor
    second: Actor
    zxb: Actor
    reader: Actor
    stranger: Actor
    auditor: Actor
    sysadmin: Actor
    wgb: Actor


@remembered
def make_people(session: Session) -> People:
    make_reference(session)
    seed_folders(session, NOW)

    def person(login: str, *roles: Role, name: str, unit: str = "YGZX") -> Actor:
        return actor_of(session, make_user(session, login, *roles, name=name, unit=unit))

    return People(
        author=person("wangjun", Role.AUTHOR, name="王军"),
        approver=person("chenzhiyuan", Role.DOC_APPROVER, name="陈志远"),
        admin=person("zhaomin", Role.DOCADMIN, name="赵敏"),
        second=person("sunli", Role.DOCADMIN, name="孙立"),
        zxb=person("heping", Role.ZXB, name="何平", unit="ZXB"),
        reader=person("liqiang", name="李强"),
        stranger=person("zhouwei", name="周伟", unit="DCE"),
        auditor=person("hejing", Role.AUDITOR, name="何静", unit="ZXB"),
        sysadmin=person("admin", Role.SYSADMIN, name="钱进"),
        wgb=person("majun", Role.WGB, name="马骏", unit="WGB"),
    )


def make_people_again(session: Session) -> People:
    """Those of `make_people`, in a later transaction."""
    logins = {
        "author": "wangjun",
        "approver": "chenzhiyuan",
        "admin": "zhaomin",
        "second": "sunli",
        "zxb": "heping",
        "reader": "liqiang",
        "stranger": "zhouwei",
        "auditor": "hejing",
        "sysadmin": "admin",
        "wgb": "majun",
    }
    users = {user.login: user for user in session.scalars(select(User))}
    return People(**{name: actor_of(session, users[login]) for name, login in logins.items()})


def marks(people: People, **changes: Any) -> NewDraft:
    new = NewDraft(
        folder_code="SC01",
        unit_id=people.author.unit_id or 0,
        title="运管中心值班手册",
        author="王军",
        secrecy="内部",
        use_scope="证联网一线、二线值班与日常监控",
        level="C",
        notes=["首次发布"],
        basis="《证联网运维管理实施细则》9.2",
    )
    return replace(new, **changes)


def staged(archive: Path, text: str = "值班人员应保证通讯畅通。") -> vault.Staged:
    return vault.stage(archive, io.BytesIO(text.encode()))


def grant(session: Session, people: People, folder: str = "SC", *rights: Right) -> None:
    """The reader's department and post may use what lies in the folder."""
    department, post = place(session)
    row = RightRow(people.reader.unit_id, department, post, frozenset(rights or Right))
    documents.set_folder_rights(session, folder, [row], actor=people.admin, now=NOW)


def make_draft(session: Session, people: People, archive: Path, **changes: Any) -> Document:
    grant(session, people)
    new = marks(people, **changes)
    return documents.register(session, new, staged(archive), "手册V1.0.txt", actor=people.author, now=NOW)


def make_submitted(session: Session, people: People, archive: Path, **changes: Any) -> Document:
    document = make_draft(session, people, archive, **changes)
    return life.submit(session, document.id, actor=people.author, now=NOW)


def make_approved(session: Session, people: People, archive: Path, **changes: Any) -> Document:
    document = make_submitted(session, people, archive, **changes)
    return life.approve(session, document.id, "同意", actor=people.approver, now=NOW)


def make_current(session: Session, people: People, archive: Path, **changes: Any) -> Document:
    document = make_approved(session, people, archive, **changes)
    life.request_publication(session, document.id, actor=people.admin, now=NOW)
    confirm(session, people.second)
    return document


def revise(session: Session, people: People, archive: Path, document: Document, version: str = "V1.1") -> Document:
    new = marks(people, version=version, notes=["更换值班电话"])
    file = staged(archive, "新的值班电话。")
    return life.revise(session, document.id, new, "年度评审", file, "手册.txt", actor=people.author, now=NOW)


def abolish(session: Session, people: People, document_id: int, reason: str = "硬件停用", instead: str = "无") -> None:
    ending = life.Ending(reason, instead, "收回销毁")
    life.request_abolition(session, document_id, ending, actor=people.admin, now=NOW)
    confirm(session, people.second)


def confirm(session: Session, actor: Actor, *, accept: bool = True) -> None:
    """The second person decides what was asked last."""
    waiting = session.scalars(select(Confirmation).order_by(Confirmation.id.desc())).first()
    assert waiting
    confirmations.decide(session, waiting.id, actor, NOW, accept)


def former_number(session: Session, number: str) -> str:
    """What it was called as a draft."""
    return former_numbers(session, number)[0]
