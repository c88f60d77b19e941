"""How each part is judged: 正常, 注意, 故障, and never without what to do."""

from datetime import date, timedelta

import pytest

from docsys.status import rules
from docsys.status.rules import GIBIBYTE, MEBIBYTE, Part, Place, Standing

FINE, CARE, BROKEN = Standing
TODAY = date(2026, 11, 23)
WELL = {
    "configured": True,
    "running": True,
    "in_step": True,
    "waiting": 0,
    "failed": [],
    "damaged": [],
    "lag_seconds": 0.0,
    "last_reconcile": 1.0,
    "observer": "inotify",
    "brake": None,
    "alarms": [],
}


def disk(free, total=100 * GIBIBYTE):
    return rules.judge_disk([Place("文档库", "/srv", free, total)])


@pytest.mark.parametrize(
    ("part", "standing"),
    [
        (rules.judge_database("SQLite", 1, "2", "2"), FINE),
        (rules.judge_database("SQLite", 1, "1", "2"), BROKEN),
        (rules.judge_database("SQLite", 1, None, "2"), BROKEN),
        (rules.judge_search("database", {"已提取": 5}, 0), FINE),
        (rules.judge_search("database", {"已提取": 5, "未提取": 3}, 0), FINE),
        (rules.judge_search("database", {"已提取": 5, "失败": 1}, 0), CARE),
        (rules.judge_search("none", {}, 0), BROKEN),
        (rules.judge_mirror(WELL), FINE),
        (rules.judge_mirror(WELL | {"in_step": False, "waiting": 3, "lag_seconds": 2.0}), FINE),
        (rules.judge_mirror(WELL | {"in_step": False, "waiting": 3, "lag_seconds": 90.0}), CARE),
        (rules.judge_mirror(WELL | {"in_step": False}), CARE),
        (rules.judge_mirror(WELL | {"failed": [{"path": "a", "reason": "b"}]}), CARE),
        (rules.judge_mirror(WELL | {"alarms": ["镜像已停止。"]}), BROKEN),
        (rules.judge_fonts(["Noto Sans CJK SC"], [], "齐备"), FINE),
        (rules.judge_fonts([], ["Noto Sans CJK SC"], "缺少"), BROKEN),
        (rules.judge_jobs(5, 1, 0, 10.0), FINE),
        (rules.judge_jobs(5, 0, 0, 301.0), CARE),
        (rules.judge_jobs(0, 0, 1, 0.0), BROKEN),
        (disk(50 * GIBIBYTE), FINE),
        (disk(4 * GIBIBYTE), CARE),
        (disk(4 * GIBIBYTE, 8 * GIBIBYTE), FINE),
        (disk(499 * MEBIBYTE), BROKEN),
        (rules.judge_disk([], ["文档库"]), BROKEN),
        (rules.judge_worker(None, alive=False, busy=False), BROKEN),
        (rules.judge_worker(5.0, alive=False, busy=False), BROKEN),
        (rules.judge_worker(5.0, alive=True, busy=False), FINE),
        (rules.judge_worker(61.0, alive=True, busy=False), BROKEN),
        (rules.judge_worker(300.0, alive=True, busy=True), FINE),
        (rules.judge_office("/usr/bin/soffice"), FINE),
        (rules.judge_office(None), CARE),
        (rules.judge_snapshots(TODAY, TODAY), FINE),
        (rules.judge_snapshots(TODAY - timedelta(days=1), TODAY), FINE),
        (rules.judge_snapshots(TODAY - timedelta(days=2), TODAY), BROKEN),
        (rules.judge_snapshots(None, TODAY), CARE),
    ],
)
def test_each_part_is_judged_and_says_what_to_do(part, standing):
    assert part.standing is standing
    assert part.sentence
    assert bool(part.todo) == (standing is not FINE)


def test_only_what_is_broken_makes_the_whole_not_ok():
    care, broken = rules.judge_office(None), rules.judge_jobs(0, 0, 1, 0.0)

    assert rules.is_ok([care])
    assert not rules.is_ok([care, broken])
    assert rules.worst([FINE, BROKEN, CARE]) is BROKEN


def test_a_part_as_json_has_its_standing_and_its_figures():
    part = Part("jobs", "后台作业", Standing.FINE, "等待 0", "", {"waiting": 0})

    assert part.as_json() == {"standing": "正常", "sentence": "等待 0", "todo": "", "waiting": 0}


@pytest.mark.rule("R-12.2.1-1")
def test_days_without_snapshot_are_named_since_the_first_one():
    had = [TODAY - timedelta(days=days) for days in (40, 3, 1)]

    found = rules.gaps(had, TODAY)

    assert (found[0], found[-1], len(found)) == (TODAY - timedelta(days=30), TODAY - timedelta(days=2), 28)


def test_before_the_first_snapshot_no_day_is_missing():
    assert rules.gaps([], TODAY) == []
    assert rules.gaps([TODAY - timedelta(days=1)], TODAY) == []


@pytest.mark.parametrize(
    ("seconds", "said"), [(3, "3 秒"), (119, "119 秒"), (600, "10 分钟"), (7200, "2 小时"), (300_000, "3 天")]
)
def test_a_span_is_said_as_one_would_say_it(seconds, said):
    assert rules.lasting(seconds) == said


def test_a_library_that_is_gone_is_brought_back_and_not_released():
    assert set(rules.RELEASABLE) == {"mass", "empty", "other", "marker"}
