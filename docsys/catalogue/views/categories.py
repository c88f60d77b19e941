"""增设类别: asked for below the tree of the whole library, done by a second person's yes (4.2.2)."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from docsys.catalogue.views.browsing import library_page
from docsys.catalogue.views.room import bp
from docsys.folders import categories
from docsys.people.models import Confirmation
from docsys.people.rules import Permission, may
from docsys.people.views.confirming import Kind
from docsys.web.pages import go, reshow, say
from docsys.web.session import actor, db, now


def _to_library(_confirmation: Confirmation) -> str:
    return url_for("catalogue.index")


KINDS = {categories.ADD: Kind("增设类别", _to_library)}


@bp.app_template_global("may_add_category")
def may_add_category() -> bool:
    return may(actor(), Permission.NUMBER_ADMINISTER)


@bp.post("/categories")
@reshow(lambda typed, refusal: library_page("", typed, refusal))
def ask_category() -> ResponseReturnValue:
    typed = request.form
    asked = categories.request_category(
        db(), typed.get("code", ""), typed.get("name", ""), typed.get("kind", ""), actor=actor(), now=now()
    )
    say(f"已申请{asked.title}，须由另一人在“双人确认”中确认后建立。")
    return go("catalogue.index")
