"""What the acts upon the directory are called in the log."""

LABELS = {
    "catalogue.check": "一一对应检查",
    "catalogue.check_asked": "要求检查",
    "catalogue.repair_asked": "要求修复",
    "catalogue.repair": "修复不符之处",
    "catalogue.create": "建立文件夹",
    "catalogue.ask_category": "申请增设类别",
    "catalogue.export": "按单位导出",
    "catalogue.export_incomplete": "导出有缺",
    "catalogue.take_export": "取走导出文件",
}
