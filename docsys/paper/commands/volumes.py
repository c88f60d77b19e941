"""`docsys volume list|show|compile|bind|discard|print`: paper bound in number order (4.3.7)."""

from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from docsys import vault
from docsys.errors import NotFound
from docsys.folders import queries as folders
from docsys.paper import actions, jobs, prints, queries, rules, volumes
from docsys.paper.actions import NewVolume
from docsys.paper.actions.compiling import PERMANENT, place_of
from docsys.paper.commands.copies import as_option
from docsys.paper.models import PaperCopy, Volume
from docsys.paper.states import VolumeState
from docsys.people.commands import act_as
from docsys.people.rules import SYSTEM, Actor
from docsys.printing import render
from docsys.printing.limits import Limits
from docsys.shell import Shell, json_option, pass_shell, put_json
from docsys.vault import write_atomically

BOOK = "book"


@click.group()
def volume() -> None:
    """卷册：组卷、装订、打印封面、卷内目录、脊背和备考表。"""


@volume.command("list")
@click.option("--folder", default="", metavar="ZD07", help="只列该文件夹及其下级。")
@click.option("--state", type=click.Choice([one.label for one in VolumeState]), help="只列该状态；缺省为未撤销的。")
@json_option
@pass_shell
def list_(shell: Shell, *, folder: str, state: str | None, as_json: bool) -> None:
    """列出卷册，按卷号排列。"""
    asked = {"folder": folder, "state": next((one.value for one in VolumeState if one.label == state), "")}
    with shell.database.read() as session:
        found = session.scalars(volumes.volumes(SYSTEM, asked).order_by(Volume.number)).all()
        rows = [_told(one) for one in found]
    if as_json:
        put_json(rows)
        return
    for row in rows:
        click.echo(_line(row))
    click.echo(f"共 {len(rows)} 卷。")


@volume.command()
@click.argument("number", metavar="卷号")
@json_option
@pass_shell
def show(shell: Shell, *, number: str, as_json: bool) -> None:
    """一卷及其卷内目录。"""
    _tell(shell, number, as_json=as_json)


@volume.command("compile")
@click.argument("folder", metavar="文件夹代码")
@click.option("--title", default="", help="卷题名，缺省为“文件夹名称文件汇编”。")
@click.option("--year", type=int, help="只选该年度的文件。")
@click.option("--copy", "codes", multiple=True, metavar="份号", help="只选这些份，可多次；缺省为每份文档的第一份。")
@click.option("--location", default=rules.STORE, help=f"存放地点，缺省为{rules.STORE}。")
@click.option("--retention", default=PERMANENT, help=f"保管期限，缺省为{PERMANENT}。")
@click.option("--supplements", default="", metavar="卷号", help="作为该卷的补卷。")
@as_option
@json_option
@pass_shell
def compile_(shell: Shell, /, *, folder: str, login: str, as_json: bool, **typed: Any) -> None:
    """组卷：在库、现行、未入卷的份按编号排列，编序号和起止页。"""
    actor = act_as(shell, login)
    with shell.database.read() as session:
        found = _chosen(session, actor, folder, typed)
        pages = jobs.page_counts(shell.settings.archive, found, Limits.of(shell.settings))
        chosen = [one.id for one in found]
    with shell.database.act() as session:
        new = _new(session, actor, folder, typed | {"chosen": chosen, "pages": pages})
        number = actions.compile_volume(session, new, actor=actor, now=shell.clock.now()).number
    _tell(shell, number, as_json=as_json)


def _chosen(session: Session, actor: Actor, folder: str, typed: dict[str, Any]) -> list[PaperCopy]:
    """The copies named; without any, the first of each document that may be bound."""
    if typed["codes"]:
        return [queries.copy_by_code(session, code, actor) for code in typed["codes"]]
    code = folders.by_code(session, folder).code
    first: dict[int, PaperCopy] = {}
    for copy in volumes.candidates(session, actor, code, typed["year"]):
        first.setdefault(copy.document_id, copy)
    return list(first.values())


def _new(session: Session, actor: Actor, folder: str, typed: dict[str, Any]) -> NewVolume:
    place = folders.by_code(session, folder)
    first = volumes.volume_by_number(session, typed["supplements"], actor) if typed["supplements"] else None
    title = typed["title"] or (f"{first.title}（补卷）" if first else place_of(place))
    return NewVolume(
        folder_code=place.code,
        title=title,
        copy_ids=typed["chosen"],
        pages=typed["pages"],
        year=typed["year"],
        location=typed["location"],
        retention=typed["retention"],
        supplements_id=first.id if first else None,
    )


@volume.command()
@click.argument("number", metavar="卷号")
@as_option
@json_option
@pass_shell
def bind(shell: Shell, *, number: str, login: str, as_json: bool) -> None:
    """装订：此后不能再插入、移出；带书签和连续页号的装订本由后台制作。"""
    actor = act_as(shell, login)
    with shell.database.act() as session:
        found = volumes.volume_by_number(session, number, actor)
        actions.bind(session, found.id, actor=actor, now=shell.clock.now())
    _tell(shell, number, as_json=as_json)


@volume.command()
@click.argument("number", metavar="卷号")
@click.option("--reason", required=True, help="撤销原因，记入编号台账。")
@as_option
@json_option
@pass_shell
def discard(shell: Shell, *, number: str, reason: str, login: str, as_json: bool) -> None:
    """撤销尚未装订的卷；卷号记为空号，其中的份可另行组卷。"""
    actor = act_as(shell, login)
    with shell.database.act() as session:
        found = volumes.volume_by_number(session, number, actor)
        actions.discard(session, found.id, reason, actor=actor, now=shell.clock.now())
    _tell(shell, number, as_json=as_json)


@volume.command("print")
@click.argument("number", metavar="卷号")
@click.argument("what", metavar="哪一种", type=click.Choice([*prints.PARTS, BOOK]))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="写到哪个 PDF 文件。")
@pass_shell
def print_out(shell: Shell, *, number: str, what: str, out: Path) -> None:
    """打印 cover 封面、contents 卷内目录、spine 脊背、remarks 备考表，或取出 book 装订本。"""
    with shell.database.read() as session:
        found = volumes.volume_by_number(session, number, SYSTEM)
        if what == BOOK:
            data = _book(shell, session, found)
        else:
            of = jobs.sheet_of(session, found)
    if what != BOOK:
        data = _printed(shell, what, of)
    write_atomically(out, data)
    click.echo(f"已写出 {number} {prints.PARTS.get(what, '装订本')}：{out}")


def _printed(shell: Shell, what: str, of: prints.Sheet) -> bytes:
    templates = shell.settings.templates
    html = prints.part(what, of, shell.clock.now(), folder=templates)
    title = f"{of.number} {prints.PARTS[what]}"
    return render(html, folder=templates, title=title, limits=Limits.of(shell.settings))


def _book(shell: Shell, session: Session, found: Volume) -> bytes:
    if found.pdf is None:
        raise NotFound(message="装订本正在制作，请稍候再取。" if found.bound_at else "尚未装订，没有装订本。")
    return vault.resolve(session, shell.settings.archive, found.pdf).read_bytes()


def _tell(shell: Shell, number: str, *, as_json: bool) -> None:
    with shell.database.read() as session:
        found = volumes.volume_by_number(session, number, SYSTEM)
        told = _told(found)
    if as_json:
        put_json(told)
        return
    click.echo(_line(told))
    for item in told["items"]:
        pages = f"第 {item['pages']} 页" if item["pages"] else "缺页数"
        click.echo(f"  {item['ordinal']:03}  {item['number']} {item['version']}  {pages}  {item['title']}")


def _told(found: Volume) -> dict[str, Any]:
    return {
        "number": found.number,
        "title": found.title,
        "state": found.state.label,
        "span": rules.span([item.number for item in found.items]),
        "pages": found.pages,
        "retention": found.retention,
        "secrecy": found.secrecy,
        "location": found.location,
        "supplements": found.supplements.number if found.supplements else None,
        "items": [
            {
                "ordinal": item.ordinal,
                "number": item.number,
                "title": item.title,
                "version": item.version_text,
                "pages": rules.range_text(item.first_page, item.last_page) if item.pages else "",
                "copy": item.copy.code,
            }
            for item in found.items
        ],
    }


def _line(told: dict[str, Any]) -> str:
    return f"{told['number']}  {told['state']}  {len(told['items'])} 件 {told['pages']} 页  {told['title']}"
