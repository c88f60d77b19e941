"""What the acts upon change orders are called in the log, and the addresses of this room where an act was refused."""

from collections.abc import Mapping

from docsys.changes.rules.table import TABLE

DONE: Mapping[str, str] = {
    "perform": "步骤登记",
    "skip": "步骤未执行",
    "check": "步骤核对",
    "file": "附件上传",
    "opinion": "单位意见",
    "vote": "评审意见",
    "feedback": "复核反馈",
    "observation": "值班观察",
    "verification": "结果验证",
    "name_document": "新增文档登记",
    "withdraw_document": "文档项撤销",
    "enter_item": "配置项录入",
}
SAID: Mapping[str, str] = {"ask_leader": "请示领导"}
PAGES: Mapping[str, str] = {
    "changes.begin": "起草变更单",
    "changes.make_report": "口头上报紧急变更",
}
"""The addresses that take a form, as the log names an act that was refused there."""
LABELS: Mapping[str, str] = {
    **{
        f"record.{row.verb}": f"变更{row.label}"
        for row in TABLE
        if row.verb not in {"submit", "archive", "cancel", "return"}
    },
    **{f"record.{verb}": label for verb, label in SAID.items()},
    **PAGES,
    **{f"change.{verb}": f"变更{label}" for verb, label in DONE.items()},
}
