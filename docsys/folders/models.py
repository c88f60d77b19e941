"""What is stored of a folder."""

from sqlalchemy import Connection, Enum, ForeignKey, String, event, inspect
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from docsys.db import Base, key, moment, optional_moment
from docsys.folders import rules
from docsys.folders.rules import FolderKind

KIND = Enum(FolderKind, native_enum=False, length=20, values_callable=lambda kinds: [one.value for one in kinds])


class Folder(Base):
    """A category (depth 1) or a folder below one. Code and place never change; `pattern` numbers what lies in it.

    `rights_from_id` names the folder whose use rights apply (4.5.1); None: its own.
    """

    __tablename__ = "folders"

    id: Mapped[key]
    code: Mapped[str] = mapped_column(String(8), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("folders.id"), index=True)
    category: Mapped[str] = mapped_column(String(2))
    depth: Mapped[int]
    ordinal: Mapped[int]
    kind: Mapped[FolderKind] = mapped_column(KIND)
    pattern: Mapped[str] = mapped_column(String(1))
    review_months: Mapped[int | None]
    core_backup: Mapped[bool]
    version_managed: Mapped[bool]
    rights_from_id: Mapped[int | None] = mapped_column(ForeignKey("folders.id"))
    created_at: Mapped[moment]
    closed_at: Mapped[optional_moment]

    parent: Mapped["Folder | None"] = relationship(
        back_populates="children", foreign_keys=[parent_id], remote_side="Folder.id"
    )
    children: Mapped[list["Folder"]] = relationship(
        back_populates="parent", foreign_keys=[parent_id], order_by="Folder.code"
    )


def _refuse_renaming(_mapper: Mapper[Folder], _connection: Connection, folder: Folder) -> None:
    """Whatever room writes: the categories of 4.2.2 keep their names."""
    state = inspect(folder)
    if state.attrs.name.history.has_changes() or state.attrs.code.history.has_changes():
        rules.check_category_kept(folder.depth, folder.name, "改名")


def _refuse_deleting(_mapper: Mapper[Folder], _connection: Connection, folder: Folder) -> None:
    rules.check_category_kept(folder.depth, folder.name, "删除")


event.listen(Folder, "before_update", _refuse_renaming)
event.listen(Folder, "before_delete", _refuse_deleting)
