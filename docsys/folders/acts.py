"""What the acts upon folders are called in the log."""

LABELS = {
    "folder.create": "建立文件夹",
    "folder.rename": "文件夹改名",
    "folder.add_category": "增设类别",
    "folder.close": "停用文件夹",
    "folder.reopen": "启用文件夹",
    "folder.set_rights": "设置文件夹使用权限",
}
