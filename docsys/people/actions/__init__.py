"""What can be done with people: signing in, accounts, grants, organisation."""

from docsys.people.actions.accounts import create, first_administrator

__all__ = ["create", "first_administrator"]
