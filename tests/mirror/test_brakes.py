"""An empty or vanished library is not a deletion; a mass change waits for two persons."""

import json
import shutil

import pytest

from docsys.mirror import marker, reporting
from tests.mirror.worlds import World, tree


def _release(world: World, *names: str, brake_id: str | None = None) -> None:
    brake = world.status()["brake"]
    release = {"brake_id": brake_id or brake["id"], "by": list(names), "at": "2026-11-23T09:00:00+08:00"}
    reporting.release_path(world.settings).write_text(json.dumps(release), "utf-8")


def _filled(world: World, count: int = 5) -> World:
    for number in range(count):
        world.write(f"现行库/{number}.txt", str(number))
    world.sync()
    return world


def test_a_vanished_library_stops_everything(world: World):
    before = tree(_filled(world).backup)
    world.library.rename(world.library.with_name("elsewhere"))
    world.sync()

    assert (world.status()["brake"]["kind"], world.status()["alarm"]) == ("missing", True)
    assert tree(world.backup) == before


def test_a_library_without_marker_stops_everything_and_its_return_lets_go(world: World):
    before = tree(_filled(world).backup)
    aside = world.library.with_name("aside")
    world.library.rename(aside)
    world.library.mkdir()
    world.write("误写到挂载点.txt")
    world.sync()

    assert "标记文件" in world.status()["brake"]["reason"]
    assert tree(world.backup) == before

    shutil.rmtree(world.library)
    aside.rename(world.library)
    world.sync()

    assert (world.status()["brake"], world.status()["in_step"]) == (None, True)
    assert world.history() == {}


def test_an_emptied_library_is_not_a_deletion(world: World):
    before = tree(_filled(world).backup)
    shutil.rmtree(world.library / "现行库")
    world.sync()

    assert world.status()["brake"]["kind"] == "empty"
    assert tree(world.backup) == before


def test_two_persons_may_say_that_the_library_is_really_empty(world: World):
    _filled(world)
    shutil.rmtree(world.library / "现行库")
    world.sync()
    _release(world, "zhang", "li")
    world.sync()

    assert (world.status()["brake"], tree(world.backup), len(world.history())) == (None, {}, 5)


def test_another_library_in_its_place_is_not_mirrored(world: World):
    before = tree(_filled(world).backup)
    marker.write(world.library / marker.LIBRARY, "another")
    (world.library / "现行库/0.txt").unlink()
    world.sync()

    assert world.status()["brake"]["kind"] == "other"
    assert tree(world.backup) == before


def test_two_persons_may_say_that_another_library_takes_its_place(world: World):
    _filled(world)
    marker.write(world.library / marker.LIBRARY, "another")
    world.sync()
    _release(world, "zhang", "li")
    world.sync()

    assert world.status()["in_step"]
    assert marker.read(world.backup / marker.TARGET) == "another"


def test_a_mass_deletion_waits_and_additions_go_on(world: World):
    before = tree(_filled(world, 201).backup)
    for number in range(201):
        (world.library / f"现行库/{number}.txt").unlink()
    world.write("现行库/新.txt", "新")
    world.sync()

    brake = world.status()["brake"]
    assert (brake["kind"], brake["counts"]["held"]) == ("mass", 201)
    assert tree(world.backup) == before | {"现行库/新.txt": "新".encode()}


def test_a_mass_alteration_waits(world: World):
    """A script that encrypts the library must not reach the copies."""
    before = tree(_filled(world, 201).backup)
    for number in range(201):
        world.write(f"现行库/{number}.txt", f"encrypted {number}")
    world.sync()

    assert world.status()["brake"]["kind"] == "mass"
    assert tree(world.backup) == before


def test_small_change_sets_add_up_within_ten_minutes(timed: World, clock):
    _filled(timed, 210)
    for number in range(150):
        (timed.library / f"现行库/{number}.txt").unlink()
    timed.sync()
    assert timed.status()["brake"] is None
    clock.move(minutes=9)
    for number in range(150, 205):
        (timed.library / f"现行库/{number}.txt").unlink()
    timed.sync()

    assert timed.status()["brake"]["counts"]["affected"] == 205


def test_after_ten_minutes_the_count_starts_anew(timed: World, clock):
    _filled(timed, 210)
    for number in range(150):
        (timed.library / f"现行库/{number}.txt").unlink()
    timed.sync()
    clock.move(minutes=11)
    for number in range(150, 205):
        (timed.library / f"现行库/{number}.txt").unlink()
    timed.sync()

    assert (timed.status()["brake"], timed.status()["in_step"]) == (None, True)


def test_five_percent_of_the_documents_files_are_a_mass(world: World):
    for number in range(110):
        world.document(f"现行库/甲/ZLW-ZD07-YGZX-{number:03}", str(number))
    world.sync()
    for number in range(12):
        next((world.library / f"现行库/甲/ZLW-ZD07-YGZX-{number:03}").glob("*.txt")).unlink()
    world.sync()

    assert world.status()["brake"]["counts"]["of_documents"] == 12


@pytest.mark.parametrize("persons", [("zhang",), ("zhang", "zhang"), ()])
def test_one_person_is_not_enough(world: World, persons):
    _filled(world, 201)
    shutil.rmtree(world.library / "现行库")
    world.write("留.txt")
    world.sync()
    _release(world, *persons)
    world.sync()

    assert world.status()["brake"]["kind"] == "mass"
    assert [row["act"] for row in world.status()["log"] if row["act"].startswith("release")] == ["release_refused"]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"brake_id": "stale", "by": ["zhang", "li"]}', '{"brake_id": 1, "by": 2}']
)
def test_a_release_that_fits_no_brake_is_refused(world: World, text):
    _filled(world, 201)
    shutil.rmtree(world.library / "现行库")
    world.write("留.txt")
    world.sync()
    reporting.release_path(world.settings).write_text(text, "utf-8")
    world.sync()

    assert world.status()["brake"]["kind"] == "mass"
    assert not reporting.release_path(world.settings).exists()


@pytest.mark.rule("R-4.3.6-3")
def test_two_persons_release_the_brake_and_history_has_it_all(world: World):
    _filled(world, 201)
    shutil.rmtree(world.library / "现行库")
    world.write("留.txt")
    world.sync()
    _release(world, "zhang", "li")
    world.sync()

    assert (world.status()["brake"], world.status()["in_step"], len(world.history())) == (None, True, 201)
    assert tree(world.backup) == tree(world.library)


def test_what_comes_back_by_itself_needs_no_release_to_be_in_step(world: World):
    _filled(world, 201)
    (world.library / "现行库").rename(world.library / ".aside")
    world.write("留.txt")
    world.sync()
    (world.library / ".aside").rename(world.library / "现行库")
    world.sync()
    world.sync()

    assert (world.status()["brake"], world.status()["in_step"], world.history()) == (None, True, {})


def test_a_move_seen_in_two_halves_is_no_loss(world: World):
    _filled(world, 250)
    engine = world.engines[-1]
    (world.library / "别处").mkdir()
    for number in range(250):
        (world.library / f"别处/{number}.txt").write_text(str(number))
    world.sync(engine)
    for number in range(250):
        (world.library / f"现行库/{number}.txt").unlink()
    world.sync(engine)

    assert world.status()["brake"] is None


def test_the_brake_outlives_the_process(world: World):
    _filled(world, 201)
    shutil.rmtree(world.library / "现行库")
    world.write("留.txt")
    world.sync()
    world.close()
    world.sync()

    assert world.status()["brake"]["kind"] == "mass"
    assert len(tree(world.backup)) == 203
