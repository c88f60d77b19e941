"""How a document stands on a day (report 1 of the requirements): the rule is that of the documents, which show it too."""

from docsys.documents.expiry.rules import ORDER, Due, Standing, stand

__all__ = ["ORDER", "Due", "Standing", "stand"]
