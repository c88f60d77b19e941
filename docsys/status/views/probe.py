"""For monitoring, without log-in and without details: 200 or 503.

`/healthz` asks whether this process can serve (a balancer takes it out otherwise), `/healthz/all` whether all is well.
"""

from flask import Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from docsys.status import queries, rules
from docsys.status.views.room import bp
from docsys.web.session import public, settings
from docsys.web.state import web


@bp.get("/healthz")
@public
def healthz() -> tuple[Response, int]:
    return _answer(ok=_serves())


@bp.get("/healthz/all")
@public
def healthz_all() -> tuple[Response, int]:
    return _answer(ok=rules.is_ok(queries.vital(lambda: web().database, settings(), web().clock)))


def _serves() -> bool:
    try:
        with web().database.read() as session:
            session.execute(text("select 1"))
    except SQLAlchemyError:
        return False
    return settings().archive.is_dir()


def _answer(*, ok: bool) -> tuple[Response, int]:
    return jsonify(ok=ok), 200 if ok else 503
