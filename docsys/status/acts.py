"""What the acts of the system itself are called in the log."""

LABELS = {
    "mirror.accept_target": "启用新的备份文件夹",
    "mirror.compare": "要求比对备份",
    "mirror.release": "放行镜像制动",
    "mirror.verify": "抽查校验备份",
    "mirror.verify_asked": "要求抽查校验",
    "status.backup_accept": "申请启用备份文件夹",
    "status.backup_compare": "要求比对备份",
    "status.backup_release": "申请放行制动",
    "status.backup_snapshot": "要求数据库快照",
    "status.backup_verify": "要求抽查校验",
    "status.job_retry": "重试作业",
    "status.retry": "重试作业",
    "status.snapshot": "数据库快照",
    "status.snapshot_asked": "要求数据库快照",
    "status.snapshot_purge": "清理到期快照",
}
