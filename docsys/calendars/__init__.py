"""Working days and trading days: two calendars of the product's own, loaded year by year, never guessed.

An upper room asks `queries.load` for a `Calendar` and hands it to the pure functions of `rules`.
"""
