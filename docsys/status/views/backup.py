"""备份: what the mirror says, each file with how far its copy is, the daily snapshots; and what may be done about them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from docsys.clock import local_day
from docsys.errors import Refused
from docsys.mirror import queries as mirror
from docsys.mirror.listing import FileLine, files
from docsys.people.rules import Permission, may, require
from docsys.status import actions, queries, rules, sight
from docsys.status.views.room import at, bp
from docsys.status.watch import look
from docsys.vault import snapshot
from docsys.web.lists import Listing, of_rows
from docsys.web.pages import go, page, reshow, say
from docsys.web.session import actor, db, now, settings, today
from docsys.web.state import web

STATES = {"failed": "失败", "waiting": "等待", "in_step": "一致", "unknown": "不在备份范围"}
TONES = {"failed": "late", "waiting": "soon", "in_step": "valid", "unknown": "plain"}
OBSERVERS = {"inotify": "即时（inotify）", "polling": "轮询", "scan": "仅定期比对"}
LATER = "已安排，由后台进程办理，稍后刷新本页查看。"
LOGGED = {
    "brake": ("制动", "late"),
    "brake_released": ("解除制动", "valid"),
    "release_refused": ("放行无效", "late"),
    "target": ("备份位置异常", "late"),
    "target_accepted": ("启用备份位置", "valid"),
    "suspicion": ("可能漏报，重新比对", "soon"),
    "purged": ("清除到期历史", "plain"),
    "repaired": ("已修复备份副本", "soon"),
    "main_damaged": ("文档库文件损坏", "late"),
    "both_damaged": ("两侧均不符", "late"),
    "damaged": ("现行文件被改动", "late"),
    "mended": ("已恢复原内容", "valid"),
    "rename": ("改名", "plain"),
    "deleted": ("移入历史：已删除", "plain"),
    "replaced": ("移入历史：已替换", "plain"),
    "corrupt": ("移入历史：副本损坏", "soon"),
}


def _page(typed: Any = None, refusal: Refused | None = None, **_address: object) -> str:  # noqa: ARG001 - a form without fields
    require(actor(), Permission.MIRROR_READ)
    glance, show = look(settings(), web().clock), request.args.get("show", "files")
    status = glance.status
    taken = list(reversed(snapshot.listed(settings().archive)))
    return page(
        "status/backup.html",
        status=status,
        show=show if show in {"snapshots", "log"} else "files",
        cut=_cut(show, status, taken),
        taken=taken,
        gaps=rules.gaps((local_day(one.taken_at) for one in taken), today()),
        alarms=glance.alarms,
        brake=_brake(status),
        acceptance=_acceptance(),
        observer=OBSERVERS.get(status["observer"], "无"),
        args=request.args,
        states=STATES,
        tones=TONES,
        logged=LOGGED,
        at=at,
        may_operate=may(actor(), Permission.MIRROR_OPERATE),
        refusal=refusal,
    )


def _cut(show: str, status: Mapping[str, Any], taken: list[snapshot.Snapshot]) -> Listing[Any]:
    if show == "snapshots":
        return of_rows(taken)
    if show == "log":
        return of_rows(_log(status["log"]))
    wanted, words = request.args.get("state", ""), request.args.get("q", "").strip()
    found = _shown(files(settings(), words), names_asked=bool(words))
    return of_rows(line for line in found if wanted in {"", line.state})


def _shown(lines: list[FileLine], *, names_asked: bool) -> Iterator[FileLine]:
    """Of a document this person may not know of only that something is wrong; and nothing where names are asked for."""
    seen = sight.of(db(), actor())
    for line in lines:
        if seen.shows(line.path):
            yield line
        elif line.state in {"failed", "waiting"} and not names_asked:
            yield replace(line, path=sight.HIDDEN, size=None, copied_at=None)


def _log(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    seen = sight.of(db(), actor())
    hidden = {"path": sight.HIDDEN, "detail": None}
    return [row if row["path"] is None or seen.shows(row["path"]) else row | hidden for row in rows]


def _brake(status: Mapping[str, Any]) -> dict[str, Any] | None:
    """The brake that is on, what its release would do, and who asked for it already."""
    brake: dict[str, Any] | None = status["brake"]
    if brake is None:
        return None
    asked = queries.waiting_confirmation(db(), actions.RELEASE, actions.release_of(brake))
    return {**brake, "consequence": rules.RELEASABLE.get(brake["kind"]), "asked": asked, "way_out": rules.BRING_BACK}


def _acceptance() -> dict[str, Any] | None:
    """Whether the target is an empty folder where our backup was, and who asked to take it into use."""
    if not mirror.awaits_acceptance(settings()):
        return None
    wanted = actions.acceptance_of(settings())
    return {**wanted, "asked": queries.waiting_confirmation(db(), actions.ACCEPT, wanted)}


@bp.get("/backup")
def backup() -> ResponseReturnValue:
    return _page()


@bp.post("/backup/compare")
@reshow(_page)
def backup_compare() -> ResponseReturnValue:
    actions.compare(db(), settings(), actor=actor(), now=now())
    say("已要求镜像立即完整比对，稍后刷新本页查看。")
    return go("status.backup")


@bp.post("/backup/verify")
@reshow(_page)
def backup_verify() -> ResponseReturnValue:
    actions.verify(db(), actor=actor(), now=now())
    say(f"抽查校验 {actions.SAMPLE} 个文件：{LATER}")
    return go("status.backup")


@bp.post("/backup/snapshot")
@reshow(_page)
def backup_snapshot() -> ResponseReturnValue:
    actions.take_snapshot(db(), actor=actor(), now=now())
    say(f"数据库快照：{LATER}")
    return go("status.backup", show="snapshots")


@bp.post("/backup/release")
@reshow(_page)
def backup_release() -> ResponseReturnValue:
    actions.request_release(db(), settings(), request.form.get("brake_id", ""), actor=actor(), now=now())
    say("已提出放行申请，等待第二人确认。", "draft")
    return go("status.backup")


@bp.post("/backup/accept")
@reshow(_page)
def backup_accept() -> ResponseReturnValue:
    actions.request_acceptance(db(), settings(), actor=actor(), now=now())
    say("已提出启用申请，等待第二人确认。", "draft")
    return go("status.backup")
