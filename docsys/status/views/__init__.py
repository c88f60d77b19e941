"""Pages of how docsys fares: 备份, 运行状况, 作业; what the frame and the 工作台 show of them; the probe for monitoring."""

from docsys.status.views import backup, health, jobs, probe
from docsys.status.views.cards import CARDS, KINDS, alarms, badge
from docsys.status.views.room import BACKUP_NAV, TABS, bp, system_nav

__all__ = [
    "BACKUP_NAV",
    "CARDS",
    "KINDS",
    "TABS",
    "alarms",
    "backup",
    "badge",
    "bp",
    "health",
    "jobs",
    "probe",
    "system_nav",
]
