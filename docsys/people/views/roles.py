"""Who holds which role, and which role holds which permission: the table an auditor reads."""

from flask.typing import ResponseReturnValue

from docsys.people import directory
from docsys.people.rules import HOLDERS, Permission, Role
from docsys.people.views.room import bp
from docsys.web.pages import page
from docsys.web.session import db


@bp.get("/system/roles")
def roles() -> ResponseReturnValue:
    held = directory.grants(db())
    holders = [
        (role, [grant for grant in held if grant.role == role], sum(role in found for found in HOLDERS.values()))
        for role in Role
    ]
    permissions = [(permission, [role.label for role in HOLDERS[permission]]) for permission in Permission]
    return page("people/roles.html", holders=holders, permissions=permissions)
