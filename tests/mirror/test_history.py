"""Nothing the mirror replaces or deletes is lost before its time (12.2.2)."""

import json

import pytest

from docsys.mirror import history, queries, rules
from docsys.mirror.targets import FolderTarget
from tests.mirror.worlds import World, tree

pytestmark = [pytest.mark.rule("R-4.3.6-3"), pytest.mark.rule("R-12.2.2-1")]


def test_deleted_on_the_main_side_is_in_the_history_with_its_time(timed: World):
    path = timed.write("现行库/手册.txt", "一")
    timed.sync()
    path.unlink()
    timed.sync()

    assert tree(timed.backup) == {"现行库": None}
    day = timed.backup / ".history/2026-11-23"  # 09:00 in Shanghai
    assert (day / "090000_000000/现行库/手册.txt").read_text() == "一"
    line = json.loads((day / "index.jsonl").read_text("utf-8"))
    assert (line["path"], line["reason"], line["at"]) == ("现行库/手册.txt", "deleted", "2026-11-23T09:00:00+08:00")


def test_each_replaced_version_has_its_own_place(timed: World):
    for content in ("一", "二二", "三三三"):
        timed.write("手册.txt", content)
        timed.sync()

    kept = list(history.entries(FolderTarget(timed.backup)))
    assert [(entry.reason, entry.size) for entry in kept] == [("replaced", 3), ("replaced", 6)]
    assert [(timed.backup / entry.place).read_text() for entry in kept] == ["一", "二二"]
    assert timed.status()["history"] == {"files": 2, "bytes": 9}


def test_half_a_line_left_by_a_power_cut_is_passed_over(timed: World):
    path = timed.write("手册.txt", "一")
    timed.write("留.txt")
    timed.sync()
    path.unlink()
    timed.sync()
    index = timed.backup / ".history/2026-11-23/index.jsonl"
    index.write_bytes(index.read_bytes() + b'{"place": ".history/2026')

    assert [entry.path for entry in history.entries(FolderTarget(timed.backup))] == ["手册.txt"]


def test_a_purge_refuses_what_is_too_young(timed: World):
    timed.sync()

    with pytest.raises(rules.KeptTooShort, match="不符合 12"):
        queries.purge(timed.settings, 365)


def test_a_purge_clears_what_is_old_enough_and_keeps_core_data_longer(timed: World, clock):
    timed.settings = type(timed.settings)(home=timed.settings.home, mirror_history_days=30)
    for name in ("01_ZD_制度/手册.txt", "03_PZ_配置/交换机.cfg"):
        path = timed.write(f"现行库/{name}", "一")
        timed.sync()
        path.unlink()
        timed.sync()
    clock.move(days=184)

    purged = queries.purge(timed.settings, 183, clock=clock)

    assert ([kept.path for kept in purged.removed], purged.kept) == (["现行库/01_ZD_制度/手册.txt"], 1)
    assert list(timed.history()) == ["现行库/03_PZ_配置/交换机.cfg"]
    assert "01_ZD" not in "".join(str(path) for path in (timed.backup / ".history").rglob("*"))

    clock.move(days=182)
    assert len(queries.purge(timed.settings, 183, clock=clock).removed) == 1
