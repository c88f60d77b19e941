"""运行状况: each part with how it stands and what to do; for who may not see it, the first page of 系统 he may."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from docsys.errors import Forbidden
from docsys.people.rules import Permission, may
from docsys.status import queries, rules
from docsys.status.views.room import bp, watch
from docsys.web.pages import page
from docsys.web.session import actor, settings
from docsys.web.state import web

LINKS = {"mirror": "status.backup", "snapshots": "status.backup", "jobs": "status.jobs"}


@bp.get("/system", endpoint="health")
def show() -> ResponseReturnValue:
    if not may(actor(), Permission.SYSTEM_READ):
        return _elsewhere()
    health = queries.health(lambda: web().database, settings(), web().clock, fonts=watch().fonts)
    return page(
        "status/health.html",
        parts=health.parts,
        worst=rules.worst(part.standing for part in health.parts),
        links={key: url_for(endpoint) for key, endpoint in LINKS.items() if _opens(endpoint)},
        places=queries.places(settings()),
        versions=queries.versions(web().database),
        library=settings().home,
    )


def _elsewhere() -> ResponseReturnValue:
    target = next((tab.endpoint for tab in web().tabs if tab.may(actor())), None)
    if target is None:
        raise Forbidden(permission=Permission.SYSTEM_READ.label)
    return redirect(url_for(target), 303)


def _opens(endpoint: str) -> bool:
    return endpoint != "status.backup" or may(actor(), Permission.MIRROR_READ)
