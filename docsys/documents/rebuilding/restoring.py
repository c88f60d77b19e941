"""The rows of a library, made anew from what its folders tell. Numbers, states and moments are theirs; nothing is decided."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from docsys import jobs
from docsys.documents import announcing
from docsys.documents.announcing import DESCRIBE, PRINT
from docsys.documents.models import Attachment, Contract, Document, UseRight, Version
from docsys.documents.rebuilding.telling import Told, day, moment
from docsys.documents.rules import EFFECTIVE, OPEN, VOID, Right, State, VersionNumber
from docsys.folders import actions as folder_actions
from docsys.folders.models import Folder
from docsys.folders.rules import FolderKind, ancestors
from docsys.people.models import Department, Post, Unit, UnitKind, User
from docsys.vault.media import media_type
from docsys.vault.models import StoredFile

Row = TypeVar("Row", Unit, Post)


@dataclass
class Place:
    """What the rows refer to, by the words that the descriptions use."""

    session: Session
    now: datetime
    folders: dict[str, Folder] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    users: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, session: Session, now: datetime) -> "Place":
        return cls(
            session,
            now,
            {one.code: one for one in session.scalars(select(Folder))},
            {one.code: one for one in session.scalars(select(Unit))},
            {one.name: one for one in session.scalars(select(Post))},
            dict(session.execute(select(User.login, User.id)).all()),
        )

    def category(self, told: Mapping[str, Any]) -> None:
        """One beyond the seven of the seed, where the folders tell enough of it."""
        if told["code"] not in self.folders and "kind" in told:
            kind, ordinal = FolderKind(told["kind"]), int(told["ordinal"])
            made = folder_actions.add_category(self.session, told["code"], told["name"], kind, ordinal, self.now)
            self.folders[made.code] = made

    def folder(self, code: str, name: str) -> None:
        """There is a folder of that code and name. Raises KeyError: of no category that we know."""
        if (there := self.folders.get(code)) is not None:
            if there.depth > 1 and there.name != name:
                there.name = name
            return
        *_, above, _own = ("", *ancestors(code))
        if above and above not in self.folders:
            self.folder(above, above)
        self.folders[code] = folder_actions.add(self.session, self.folders[above], code, name, self.now)

    def unit(self, code: str, name: str) -> Unit:
        """The unit; one that the seed has not is made, to be confirmed by people."""
        if code not in self.units:
            made = Unit(
                code=code, name=name, short_name=name, kind=UnitKind.OUTSIDE.value, active=True, confirmed=False
            )
            self.units[code] = self._add(made)
        return self.units[code]

    def department(self, unit: Unit, name: str) -> Department:
        found = next((one for one in unit.departments if one.name == name), None)
        if found is None:
            found = Department(name=name, active=True)
            unit.departments.append(found)
            self.session.flush()
        return found

    def post(self, name: str) -> Post:
        if name not in self.posts:
            self.posts[name] = self._add(Post(name=name, active=True))
        return self.posts[name]

    def user(self, login: str | None) -> int | None:
        return self.users.get(login or "")

    def _add(self, row: Row) -> Row:
        self.session.add(row)
        self.session.flush()
        return row


def restore(place: Place, told: Told, *, printed: bool) -> Document:
    """A document with its versions, files and rights; `printed`: its attribute page lies there already."""
    document = _document(place, told.data)
    document.path = told.where
    place.session.add(document)
    place.session.flush()
    versions = {one["version"]: _version(place, document, one) for one in told.data["versions"]}
    for one in told.data.get("attachments") or []:
        _attachment(place, versions[one["version"]], one)
    _rights(place, document, told.data.get("rights") or [])
    document.head_id = _head(list(versions.values())).id
    place.session.flush()
    place.session.refresh(document)
    _owe(place, document, printed=printed)
    return document


def _document(place: Place, data: Mapping[str, Any]) -> Document:
    created, ended = data.get("created") or {}, data.get("abolition") or {}
    for one in data.get("folders") or [{"code": data["folder"], "name": data["folder"]}]:
        if len(one["code"]) > len("ZD"):
            place.folder(one["code"], one["name"])
        else:
            place.category(one)
    return Document(
        number=data["number"],
        old_number=data.get("old_number"),
        archive_number=data.get("archive_number"),
        folder_id=place.folders[data["folder"]].id,
        unit_id=place.unit(data["unit"], data.get("unit_name") or data["unit"]).id,
        title=data["title"],
        state=State(data["state"]),
        medium=data.get("medium", ""),
        purpose=data.get("purpose", ""),
        basis=data.get("basis", ""),
        review_months=data.get("review_months"),
        next_review=day(data.get("next_review")),
        valid_until=day(data.get("valid_until")),
        retention=data.get("retention", ""),
        supplements=data.get("supplements") or "",
        keeping=data.get("keeping") or {},
        contract=_contract(data.get("contract")),
        own_rights=bool(data.get("rights")),
        missing=list(data.get("missing") or []),
        path="",
        created_by_id=place.user(created.get("by")),
        created_at=moment(created.get("at")) or place.now,
        abolished_at=moment(ended.get("at")),
        abolition_reason=ended.get("reason") or "",
        replacement=ended.get("replacement") or "",
    )


def _contract(data: Mapping[str, Any] | None) -> Contract | None:
    if not data:
        return None
    starts_on, ends_on = day(data["starts_on"]), day(data["ends_on"])
    if starts_on is None or ends_on is None:
        return None
    return Contract(
        party=data["party"],
        starts_on=starts_on,
        ends_on=ends_on,
        clauses=data["clauses"],
        outcome=data["outcome"],
        ended_on=day(data["ended_on"]),
        remark=data["remark"],
        successor=data["successor"],
    )


def _version(place: Place, document: Document, data: Mapping[str, Any]) -> Version:
    number = VersionNumber.parse(data["version"])
    approved, published = data.get("approved") or {}, data.get("published") or {}
    version = Version(
        document_id=document.id,
        major=number.major,
        minor=number.minor,
        state=State(data["state"]),
        title=data["title"],
        author=data["author"],
        author_id=place.user(data.get("author_login")),
        written_on=day(data.get("written_on")),
        secrecy=data.get("secrecy", ""),
        use_scope=data.get("use_scope", ""),
        level=data.get("level", ""),
        notes=list(data.get("notes") or []),
        demand=data.get("demand", ""),
        reason=data.get("reason", ""),
        file_id=_file(place, data["file"]).id if data.get("file") else None,
        submitted_at=moment(data.get("submitted_at")),
        approved_at=moment(approved.get("at")),
        approved_by=approved.get("by") or "",
        approved_by_id=place.user(approved.get("login")),
        opinion=approved.get("opinion") or "",
        published_at=moment(published.get("at")),
        published_by=published.get("by") or "",
        effective_on=day(data.get("effective_on")),
        created_at=moment(data.get("created_at")) or document.created_at,
    )
    place.session.add(version)
    place.session.flush()
    return version


def _attachment(place: Place, version: Version, data: Mapping[str, Any]) -> None:
    place.session.add(
        Attachment(
            version_id=version.id,
            ordinal=data["ordinal"],
            title=data["title"],
            file_id=_file(place, data["file"]).id,
            added_by=data["added_by"],
            added_at=moment(data.get("added_at")) or version.created_at,
        )
    )


def _file(place: Place, data: Mapping[str, Any]) -> StoredFile:
    """As it was taken in: whether the bytes are still those, the check says."""
    original = data.get("original") or data["path"].rpartition("/")[2]
    file = StoredFile(
        path=data["path"],
        sha256=data["sha256"],
        size=data["size"],
        original_name=original,
        media_type=data.get("media_type") or media_type(original),
        created_at=moment(data.get("created_at")) or place.now,
        erased_at=moment(data.get("erased_at")),
    )
    place.session.add(file)
    place.session.flush()
    return file


def _rights(place: Place, document: Document, rows: Iterable[Mapping[str, Any]]) -> None:
    for row in rows:
        if "unit" not in row:  # written before descriptions named the codes: what cannot be read gives nothing
            continue
        unit = place.unit(row["unit"], row["unit"]) if row["unit"] else None
        of = place.unit(row["department_unit"], row["department_unit"]) if row.get("department_unit") else unit
        department = place.department(of, row["department"]) if of and row["department"] else None
        post = place.post(row["post"]) if row["post"] else None
        place.session.add(
            UseRight(
                document_id=document.id,
                unit_id=unit.id if unit else None,
                department_id=department.id if department else None,
                post_id=post.id if post else None,
                valid_to=day(row["valid_to"]),
                **{f"may_{right.value}": right.value in row["rights"] for right in Right},
            )
        )


def _head(versions: list[Version]) -> Version:
    """The version shown: in force, abolished or destroyed; else the newest."""
    shown = [one for one in versions if one.state in EFFECTIVE | VOID]
    waiting = [one for one in versions if one.state in OPEN]
    return max(shown or waiting or versions, key=lambda one: (one.version, one.id))


def _owe(place: Place, document: Document, *, printed: bool) -> None:
    """Its entry in the index now; description and prints by the worker."""
    announcing.index(place.session, document, place.now)
    payload = {"document_id": document.id}
    for kind in (DESCRIBE,) if printed else (DESCRIBE, PRINT):
        jobs.enqueue(place.session, kind, payload, now=place.now, key=f"{kind}:{document.id}")
