"""What the kinds of work are called on the page of jobs."""

LABELS = {
    "status.snapshot": "数据库快照",
    "status.verify": "抽查校验备份",
    "status.accept_target": "启用备份文件夹",
    "catalogue.check": "一一对应检查",
    "catalogue.print": "打印目录",
    "catalogue.table": "写目录表",
    "documents.describe": "写元数据与属性页",
    "documents.print": "制作标识版",
    "intake.apply": "导入",
    "intake.clear": "清理导入上传",
    "intake.read": "试读待导入文件",
    "numbering.ledger": "写编号台账",
    "paper.bind": "制作装订本",
    "record.archive": "归档表单",
    "register.archive": "归档台账",
    "search.extract": "提取正文",
    "search.sync": "更新检索索引",
}


def label_of(kind: str) -> str:
    return LABELS.get(kind, kind)
