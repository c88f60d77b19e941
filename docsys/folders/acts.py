"""What the acts upon folders are called in the log."""

LABELS = {
    "folder.create": "建立文件夹",
    "folder.set_rights": "设置文件夹使用权限",
}
