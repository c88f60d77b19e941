"""What may happen between seeing a file and having its copy."""

import pytest

from docsys.mirror import applying
from docsys.mirror.planning import Planner, Sight
from docsys.mirror.source import Found, SourceChanged, SourceGone, SourceTrouble
from tests.mirror.worlds import World, tree


def _raise(error):
    def read(found: Found):
        if found.size:
            raise error
        yield b""

    return read


def test_a_file_gone_before_it_was_copied_is_looked_at_again(world: World, monkeypatch):
    engine = world.sync()
    world.write("手册.txt", "一")
    with monkeypatch.context() as patch:
        patch.setattr(engine.source, "read", _raise(SourceGone()))
        engine.inbox.put("手册.txt", sure=True)
        engine.tick(watch=False)
        assert (len(engine.inbox), world.status()["failed"]) == (1, [])

    world.sync()
    assert tree(world.backup) == tree(world.library)


def test_a_file_that_is_always_being_written_waits_and_at_last_is_named(timed: World, clock, monkeypatch):
    engine = timed.sync()
    timed.write("日志.txt", "一")
    monkeypatch.setattr(engine.source, "read", _raise(SourceChanged()))
    engine.inbox.put("日志.txt", sure=True)
    engine.tick(watch=False)
    assert (timed.status()["waiting"], timed.status()["failed"]) == (1, [])
    for _ in range(applying.CHANGING_QUIETLY):
        clock.move(seconds=1)
        engine.tick(watch=False)

    assert timed.status()["failed"] == [{"path": "日志.txt", "reason": "文件在复制过程中仍在写入，稍后重试"}]


def test_a_file_that_cannot_be_read_is_named_and_copied_once_it_can(world: World, monkeypatch):
    engine = world.sync()
    world.write("手册.txt", "一")
    with monkeypatch.context() as patch:
        patch.setattr(engine.source, "read", _raise(SourceTrouble(reason="无法读取：Permission denied")))
        engine.inbox.put("手册.txt", sure=True)
        engine.tick(watch=False)
        assert world.status()["failed"] == [{"path": "手册.txt", "reason": "无法读取：Permission denied"}]

    world.sync()
    assert (world.status()["failed"], tree(world.backup)) == ([], tree(world.library))


@pytest.mark.parametrize("lost", ["旧.txt", "夹"])
def test_a_rename_of_what_the_target_lost_is_a_copy(world: World, lost):
    world.write("旧.txt", "一")
    world.write("夹/内.txt", "二")
    engine = world.sync()
    (world.backup / lost).rename(world.backup / ".away")
    (world.library / "旧.txt").rename(world.library / "新.txt")
    (world.library / "夹").rename(world.library / "新夹")
    engine.inbox.put("旧.txt", "新.txt", "夹", "新夹", sure=True)
    engine.tick(watch=False)

    assert tree(world.backup) == tree(world.library)


def test_what_came_back_before_it_was_removed_stays(world: World, monkeypatch):
    world.write("手册.txt", "一")
    engine = world.sync()
    monkeypatch.setattr(Planner, "see", lambda *_: Sight(absent={"手册.txt"}))
    engine.inbox.put("手册.txt", sure=True)
    engine.tick(watch=False)

    assert (tree(world.backup) == tree(world.library), world.history()) == (True, {})


def test_a_damaged_file_stays_damaged_when_it_is_only_looked_at(world: World, monkeypatch):
    monkeypatch.setattr(applying, "GRACE", 0.0)
    path = world.document("现行库/甲", "批准的内容")
    path.write_text("被改动")
    engine = world.sync()
    assert len(world.status()["damaged"]) == 1
    engine.inbox.put(f"现行库/甲/{path.name}", sure=True)
    engine.tick(watch=False)

    assert len(world.status()["damaged"]) == 1


def test_a_file_and_its_metadata_are_given_time_to_agree(world: World, monkeypatch):
    """They are not written in one instant: no alarm within the first seconds."""
    path = world.document("现行库/甲", "批准的内容")
    engine = world.sync()
    path.write_text("新的内容")
    engine.inbox.put(f"现行库/甲/{path.name}", sure=True)
    engine.tick(watch=False)
    assert (world.status()["damaged"], world.status()["waiting"]) == ([], 1)

    monkeypatch.setattr(applying, "GRACE", 0.0)
    world.sync()
    assert len(world.status()["damaged"]) == 1
