"""What the acts upon paper are called in the log, and the addresses of this room where an act was refused."""

from collections.abc import Mapping

from docsys.paper.states import COPY, LOAN, VOLUME

LABELS: Mapping[str, str] = {
    "paper.register": "登记纸质份",
    "paper.change": "修改纸质份",
    **{f"paper.{row.verb}": f"纸质份{row.label}" for row in COPY},
    "paper.ask_destruction": "申请销毁纸质份",
    "paper.settle_due": "重算回收期限",
    "paper.print": "打印纸质目录",
    "loan.ask": "申请借阅纸质文件",
    **{f"loan.{row.verb}": f"纸质借阅{row.label}" for row in LOAN},
    "volume.compile": "组卷",
    **{f"volume.{row.verb}": f"卷册{row.label}" for row in VOLUME},
    "volume.download": "打开装订本",
    "scan.add": "登记扫描件",
    "scan.download": "打开扫描件",
    "document.carrier": "载体改为电子+纸质",
    "paper.create": "登记纸质份",
    "paper.act": "办理纸质份",
    "paper.step": "办理纸质借阅",
    "paper.borrow": "申请借阅纸质文件",
    "paper.add_scans": "登记扫描件",
    "paper.compile_volume": "组卷",
    "paper.change_volume": "办理卷册",
}
