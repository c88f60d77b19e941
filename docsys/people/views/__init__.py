"""The pages of people. Each module adds its views to the one blueprint."""

from docsys.people.views.room import bp

__all__ = ["bp"]

from docsys.people.views import (  # noqa: F401 - they add their views to `bp`
    auditing,
    confirming,
    me,
    organisation,
    roles,
    signing,
    users,
)
