"""What the acts of the system itself are called in the log."""

LABELS = {
    "status.snapshot": "数据库快照",
    "status.snapshot_purge": "清理到期快照",
}
