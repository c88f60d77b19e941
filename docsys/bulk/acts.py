"""What the acts of this room are called in the log."""

LABELS = {
    "bulk.begin": "批量办理",
    "bulk.folder": "批量改号",
    "bulk.scope": "批量改使用范围",
    "bulk.review": "批量改下次评审",
    "bulk.rights_add": "批量增加使用权限",
    "bulk.rights_replace": "批量替换使用权限",
    "bulk.do": "批量办理",
    "bulk.preview": "批量办理预览",
    "bulk.choose": "选择批量办理的文档",
}
