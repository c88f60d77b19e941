"""`docsys form`: what forms there are, whether their definitions hold, and their prints."""

from datetime import datetime
from pathlib import Path

import click

from docsys.clock import local_day
from docsys.errors import InvalidInput
from docsys.forms import definitions, schema
from docsys.forms.reading import DefinitionInvalid
from docsys.people.rules import SYSTEM
from docsys.records import prints as printable
from docsys.records import queries
from docsys.records.gaps import queries as gaps
from docsys.records.gaps.queries import Missing
from docsys.shell import FINDINGS, Shell, json_option, pass_shell, put_json


@click.group()
def form() -> None:
    """表单：列出、检查、打印。"""


@form.command("list")
@json_option
@pass_shell
def list_forms(shell: Shell, *, as_json: bool) -> None:
    """列出全部表单。"""
    forms = definitions.load_all(shell.settings.forms)
    if as_json:
        put_json([{"code": one.code, "title": one.title, "article": one.article} for one in forms])
        return
    for one in forms:
        click.echo(f"{one.code}  {one.title}（{one.kind.label}，依据 {one.article}，第 {one.revision} 版）")


@form.command("check")
@click.option(
    "--prints", type=click.Path(file_okay=False, path_type=Path), help="把每个表单的空白表和示例打印到这个文件夹。"
)
@json_option
@pass_shell
@click.pass_context
def check_forms(ctx: click.Context, shell: Shell, *, prints: Path | None, as_json: bool) -> None:
    """逐个检查表单定义，指出文件、位置和问题。"""
    try:
        forms = definitions.load_all(shell.settings.forms)
    except DefinitionInvalid as invalid:
        found = [{"file": one.file, "path": one.path, "message": one.sentence} for one in invalid.problems]
        if as_json:
            put_json({"ok": False, "problems": found})
        else:
            click.echo("\n".join(map(str, invalid.problems)))
        ctx.exit(FINDINGS)
    if prints:
        _print_all(shell, forms, prints)
    if as_json:
        put_json({"ok": True, "problems": []})
    else:
        click.echo(f"{len(forms)} 个表单定义全部有效：{'、'.join(one.code for one in forms)}")


def _print_all(shell: Shell, forms: definitions.Catalogue, folder: Path) -> None:
    """`BG_空白.pdf` and `BG_示例.pdf`, to be looked at."""
    frame = printable.Frame(shell.settings.organisation, "", shell.clock.now())
    folder.mkdir(parents=True, exist_ok=True)
    for one in forms:
        for name, made in (("空白", printable.blank_form(one, frame)), ("示例", printable.sample(one, frame))):
            (folder / f"{one.code}_{name}.pdf").write_bytes(printable.pdf(made, shell.settings))


@form.command("schema")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="写到这个文件；不写则显示。")
def write_schema(*, out: Path | None) -> None:
    """表单定义的 JSON Schema，供编辑器提示和检查。"""
    text = schema.text()
    if out is None:
        click.echo(text, nl=False)
        return
    out.write_text(text, "utf-8")
    click.echo(f"已写入：{out}")


@form.command("print")
@click.argument("code")
@click.option("--blank", is_flag=True, help="打印空白表。")
@click.option("--sample", is_flag=True, help="打印表单定义中的示例。")
@click.option("--record", "number", help="打印这一编号的记录。")
@click.option("--docx", "in_word", is_flag=True, help="写成 Word 文件，供在系统外编辑。")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="写到哪个文件。")
@pass_shell
def print_form(  # noqa: PLR0913 - one parameter for each option
    shell: Shell, code: str, *, blank: bool, sample: bool, number: str | None, in_word: bool, out: Path
) -> None:
    """打印空白表或一条记录。"""
    if sum((blank, sample, bool(number))) != 1:
        raise click.UsageError("请写 --blank、--sample 或 --record 编号，三者之一。")
    frame = printable.Frame(shell.settings.organisation, "", shell.clock.now())
    if number:
        made = _record(shell, code, number, frame)
    else:
        loaded = definitions.load_all(shell.settings.forms).get(code)
        made = printable.blank_form(loaded, frame) if blank else printable.sample(loaded, frame)
    write = printable.docx if in_word else printable.pdf
    out.write_bytes(write(made, shell.settings))
    click.echo(f"已打印：{out}")


def _record(shell: Shell, code: str, number: str, frame: printable.Frame) -> printable.Printable:
    with shell.database.read() as session:
        record = queries.by_number(session, number, None)
        if record.form_code != code:
            raise InvalidInput(message="{number} 不是 {code} 表单的记录。", number=number, code=code)
        return printable.filled(record, frame)


DAY = click.DateTime(["%Y-%m-%d"])


@form.command("missing")
@click.option("--as-of", type=DAY, help="截至哪一天，缺省为今天。")
@click.option("--since", type=DAY, help="自哪一天起查，缺省为三个月前的月初。")
@click.option("--unit", help="只查这一单位（简称）。")
@json_option
@pass_shell
@click.pass_context
def list_missing(
    ctx: click.Context, shell: Shell, *, as_of: datetime | None, since: datetime | None, unit: str | None, as_json: bool
) -> None:
    """应有而没有的值班记录、值班表、月报、设施维护、培训计划和供应商服务报告；有则返回 1。"""
    day = as_of.date() if as_of else local_day(shell.clock.now())
    forms = definitions.load_all(shell.settings.forms)
    with shell.database.read() as session:
        found = gaps.missing(session, forms, SYSTEM, day, since.date() if since else None)
    lines = [one for one in found if unit in {None, one.unit}]
    if as_json:
        put_json([_told(one) for one in lines])
    else:
        for one in lines:
            click.echo(f"{one.unit}  {one.gap.duty.label}  {one.gap.subject}  {one.gap.note}")
        click.echo(f"截至 {day}：缺失 {len(lines)} 项。")
    if lines:
        ctx.exit(FINDINGS)


def _told(one: Missing) -> dict[str, str]:
    gap = one.gap
    return {"unit": one.unit, "form": gap.code, "subject": gap.subject, "due_on": f"{gap.due_on}", "note": gap.note}


COMMANDS = [form]
