"""One import: its progress, the table of what is proposed, its report; each also taken along as a file."""

from typing import Any

from flask import make_response, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload

from docsys.documents.inputs import CHOICES
from docsys.errors import NotFound, Refused
from docsys.intake import expecting, inputs, listings, placing, queries, uploads
from docsys.intake.models import ImportItem, ImportRun
from docsys.intake.rules import AT_WORK, EDITABLE, ITEM_TONES, RUN_TONES, ItemState, RunState, Source
from docsys.intake.views.room import bp, folder_choices, tabs, unit_choices
from docsys.web.downloads import send
from docsys.web.lists import listing
from docsys.web.pages import page
from docsys.web.prints import list_answer, printed_at
from docsys.web.session import actor, db, now, settings
from docsys.web.tables import as_file

MOST_PRINTED = 1000
OTHERS = ("collecting", "reading")


@bp.get("/<int:run_id>")
def show(run_id: int) -> ResponseReturnValue:
    return run_page(run_id)


def run_page(run_id: int, typed: Any = None, refusal: Refused | None = None, **_address: object) -> str:  # noqa: ARG001
    """The page of an import as it stands."""
    run = queries.get(db(), run_id, actor())
    counted = queries.counts(db(), run.id)
    if run.state is RunState.COLLECTING:
        received = uploads.received(settings().archive, run.id)
        return page("intake/collect.html", tabs=tabs("index"), run=run, refusal=refusal, received=received)
    asked = {name: value for name in queries.ASKED if (value := request.args.get(name, "").strip())}
    query = queries.items(run.id, asked).options(joinedload(ImportItem.document))
    cut = listing(db(), query, queries.COLUMNS, "id")
    is_inbox = run.source is Source.INBOX
    return page(
        "intake/show.html",
        tabs=tabs("inbox" if is_inbox else "index"),
        run=run,
        is_inbox=is_inbox,
        inbox_there=not is_inbox or ((root := placing.inbox_root(settings())) is not None and root.is_dir()),
        settle=settings().inbox_settle_seconds,
        refusal=refusal,
        counted=counted,
        shown_counts=queries.shown_counts(db(), run.id),
        cut=cut,
        asked=asked,
        numbers=_numbers(run, cut.rows),
        parts=_parts(cut.total),
        **about(run, counted),
    )


def about(run: ImportRun, counted: dict[ItemState, int]) -> dict[str, Any]:
    """What page, row and fragment share."""
    done, total = queries.progress(counted)
    return {
        "tones": ITEM_TONES,
        "run_tones": RUN_TONES,
        "states": [(one.value, one.label) for one in ItemState if counted[one]],
        "shown": queries.SHOWN,
        "editable": EDITABLE,
        "is_at_work": run.state in AT_WORK or bool(counted[ItemState.FOUND]),
        "is_open": run.state not in {RunState.CLOSED, RunState.READING},
        "done": done,
        "total": total,
        "folders": folder_choices(),
        "units": unit_choices(),
        "choices": CHOICES,
        "labels": inputs.LABELS,
    }


def _numbers(run: ImportRun, rows: Any) -> dict[int, str]:
    return expecting.numbers(db(), run.id, rows, library=settings().library_code, now=now())


def _parts(total: int) -> list[tuple[str, int]]:
    """Prints of a thousand lines: more would keep a person waiting."""
    count = max(1, -(-total // MOST_PRINTED))
    if count == 1:
        return [("PDF", 1)]
    return [(f"PDF {at * MOST_PRINTED + 1} 至 {min((at + 1) * MOST_PRINTED, total)}", at + 1) for at in range(count)]


@bp.get("/<int:run_id>/progress")
def progress(run_id: int) -> ResponseReturnValue:
    """The bar, asked for again every two seconds; when the work has ended the page is loaded anew."""
    run = queries.get(db(), run_id, actor())
    counted = queries.counts(db(), run.id)
    values = about(run, counted)
    answer = make_response(page("intake/_progress.html", run=run, **values))
    if not values["is_at_work"]:
        answer.headers["HX-Refresh"] = "true"
    return answer


@bp.get("/<int:run_id>/list.csv")
def proposals(run_id: int) -> ResponseReturnValue:
    """Every proposal, to be edited in a spreadsheet and given back."""
    run = queries.get(db(), run_id, actor())
    rows = [row for row in db().scalars(queries.items(run.id, {})) if row.sha256 and row.document_id is None]
    data = listings.proposals(rows, _numbers(run, rows))
    return send(data, f"{run.title}_导入清单.csv", media="text/csv; charset=utf-8")


@bp.get("/<int:run_id>/report.<kind>")
def report(run_id: int, kind: str) -> ResponseReturnValue:
    """Each file as imported or with its reason, narrowed as the page is."""
    run = queries.get(db(), run_id, actor())
    asked = {name: value for name in queries.ASKED if (value := request.args.get(name, "").strip())}
    query = queries.items(run.id, asked).options(joinedload(ImportItem.document))
    title, stated = f"{run.title} 导入报告", _stated(asked)
    if kind != "pdf":
        rows = [listings.report_row(item) for item in db().scalars(query)]
        return as_file(kind, title, listings.head(), rows, stated=stated)
    part = request.args.get("part", "1")
    if not part.isdigit() or int(part) < 1:
        raise NotFound
    query = query.limit(MOST_PRINTED).offset((int(part) - 1) * MOST_PRINTED)
    rows = [listings.report_row(item) for item in db().scalars(query)]
    words = "，".join(f"{name}：{value}" for name, value in stated.items())
    unit = settings().organisation
    return list_answer(listings.printed(title, rows, stated=words, unit=unit, printed_at=printed_at()))


def _stated(asked: dict[str, str]) -> dict[str, str]:
    """The filter in words."""
    labels = {name: label for name, (label, _condition) in queries.SHOWN.items()}
    labels |= {one.value: one.label for one in ItemState}
    names = {"show": "范围", "q": "查找", "state": "状态"}
    return {names[name]: labels.get(value, value) for name, value in asked.items()}


def address(run: ImportRun) -> str:
    return url_for("intake.show", run_id=run.id)
