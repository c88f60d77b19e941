"""What the acts upon calendars are called in the log."""

LABELS = {
    "calendar.import": "导入日历年度",
    "calendar.change_day": "更改日历日期",
}
