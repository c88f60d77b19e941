"""Submission, approval, publication, revision, abolition and withdrawal of documents (D2 to D9)."""

from docsys.publication.actions import carry_out

__all__ = ["carry_out"]
