"""Invented imports."""

from sqlalchemy.orm import Session

from docsys.intake import actions
from docsys.intake.actions.running import Opening
from docsys.intake.models import ImportItem
from docsys.intake.rules import ItemState
from tests.documents.factories import People
from tests.people.factories import NOW


def make_import(session: Session, people: People) -> dict[str, int | None]:
    """An upload of 赵敏's with one proposal, as the ids that addresses name."""
    opening = Opening("旧资料", people.admin.unit_id or 0)
    run = actions.open_upload(session, opening, actor=people.admin, now=NOW)
    item = ImportItem(run_id=run.id, slot="a", raw=b"a.txt", path="a.txt", state=ItemState.PROPOSED, sha256="a" * 64)
    session.add(item)
    session.flush()
    return {"run_id": run.id, "item_id": item.id}
