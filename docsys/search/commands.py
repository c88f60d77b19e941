"""`docsys search` and `docsys index`.

`services["search_scope"](session, login)` selects the entry ids that this person may find, and refuses an unknown login.
"""

from collections.abc import Callable
from typing import Any

import click
from rich.progress import Progress
from sqlalchemy import Select
from sqlalchemy.orm import Session

from docsys import search
from docsys.search.queries import Hit
from docsys.shell import FINDINGS, Shell, json_option, pass_shell, put_json

ScopeOf = Callable[[Session, str], "Select[Any]"]
SEES_ALL = "未指定 --as：以管理方式检索，不按使用权限过滤。"


@click.command("search")
@click.argument("query")
@click.option("--as", "login", metavar="登录名", help="只检索该用户有权阅读的内容。")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help="最多列出多少条。")
@json_option
@pass_shell
def find(shell: Shell, *, query: str, login: str | None, limit: int, as_json: bool) -> None:
    """按全文、编号、标题检索。检索式：字词 "短语" -排除 OR 标题: 编号: 作者: 类别:。"""
    with shell.database.read() as session:
        within = _scope(shell, session, login) if login else None
        found = search.find(session, query, within=within, limit=limit)
    if login is None:
        click.echo(SEES_ALL, err=True)
    if as_json:
        put_json(as_data(found))
    else:
        _say(found)


def _scope(shell: Shell, session: Session, login: str) -> "Select[Any]":
    scope_of: ScopeOf = shell.services["search_scope"]
    return scope_of(session, login)


def as_data(found: search.Results) -> dict[str, Any]:
    """The JSON of house.md 8, with the message where there is one."""
    hits = [
        {"number": hit.number, "version": hit.version, "title": hit.title, "page": hit.page, "snippet": hit.text}
        for hit in found.hits
    ]
    return {"total": found.total, "hits": hits, **({"message": found.message} if found.message else {})}


def _say(found: search.Results) -> None:
    if found.message:
        click.echo(found.message, err=True)
    for hit in found.hits:
        click.echo(f"{hit.number}  {hit.version}  {_marked(hit.title_segments)}{_page(hit)}")
        if hit.snippet:
            click.echo(f"    {_marked(hit.snippet)}")
    click.echo(f"共 {found.total} 条，列出 {len(found.hits)} 条。")


def _page(hit: Hit) -> str:
    return "" if hit.page is None else f"  第 {hit.page} 页"


def _marked(segments: list[tuple[str, bool]]) -> str:
    return "".join(click.style(text, bold=True) if is_hit else text for text, is_hit in segments)


@click.group()
def index() -> None:
    """检索索引：重建、核对。"""


@index.command()
@json_option
@pass_shell
def rebuild(shell: Shell, *, as_json: bool) -> None:
    """用已保存的正文重新建立索引。"""
    with Progress(disable=as_json) as progress, shell.database.act() as session:
        task = progress.add_task("重建索引", total=None)
        count = search.rebuild(session, lambda done, total: progress.update(task, completed=done, total=total))
    if as_json:
        put_json({"entries": count})
    else:
        click.echo(f"已重建，共 {count} 个条目。")


@index.command()
@json_option
@pass_shell
@click.pass_context
def verify(ctx: click.Context, shell: Shell, *, as_json: bool) -> None:
    """核对索引与条目，有差异时退出码为 1。"""
    with shell.database.read() as session:
        defects, states = search.verify(session), search.states(session)
    if as_json:
        put_json({"defects": defects, "states": states, "ok": not defects})
    else:
        for defect in defects:
            click.echo(defect)
        click.echo("、".join(f"{state} {count}" for state, count in states.items()) or "还没有条目")
        click.echo("索引与条目一致。" if not defects else "请运行 docsys index rebuild。")
    ctx.exit(FINDINGS if defects else 0)


COMMANDS: list[click.Command] = [find, index]
