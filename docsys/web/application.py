"""Joins the glue of this room with what the other rooms contribute; decides nothing about them."""

from flask import Flask

from docsys.web import dashboard, errors, pages, security, session, signin
from docsys.web.state import Web
from docsys.web.vendored import STATIC


def make_app(web: Web) -> Flask:
    """The WSGI application of these settings, this database and these rooms."""
    app = Flask("docsys.web", static_folder=str(STATIC), template_folder=str(web.settings.templates))
    app.extensions["docsys"] = web
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # the default provider has it
    security.set_up(app, web.settings)
    signin.set_up(app)
    errors.set_up(app)
    pages.set_up(app)
    app.after_request(session.finish)
    app.teardown_request(session.abandon)
    for blueprint in (dashboard.bp, *web.blueprints):
        app.register_blueprint(blueprint)
    return app
