"""`docsys document …` as far as it leads the life of a document."""

from docsys.publication.commands import filing
from docsys.publication.commands.stepping import COMMANDS

__all__ = ["COMMANDS", "filing"]
