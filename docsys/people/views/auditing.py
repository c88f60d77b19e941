"""The audit log for who may read it: filtered, page by page, as CSV."""

from flask import request
from flask.typing import ResponseReturnValue

from docsys.people import directory, inputs
from docsys.people.views.room import act_label, act_labels, arguments, bp
from docsys.web.filters import moment
from docsys.web.lists import listing
from docsys.web.pages import page
from docsys.web.session import db
from docsys.web.tables import as_file

HEAD = ("序号", "时间", "用户", "登录名", "来源", "操作", "对象", "结果", "详情")
LONGEST_EXPORT = 100_000


@bp.get("/system/audit")
def audit_log() -> ResponseReturnValue:
    query = directory.audit_rows(inputs.audit_filter(request.args), act_labels())
    if kind := request.args.get("format"):
        found = db().scalars(query.limit(LONGEST_EXPORT))
        rows = (
            (
                row.id,
                moment(row.at),
                row.name,
                row.login,
                row.source,
                act_label(row.act),
                row.subject,
                row.result,
                directory.detail_text(row),
            )
            for row in found
        )
        return as_file(kind, "审计日志", HEAD, rows, stated=arguments())
    cut = listing(db(), query, directory.AUDIT_COLUMNS, "-id")
    return page(
        "people/audit.html",
        cut=cut,
        args=request.args,
        filtered=bool(arguments()),
        detail_text=directory.detail_text,
        act_label=act_label,
    )
