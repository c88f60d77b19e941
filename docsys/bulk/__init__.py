"""Bulk work: one change for many documents, seen beforehand document by document (issue: part 9)."""
