"""What the acts of this room and of publication are called in the log, and the details worth reading."""

from collections.abc import Mapping

LABELS: Mapping[str, str] = {
    "document.register": "登记为草稿",
    "document.change_marks": "修改标识",
    "document.replace_file": "更换文件",
    "document.attach": "添加附件",
    "document.detach": "移除附件",
    "document.check_out": "检出",
    "document.check_in": "归还检出",
    "document.take_back": "收回检出",
    "document.set_dates": "调整评审与有效期",
    "document.set_scope": "修改使用范围",
    "document.submit": "提交审核",
    "document.return": "退回修改",
    "document.approve": "审核通过",
    "document.publish": "发布",
    "document.abolish": "废止",
    "document.withdraw": "撤回",
    "document.revise": "开始修订",
    "document.file": "归档入库",
    "document.import": "历史导入",
    "library.rebuild": "重建数据库",
    "document.renumber": "改号",
    "document.set_rights": "设置使用权限",
    "document.view": "在线阅读",
    "document.print": "打开打印版",
    "document.download": "下载",
    "documents.show": "打开文档页面",
    "documents.download": "下载文档",
    "documents.printed": "打开打印版",
    "documents.preview": "在线阅读",
    "documents.register": "登记文档",
    "documents.upload": "拖放登记",
    "publication.act": "办理审批步骤",
    "publication.revise": "发起修订",
}

# Who reads what is nobody's business but that of those who handle the document.
READING = frozenset({"document.view", "document.print", "document.download"})

DETAILS: Mapping[str, str] = {
    "version": "版本",
    "title": "",
    "folder": "文件夹",
    "reason": "原因：",
    "opinion": "意见：",
    "requested_by": "申请人",
    "remark": "说明：",
    "attachment": "附件",
    "rows": "权限行数",
    "what": "",
    "successor": "新编号",
    "state": "编号状态",
    "until": "至",
    "review_months": "评审周期（月）",
    "next_review": "下次评审",
    "valid_until": "有效期至",
    "holder": "检出人",
    "settled": "冲突处理：",
}
SILENT: tuple[object, ...] = (None, "", [], {})
