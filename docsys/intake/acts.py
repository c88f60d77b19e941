"""What the acts of an import are called in the log, and the addresses of this room where an act was refused."""

from collections.abc import Mapping

LABELS: Mapping[str, str] = {
    "intake.open": "建立导入",
    "intake.correct": "修改导入清单",
    "intake.start": "开始导入",
    "intake.retry": "重试导入",
    "intake.close": "结束导入",
    "intake.open_folder": "建立导入",
    "intake.open_upload": "建立导入",
    "intake.upload": "上传待导入文件",
    "intake.send": "上传待导入文件",
    "intake.begin": "开始试读",
    "intake.change": "修改导入清单",
    "intake.bulk": "修改导入清单",
    "intake.give_back": "交回导入清单",
}
