"""What the acts of this room are called in the log."""

LABELS = {
    "number.void": "编号记为空号",
    "number.retire": "编号停用",
}
