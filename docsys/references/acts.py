"""What the acts upon reference tables are called in the log."""

LABELS = {"reference.change": "更改参考表"}
