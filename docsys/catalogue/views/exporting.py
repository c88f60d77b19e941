"""按单位导出: asked for here, made by the worker, taken by who asked (4.3.3)."""

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from docsys.catalogue.exporting import actions
from docsys.catalogue.views.room import bp
from docsys.errors import Forbidden, InvalidInput, Refused
from docsys.people.models import Unit
from docsys.people.rules import Permission, scope
from docsys.web.downloads import send
from docsys.web.lists import of_rows
from docsys.web.pages import field_errors, go, page, reshow, say
from docsys.web.session import actor, acts, db, now, settings

LABELS = {"unit_id": "归口单位"}


@bp.app_template_global("may_export")
def may_export() -> bool:
    """Whoever reads all of some unit's documents."""
    return scope(actor(), Permission.DOCUMENT_READ_ALL) != frozenset()


def _units() -> list[tuple[int, str]]:
    units, query = scope(actor(), Permission.DOCUMENT_READ_ALL), select(Unit.id, Unit.code, Unit.short_name)
    own = query if units is None else query.where(Unit.id.in_(units))
    return [(key, f"{code} {name}") for key, code, name in db().execute(own.order_by(Unit.id))]


def exports_page(typed: object = None, refusal: Refused | None = None) -> str:
    if not may_export():
        raise Forbidden(permission=Permission.DOCUMENT_READ_ALL.label)
    return page(
        "catalogue/exports.html",
        cut=of_rows(actions.exports_of(db(), actor())),
        units=_units(),
        typed=typed or {},
        refusal=refusal,
        errors=field_errors(refusal),
        labels=LABELS,
        kept=actions.KEPT.days,
    )


@bp.get("/exports")
def exports() -> ResponseReturnValue:
    return exports_page()


@bp.post("/exports")
@reshow(exports_page)
def ask_export() -> ResponseReturnValue:
    unit = request.form.get("unit_id", "")
    if not (unit.isascii() and unit.isdigit()):
        raise InvalidInput(fields={"unit_id": ["请选择单位。"]}, labels=LABELS)
    export = actions.request_export(db(), int(unit), actor=actor(), now=now())
    say(f"正在打包 {export.unit.short_name} 的文档，完成后在下表下载。")
    return go("catalogue.exports")


@bp.get("/exports/<int:export_id>")
@acts
def take_export(export_id: int) -> ResponseReturnValue:
    path = actions.package(db(), export_id, settings().var, actor=actor(), now=now())
    return send(path, path.name)
