"""The blueprint of the room."""

from flask import Blueprint

bp = Blueprint("publication", __name__, url_prefix="/documents")
