"""`docsys document …` before and beside publication; `publication.commands` adds the steps of a version and exports the group."""

from docsys.documents.commands import comparing, dating
from docsys.documents.commands.group import COMMANDS, DAY, FILE, LEVELS, SECRECY, document, found, tell

__all__ = ["COMMANDS", "DAY", "FILE", "LEVELS", "SECRECY", "comparing", "dating", "document", "found", "tell"]
