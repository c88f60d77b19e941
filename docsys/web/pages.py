"""Pages: rendering within the frame, messages, and forms that come back with what was typed."""

from collections.abc import Callable, Sequence
from functools import cache, wraps
from typing import Any

from flask import Flask, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from jinja2 import StrictUndefined

from docsys.errors import Forbidden, Gone, InvalidInput, NotFound, NotSignedIn, Refused
from docsys.web.errors import note_refusal
from docsys.web.filters import FILTERS
from docsys.web.lists import address
from docsys.web.security import safe_next
from docsys.web.session import db, identity, now, today
from docsys.web.state import Alarm, NavItem, web
from docsys.web.vendored import STATIC, digest

ALWAYS_RAISED = (Forbidden, Gone, NotFound, NotSignedIn)


def page(template: str, **values: Any) -> str:
    """A page of a room within the frame.

    `values` are what the template names; nothing is added behind its back but the frame's own (`actor`, `today`, `now`).
    """
    return render_template(template, **values)


def say(message: str, tone: str = "valid") -> None:
    """A message on the next page the person sees; `late` for a warning."""
    flash(message, tone)


def go(endpoint: str, **values: Any) -> ResponseReturnValue:
    """After an act: to the page that shows its result, by GET (303), so that a reload repeats nothing."""
    return redirect(url_for(endpoint, **values), 303)


def go_back(default: str) -> ResponseReturnValue:
    """To `next`, if it is a path of this site, else to `default`."""
    return redirect(safe_next(request.form.get("next") or request.args.get("next"), default), 303)


def reshow(show: Callable[..., ResponseReturnValue]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """For a view that takes a form: a refusal shows the form again by `show(typed=…, refusal=…, **address)`.

    With all that was typed, the sentence at the top and the reason at each field: nothing is lost on an error. `show` is
    called whatever was refused, so it must itself ask who may see what it shows.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def wrapped(**address: Any) -> ResponseReturnValue:
            try:
                return view(**address)  # type: ignore[no-any-return]
            except ALWAYS_RAISED:
                raise
            except Refused as error:
                note_refusal(error)
                response: Response = make_response(show(typed=request.form, refusal=error, **address))
                response.status_code = error.status
                return response

        return wrapped

    return decorate


def field_errors(refusal: Refused | None) -> dict[str, list[str]]:
    """What to write at which field; a rule that names no field stands at the top only."""
    return refusal.fields if isinstance(refusal, InvalidInput) else {}


@cache
def asset_version(name: str) -> str:
    return digest(STATIC / name)[:12]


def asset(name: str) -> str:
    """The address of a static file with its hash: it may be kept for ever."""
    return url_for("static", filename=name, v=asset_version(name))


def _navigation() -> list[dict[str, Any]]:
    """The links this person may use, with figures; only what exists, no dead link."""
    who = identity()
    if who is None or who.only is not None:
        return []
    items = [item for item in web().nav if item.may(who.actor)]
    current = max(items, key=_closeness, default=None)
    return [_link(item, who.actor, current=item is current and _closeness(item) > 0) for item in items]


def _closeness(item: NavItem) -> int:
    """How much of the present endpoint this link stands for: the longest prefix wins, 0 is another part of the house."""
    prefixes = (item.endpoint, *(item.match or (f"{item.endpoint.partition('.')[0]}.",)))
    return max((len(prefix) for prefix in prefixes if (request.endpoint or "").startswith(prefix)), default=0)


def _link(item: NavItem, who: Any, *, current: bool) -> dict[str, Any]:
    count = item.count(db(), who) if item.count else 0
    return {
        "href": url_for(item.endpoint),
        "label": item.label,
        "icon": item.icon,
        "key": item.key,
        "current": current,
        "count": count,
        "tone": item.tone,
    }


def _tabs() -> list[dict[str, Any]]:
    """The pages of 系统 this person may open, for the line of tabs they share."""
    who = identity()
    if who is None:
        return []
    items = [item for item in web().tabs if item.may(who.actor)]
    current = max(items, key=_closeness, default=None)
    return [_link(item, who.actor, current=item is current and _closeness(item) > 0) for item in items]


def _alarms() -> Sequence[Alarm]:
    who = identity()
    return () if who is None or who.only is not None else web().alarms(who.actor)


def _frame() -> dict[str, Any]:
    found, search = identity(), web().search
    return {
        "actor": found.actor if found else None,
        "actor_post": found.post if found else "",
        "restricted": bool(found and found.only),
        "now": now,
        "today": today,
        "navigation": _navigation,
        "badge": web().badge,
        "frame_alarms": _alarms,
        "search_url": url_for(search) if search else None,
        "organisation": web().settings.organisation,
    }


def set_up(app: Flask) -> None:
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(asset=asset, field_errors=field_errors, address=address, system_tabs=_tabs)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.context_processor(_frame)
