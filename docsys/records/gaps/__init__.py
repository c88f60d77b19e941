"""记录缺失: what the rulebook wants kept and nobody has entered (report 15 of the requirements)."""
