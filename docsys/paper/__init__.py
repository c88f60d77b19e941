"""Documents on paper: numbered copies, who has them, loans, recalls, bound volumes, scans (4.3.1, 4.3.2, 4.3.7, 4.3.8, 4.5)."""

from docsys.paper.listening import abolished, calendar_changed, carry_out, published, renumbering

__all__ = ["abolished", "calendar_changed", "carry_out", "published", "renumbering"]
