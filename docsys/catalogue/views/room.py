"""The blueprint of the room."""

from flask import Blueprint

from docsys.web import NavItem

bp = Blueprint("catalogue", __name__, url_prefix="/catalogue")
NAV = NavItem(
    "catalogue.index", "文档库", "folders", key="d", match=("bulk.", "catalogue.", "documents.", "publication.")
)
