"""What is owed and when one is reminded: the day before, that day, and each day after until it is done (4.4.5). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Task:
    """One thing that waits for a person. `key` says what it is about: of several with the same key the first stands."""

    key: str
    what: str
    """What is to be done: 更新文档, 紧急变更补单."""
    about: str
    """Number and title of what it is about."""
    path: str
    due: date | None = None

    def days_late(self, today: date) -> int:
        """How many days ago it was due; below nothing while there is time."""
        return -1 if self.due is None else (today - self.due).days

    def said(self, today: date) -> str:
        """`2026-11-25 到期，已逾期 2 天`; nothing where no day is set."""
        if self.due is None:
            return ""
        days = self.days_late(today)
        word = f"已逾期 {days} 天" if days > 0 else "今天到期" if days == 0 else f"{-days} 天后到期"
        return f"{self.due} 到期，{word}"


def once(tasks: Iterable[Task]) -> list[Task]:
    """Each thing once, the most urgent first, what has no day at the end."""
    found: dict[str, Task] = {}
    for task in tasks:
        found.setdefault(task.key, task)
    return sorted(found.values(), key=lambda task: (task.due is None, task.due or date.max))


def reminded(tasks: Iterable[Task], today: date, *, is_working: bool) -> list[Task]:
    """What the mail of `today` names: from the day before it is due on, every day; what has no day, on working days.

    A mail that goes out on a day off for what is due names nothing else.
    """
    return [task for task in once(tasks) if (is_working if task.due is None else task.due - DAY <= today)]


def subject(tasks: list[Task], today: date) -> str:
    late = sum(task.days_late(today) > 0 for task in tasks)
    return f"待办提醒 {today}：{len(tasks)} 项" + (f"，其中已逾期 {late} 项" if late else "")


def body(name: str, tasks: list[Task], today: date, *, home: str, organisation: str) -> str:
    """The mail as plain text; `home` is the address people open docsys at, without it the numbers alone are named."""
    home = home.rstrip("/")
    parts = [f"{name}：", "", f"您在{organisation}文档与表单管理系统中有以下 {len(tasks)} 项待办："]
    for place, task in enumerate(tasks, 1):
        parts += ["", f"{place}. {task.what}　{task.about}"]
        parts += [f"   {line}" for line in (task.said(today), home + task.path if home else "") if line]
    parts += ["", "办结后不再提醒；未办结的，到期前一天起每天提醒一次（4.4.5）。"]
    parts.append("不想收到此邮件，可在系统右上角“我的信息”中关闭。")
    return "\n".join(" ".join(part.splitlines()) for part in parts) + "\n"
