"""The people named in a record: what was typed becomes `李静（lijing）`, and that becomes what is printed."""

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from docsys.forms.fields.references import login_of
from docsys.forms.shape import Form, Value
from docsys.people.models import Assignment, Department, Post, Unit, User
from docsys.people.rules import Actor
from docsys.records.models import Record
from docsys.records.rules import Writer

Values = Mapping[str, Value]


def person(actor: Actor) -> str:
    """How the actor stands in a record."""
    return f"{actor.name}（{actor.login}）"


def account(actor: Actor) -> tuple[int, int]:
    """The account and the unit of who writes: records are written by persons, never by a job."""
    if actor.user_id is None or actor.unit_id is None:
        raise TypeError("only a person with an account writes records")
    return actor.user_id, actor.unit_id


def unit_of(session: Session, actor: Actor) -> str:
    """The full name of the actor's unit, as it stands in a record."""
    return session.scalar(select(Unit.name).where(Unit.id == actor.unit_id)) or actor.unit_name


def writer(session: Session, form: Form, actor: Actor) -> Writer:
    """What is known of who fills `form` in, as far as its fields ask for it."""
    asked = {field.prefill for field in form.fields}
    department, post = _place(session, actor) if asked & {"department", "post"} else ("", "")
    last = _last(session, form, actor) if "last" in asked else {}
    return Writer(person(actor), unit_of(session, actor), department, post, last)


def _place(session: Session, actor: Actor) -> tuple[str, str]:
    """The department of the person, and the posts he holds in it."""
    query = select(Department.name, Post.name).select_from(Assignment)
    query = query.join(Assignment.department).join(Assignment.post).where(Assignment.user_id == actor.user_id)
    rows = session.execute(query.order_by(Assignment.id)).all()
    department = rows[0][0] if rows else ""
    return department, "、".join(post for name, post in rows if name == department)


def _last(session: Session, form: Form, actor: Actor) -> Values:
    """What the person wrote last into the form."""
    query = select(Record.data).where(Record.form_code == form.code, Record.created_by == actor.user_id)
    return session.scalar(query.order_by(Record.id.desc()).limit(1)) or {}


def resolve(session: Session, form: Form, values: Values) -> dict[str, Value]:
    """`values` with each person who was typed as a bare login or as a name that only one account bears written in full."""
    known = _accounts(session, {text for text in _named(form, values) if not login_of(text)})
    return _replaced(form, values, known)


def called(session: Session, form: Form, values: Values) -> dict[str, str]:
    """How the persons in `values` are printed: name, unit and post, as they are today."""
    logins = {login: text for text in _named(form, values) if (login := login_of(text))}
    if not logins:
        return {}
    posts = selectinload(User.assignments).selectinload(Assignment.post)
    query = select(User).where(User.login.in_(logins)).options(selectinload(User.unit), posts)
    return {logins[user.login]: _printed(user) for user in session.scalars(query)}


def choices(session: Session) -> list[str]:
    """Everybody with an account, as an input offers them."""
    rows = session.execute(select(User.name, User.login).where(User.active).order_by(User.unit_id, User.id))
    return [f"{name}（{login}）" for name, login in rows]


def _printed(user: User) -> str:
    posts = "、".join(dict.fromkeys(held.post.name for held in user.assignments))
    return f"{user.name}（{user.unit.name} · {posts}）" if posts else f"{user.name}（{user.unit.name}）"


def _accounts(session: Session, texts: Iterable[str]) -> dict[str, str]:
    wanted = set(texts)
    if not wanted:
        return {}
    found: dict[str, set[str]] = {}
    for name, login in session.execute(
        select(User.name, User.login).where(User.active, User.name.in_(wanted) | User.login.in_(wanted))
    ):
        for text in wanted & {name, login}:
            found.setdefault(text, set()).add(f"{name}（{login}）")
    return {text: full.pop() for text, full in found.items() if len(full) == 1}


def _named(form: Form, values: Values) -> Iterator[str]:
    """Every text in a field for persons, in columns of row groups too."""
    for field in form.fields:
        value = values.get(field.id)
        if field.type == "user":
            yield from _texts(value)
        elif field.type == "rows" and isinstance(value, list):
            for row in value:
                for column in field.fields:
                    if column.type == "user":
                        yield from _texts(row.get(column.id))


def _texts(value: Value) -> Iterator[str]:
    yield from (str(one) for one in (value if isinstance(value, list) else [value]) if one)


def _replaced(form: Form, values: Values, known: Mapping[str, str]) -> dict[str, Value]:
    def full(value: Value) -> Value:
        if isinstance(value, list):
            return [known.get(one, one) for one in value]
        return known.get(value, value)

    result = dict(values)
    for field in form.fields:
        value = values.get(field.id)
        if field.type == "user":
            result[field.id] = full(value)
        elif field.type == "rows" and isinstance(value, list):
            persons = {column.id for column in field.fields if column.type == "user"}
            result[field.id] = [
                {name: full(one) if name in persons else one for name, one in row.items()} for row in value
            ]
    return result
