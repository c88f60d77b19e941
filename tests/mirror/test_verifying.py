"""Rotten bytes are found by hash and mended from the good side."""

import os

import pytest

from docsys.mirror import queries
from docsys.mirror.targets import TargetTrouble
from tests.mirror.worlds import World, tree

pytestmark = pytest.mark.rule("R-12.3.2-1")


def _rot(path):
    """Change one byte and nothing that a comparison by size and time would see."""
    seen = path.stat()
    content = bytearray(path.read_bytes())
    content[0] ^= 1
    path.write_bytes(bytes(content))
    os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns))


def _settled(world: World) -> World:
    for number in range(10):
        os.utime(world.write(f"夹/{number}.txt", f"content {number}"), (1_700_000_000, 1_700_000_000))
    world.sync()
    return world


def test_a_rotten_copy_is_found_repaired_and_logged(world: World):
    _settled(world)
    _rot(world.backup / "夹/3.txt")
    world.sync()
    assert world.status()["in_step"]  # size and time say nothing

    report = queries.verify(world.settings)

    assert (report["checked"], report["repaired"], report["damaged"]) == (10, ["夹/3.txt"], [])
    assert tree(world.backup) == tree(world.library)
    assert world.history()["夹/3.txt"].startswith(b"bontent")
    world.engines[-1].report()
    assert next((row["act"], row["path"]) for row in world.status()["log"]) == ("repaired", "夹/3.txt")
    assert queries.verify(world.settings)["findings"] == []


def test_a_missing_copy_is_made_again(world: World):
    _settled(world)
    (world.backup / "夹/3.txt").unlink()

    assert queries.verify(world.settings)["repaired"] == ["夹/3.txt"]
    assert tree(world.backup) == tree(world.library)


def test_a_rotten_file_of_the_library_is_reported_and_its_copy_left_alone(world: World):
    _settled(world)
    _rot(world.library / "夹/3.txt")

    report = queries.verify(world.settings)

    assert [row["kind"] for row in report["findings"]] == ["main_damaged"]
    assert (world.backup / "夹/3.txt").read_text() == "content 3"
    world.sync()
    assert [row["path"] for row in world.status()["damaged"]] == ["夹/3.txt"]


def test_both_sides_rotten_are_named(world: World):
    _settled(world)
    _rot(world.library / "夹/3.txt")
    _rot(world.backup / "夹/3.txt")

    assert [row["kind"] for row in queries.verify(world.settings)["findings"]] == ["both_damaged"]


def test_what_waits_to_be_copied_is_not_judged(world: World):
    _settled(world)
    world.write("夹/3.txt", "a newer version")

    report = queries.verify(world.settings)

    assert (report["checked"], report["pending"], report["findings"]) == (9, 1, [])


def test_a_sample_is_as_large_as_asked_and_says_how_far_it_is(world: World):
    _settled(world)
    seen: list[tuple[int, int]] = []

    report = queries.verify(world.settings, 4, lambda done, total: seen.append((done, total)))

    assert (report["checked"], seen[-1]) == (4, (4, 4))


def test_each_night_a_share_is_read_again(timed: World, clock):
    engine = _settled(timed).engines[-1]
    engine.tick(watch=False)  # the first day
    _rot(timed.backup / "夹/3.txt")
    clock.move(days=1)
    for _ in range(12):
        engine.tick(watch=False)

    assert timed.status()["last_verify"]["repaired"] == ["夹/3.txt"]


def test_without_its_target_nothing_is_verified(world: World):
    with pytest.raises(TargetTrouble, match="可能是共享未挂载"):
        queries.verify(world.settings)
