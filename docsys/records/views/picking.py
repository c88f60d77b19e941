"""What the inputs for people, documents and records offer while one types."""

from dataclasses import asdict

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from docsys.errors import NotFound
from docsys.records.picking import PICKERS
from docsys.records.views.room import bp
from docsys.web.session import actor, db

LONGEST = 50


@bp.get("/pick/<kind>")
def pick(kind: str) -> ResponseReturnValue:
    if kind not in PICKERS:
        raise NotFound
    words, form_code = request.args.get("q", "").strip()[:LONGEST], request.args.get("form", "")[:2]
    return jsonify(offers=[asdict(one) for one in PICKERS[kind](db(), actor(), words, form_code)])
