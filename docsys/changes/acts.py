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
    "changes.send_back": "变更退回补正",
    "changes.consult": "受理变更并征求意见",
    "changes.pass_on": "受理变更并转评审",
    "changes.give_opinion": "填写变更意见",
    "changes.close_consultation": "汇总变更意见",
    "changes.vote": "填写变更评审意见",
    "changes.decide": "登记变更评审结论",
    "changes.ask_leader": "变更请示领导",
    "changes.endorse": "签署变更的上级领导意见",
    "changes.draft_notice": "起草变更通知",
    "changes.release": "变更转待实施",
    "changes.cancel": "撤销变更",
    "changes.reopen": "变更重新评审",
    "changes.decide_orally": "登记紧急变更的决定",
    "changes.confirm_decision": "确认紧急变更的口头批准",
    "changes.begin_urgent": "开始紧急实施",
    "changes.end_urgent": "结束紧急实施",
    "changes.start_work": "开始实施变更",
    "changes.perform": "登记变更步骤",
    "changes.skip": "登记变更步骤未执行",
    "changes.check_step": "核对变更步骤",
    "changes.verify_result": "登记变更验证结果",
    "changes.finish": "登记变更实施结束",
    "changes.add_evidence": "上传变更照片与日志",
    "changes.feed_back": "填写变更复核反馈",
    "changes.observe": "登记变更值班观察",
    "changes.confirm": "确认变更复核结果",
    "changes.begin_summary": "起草变更总结",
    "changes.summarise": "变更总结后转更新核对",
    "changes.name_document": "登记变更新增文档",
    "changes.withdraw_document": "撤销变更文档项",
    "changes.enter_item": "录入变更配置项",
    "changes.verify": "变更更新核对",
    "changes.ask_archive": "申请变更归档",
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
