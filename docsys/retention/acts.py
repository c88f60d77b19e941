"""What the acts of appraisal are called in the log."""

LABELS = {
    "retention.lengthen": "延长保管期限",
    "retention.shorten": "缩短保管期限",
    "retention.extend": "鉴定：延长保存",
    "retention.destroy": "鉴定：销毁",
    "retention.hold": "冻结",
    "retention.lift": "解除冻结",
}
