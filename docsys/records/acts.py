"""What the acts upon records are called in the log: the verbs of the two tables, and what is done beside them."""

from docsys.records.rules import LED, ROW, SHEET

LABELS = {
    **{f"record.{row.verb}": f"表单{row.label}" for row in (*LED, *ROW, *SHEET)},
    "record.start": "新建表单",
    "record.correct": "新建更正单",
    "record.add": "登记一行",
    "record.attach": "表单添加文件",
    "record.scan": "归入签字扫描件",
    "scan.receive": "收到签字扫描件",
    "scan.give_up": "放弃签字扫描件",
    "register.archive": "归档台账",
    "register.import": "导入台账",
}
