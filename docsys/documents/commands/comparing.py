"""`docsys document compare NUMBER V1.0 V1.1`: what the page of the comparison shows, for scripts and for `less`."""

from collections.abc import Iterator
from typing import Any

import click
from sqlalchemy.orm import Session

from docsys import audit, vault
from docsys.documents.commands.group import document, found
from docsys.documents.comparing import reading
from docsys.documents.comparing.differences import Kind, Piece, Row
from docsys.documents.models import Document, Version
from docsys.documents.rules import State, VersionNumber
from docsys.errors import NotFound
from docsys.people.rules import SYSTEM
from docsys.shell import Shell, json_option, pass_shell, put_json


@document.command()
@click.argument("number")
@click.argument("left", metavar="V1.0")
@click.argument("right", metavar="V1.1")
@json_option
@pass_shell
def compare(shell: Shell, *, number: str, left: str, right: str, as_json: bool) -> None:
    """比较两个版本：不同的标识，以及正文逐段的差异（- 为前者，+ 为后者）。"""
    with shell.database.read() as session:
        one = found(session, number, SYSTEM)
        versions = sorted((_called(one, left), _called(one, right)), key=lambda version: (version.version, version.id))
        if versions[0] is versions[1]:
            raise NotFound(message="请选择两个不同的版本进行比较。")
        sources = [_source(shell, session, version) for version in versions]
        told = _told(one, *versions)
    compared = reading.compare(*sources)
    with shell.database.act() as session:
        _note(session, shell, told)
    told |= {"identical": compared.identical, "why": _why(compared), "differences": list(_differences(compared))}
    if as_json:
        put_json(told)
        return
    _show(told)


def _called(one: Document, text: str) -> Version:
    """The version of that number; of several, what was taken back counts least and the newest most."""
    wanted = VersionNumber.parse(text)
    there = [version for version in one.versions if version.version == wanted]
    if not there:
        known = "、".join(str(version.version) for version in one.versions)
        raise NotFound(
            message="{number} 没有版本 {version}，现有：{known}。", number=one.number, version=wanted, known=known
        )
    return max(there, key=lambda version: (version.state is not State.WITHDRAWN, version.id))


def _source(shell: Shell, session: Session, version: Version) -> reading.Source:
    file = version.file
    if file is None:
        return reading.Source(None)
    return reading.Source(vault.resolve(session, shell.settings.archive, file), file.original_name, file.sha256)


def _told(one: Document, left: Version, right: Version) -> dict[str, Any]:
    differing = [mark for mark in reading.marks(left, right) if mark.differs]
    return {
        "number": one.number,
        "title": one.title,
        "left": {"version": str(left.version), "state": left.state.label},
        "right": {"version": str(right.version), "state": right.state.label},
        "marks": [{"label": mark.label, "left": mark.left, "right": mark.right} for mark in differing],
    }


def _note(session: Session, shell: Shell, told: dict[str, Any]) -> None:
    """Whoever compared has read both (F-13)."""
    detail = {"version": f"{told['left']['version']} 与 {told['right']['version']}", "what": "版本比较"}
    audit.record(session, "document.view", SYSTEM, told["number"], now=shell.clock.now(), detail=detail)


def _why(compared: reading.Compared) -> str:
    """Why there is nothing, or not everything, to be said of the text."""
    reasons = dict.fromkeys(filter(None, (compared.why, compared.left.reason, compared.right.reason)))
    return "；".join(reasons)


def _differences(compared: reading.Compared) -> Iterator[dict[str, Any]]:
    if compared.folded is None:
        return
    for group in compared.folded.groups:
        yield from (_row(row) for row in group.rows if row.kind is not Kind.SAME)


def _row(row: Row) -> dict[str, Any]:
    sides = {"left_number": row.left_number, "left": _text(row.left)}
    return {"kind": row.kind.value, **sides, "right_number": row.right_number, "right": _text(row.right)}


def _text(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces)


def _show(told: dict[str, Any]) -> None:
    left, right = told["left"], told["right"]
    click.echo(
        f"{told['number']}《{told['title']}》{left['version']} {left['state']} → {right['version']} {right['state']}"
    )
    for mark in told["marks"]:
        click.echo(f"  {mark['label']}：{_line(mark['left'])} → {_line(mark['right'])}")
    for row in told["differences"]:
        if row["left_number"]:
            click.echo(f"-{row['left_number']}  {row['left']}")
        if row["right_number"]:
            click.echo(f"+{row['right_number']}  {row['right']}")
    if told["why"]:
        click.echo(told["why"])
    click.echo("文件相同。" if told["identical"] else f"正文 {len(told['differences'])} 处不同。")


def _line(text: str) -> str:
    return " / ".join(text.splitlines()) or "（空）"
