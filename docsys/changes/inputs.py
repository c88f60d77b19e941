"""What the pages of change orders send, as plain values."""

from collections.abc import Mapping
from datetime import date, datetime

from docsys.changes.actions.emergencies import Decision, Report, Team
from docsys.changes.actions.performing import Done
from docsys.changes.actions.reviewing import Judgement
from docsys.changes.rules.finishing import Result
from docsys.changes.rules.plan import moment as read_moment
from docsys.changes.rules.reviewing import CHECKLIST

Sent = Mapping[str, str]
MOST = 2000


def text(sent: Sent, name: str) -> str:
    return str(sent.get(name, "")).strip()[:MOST]


def moment(sent: Sent, name: str) -> datetime | None:
    """A moment as its input sends it; what cannot be read was not filled in."""
    return read_moment(text(sent, name))


def day(sent: Sent, name: str) -> date | None:
    try:
        return date.fromisoformat(text(sent, name))
    except ValueError:
        return None


def several(sent: Sent, name: str) -> tuple[str, ...]:
    """Names separated by 、 or a comma."""
    parts = text(sent, name).replace("，", "、").replace(",", "、").split("、")
    return tuple(part.strip() for part in parts if part.strip())


def report(sent: Sent) -> Report:
    return Report(
        name=text(sent, "name"),
        urgency=text(sent, "urgency"),
        impact=text(sent, "impact"),
        reporter=text(sent, "reporter"),
        reported_at=moment(sent, "reported_at"),
        level=text(sent, "level"),
        nodes=several(sent, "nodes"),
    )


def decision(sent: Sent) -> Decision:
    return Decision(
        text(sent, "approver"), text(sent, "means"), moment(sent, "approved_at"), text(sent, "deliberation")
    )


def team(sent: Sent) -> Team:
    return Team(several(sent, "executors"), several(sent, "verifiers"))


def done(sent: Sent) -> Done:
    return Done(moment(sent, "started_at"), moment(sent, "ended_at"), text(sent, "result"), text(sent, "deviation"))


def result(sent: Sent) -> Result:
    return Result(
        outcome=text(sent, "outcome"),
        said=text(sent, "result_said"),
        rolled_back={"是": True, "否": False}.get(text(sent, "rolled_back")),
        rolled_back_at=moment(sent, "rolled_back_at"),
    )


def judgement(sent: Sent) -> Judgement:
    asked = {"是": True, "否": False}.get(text(sent, "ask_leader"))
    return Judgement(
        conclusion=text(sent, "conclusion"),
        opinion=text(sent, "review_opinion"),
        answers={key: text(sent, f"answer_{key}") for key in CHECKLIST},
        remarks={key: text(sent, f"remark_{key}") for key in CHECKLIST},
        overruled=text(sent, "overruled"),
        ask_leader=asked,
        window_granted=text(sent, "window_granted"),
    )
