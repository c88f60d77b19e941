"""Each file with how far its copy is: what is wrong first (users ask for the state of each, not for "no error")."""

import os

from docsys.mirror import marker, queries
from docsys.mirror.listing import files
from tests.mirror.worlds import World


def states(world: World, words: str = "") -> dict[str, str]:
    return {line.path: line.state for line in files(world.settings, words)}


def test_what_was_copied_is_in_step_and_says_when(timed: World, clock):
    timed.write("现行库/一.txt", "一")
    timed.sync()

    [line] = files(timed.settings)
    assert (line.path, line.state, line.size, line.copied_at) == (
        "现行库/一.txt",
        "in_step",
        3,
        clock.now().timestamp(),
    )


def test_the_latest_copied_stands_first(timed: World, clock):
    timed.write("一.txt", "一")
    timed.sync()
    clock.move(minutes=1)
    timed.write("二.txt", "二")
    timed.sync()

    assert list(states(timed)) == ["二.txt", "一.txt"]


def test_what_is_damaged_stands_before_all_and_says_why(world: World):
    path = world.document("现行库/甲/ZLW-ZD07-YGZX-001", "好")
    world.write("现行库/后.txt", "后")
    world.sync()
    path.write_text("坏")
    os.utime(path, ns=(1, 1))
    world.sync()

    first = files(world.settings)[0]
    assert (first.state, first.path.rsplit("/", 1)[-1]) == ("failed", "ZLW-ZD07-YGZX-001_V1.0.txt")
    assert "不一致" in first.reason


def test_a_file_that_changed_since_waits(world: World):
    world.write("一.txt", "一")
    world.sync()
    world.write("一.txt", "改了")

    assert states(world) == {"一.txt": "waiting"}


def test_words_find_paths_whatever_the_case_of_letters(world: World):
    world.write("现行库/ZLW-SC01.txt")
    world.write("现行库/别的.txt")
    world.sync()

    assert list(states(world, "zlw-sc01")) == ["现行库/ZLW-SC01.txt"]


def test_a_wildcard_is_a_character(world: World):
    world.write("一.txt")
    world.sync()

    assert states(world, "%") == {}


def test_a_mirror_that_never_ran_knows_no_files(world: World):
    assert files(world.settings) == []


def test_only_an_own_target_that_lost_its_marker_awaits_acceptance(world: World):
    assert not queries.awaits_acceptance(world.settings)
    world.sync()
    assert not queries.awaits_acceptance(world.settings)

    (world.backup / marker.TARGET).unlink()

    assert queries.awaits_acceptance(world.settings)
