"""A published file changed behind the system's back does not replace its good copy."""

import json
from hashlib import sha256

import pytest

from docsys.mirror import applying, damage, queries
from tests.mirror.worlds import World

pytestmark = pytest.mark.rule("R-4.3.6-4")

FOLDER = "现行库/01_ZD_制度/ZLW-ZD07-YGZX-001"


@pytest.fixture(autouse=True)
def no_grace(monkeypatch):
    """So that the tests need not wait until a file and its 元数据.json had time to agree."""
    monkeypatch.setattr(applying, "GRACE", 0.0)


def test_the_good_copy_stays_and_the_alarm_is_raised(world: World):
    path = world.document(FOLDER, "批准的内容")
    world.sync()
    path.write_text("被改动的内容")
    world.sync()

    name = f"{FOLDER}/{path.name}"
    assert (world.backup / name).read_text() == "批准的内容"
    assert [row["path"] for row in world.status()["damaged"]] == [name]
    assert "现行文件被改动" in world.status()["alarms"][0]
    assert (world.status()["in_step"], queries.file_state(world.settings, name)) == (False, "failed")


def test_a_restored_file_is_damaged_no_longer(world: World):
    path = world.document(FOLDER, "批准的内容")
    world.sync()
    path.write_text("被改动")
    world.sync()
    path.write_text("批准的内容")
    world.sync()

    assert (world.status()["damaged"], world.status()["in_step"], world.history()) == ([], True, {})


def test_metadata_that_agree_with_the_new_content_let_it_pass(world: World):
    path = world.document(FOLDER, "批准的内容")
    world.sync()
    path.write_text("新的内容")
    world.sync()
    world.document(FOLDER, "新的内容")
    world.sync()

    assert (world.backup / FOLDER / path.name).read_text() == "新的内容"
    assert (world.status()["damaged"], world.history()[f"{FOLDER}/{path.name}"]) == ([], "批准的内容".encode())


def test_metadata_alone_explain_a_file_that_looked_damaged(world: World):
    path = world.document(FOLDER, "批准的内容")
    engine = world.sync()
    path.write_text("新的内容")
    world.sync()
    world.write(
        f"{FOLDER}/元数据.json",
        json.dumps({"files": [{"name": path.name, "sha256": sha256("新的内容".encode()).hexdigest()}]}),
    )
    engine.inbox.put(f"{FOLDER}/元数据.json", sure=True)
    while len(engine.inbox) or world.status()["damaged"]:
        engine.inbox.wait(0.1)
        engine.tick(watch=False)

    assert world.status()["in_step"]


def test_broken_metadata_are_damaged_themselves_and_their_copy_stays_the_measure(world: World):
    path = world.document(FOLDER, "批准的内容")
    world.sync()
    world.write(f"{FOLDER}/元数据.json", b"\x00\x01 encrypted")
    path.write_text("encrypted")
    world.sync()

    assert [row["path"].rsplit("/", 1)[-1] for row in world.status()["damaged"]] == [path.name, "元数据.json"]
    assert (world.backup / FOLDER / path.name).read_text() == "批准的内容"


def test_an_attachment_is_vouched_for_by_the_folder_above(world: World):
    world.document(FOLDER, "一")
    digest = sha256("附件".encode()).hexdigest()
    world.write(f"{FOLDER}/元数据.json", json.dumps({"files": [{"name": "附件/图.txt", "sha256": digest}]}))
    world.write(f"{FOLDER}/附件/图.txt", "附件")
    world.sync()
    world.write(f"{FOLDER}/附件/图.txt", "换了")
    world.sync()

    assert [row["path"] for row in world.status()["damaged"]] == [f"{FOLDER}/附件/图.txt"]


def test_a_first_copy_is_made_even_of_the_wrong_content(world: World):
    path = world.document(FOLDER, "批准的内容")
    path.write_text("被改动")
    world.sync()

    assert (world.backup / FOLDER / path.name).read_text() == "被改动"
    assert len(world.status()["damaged"]) == 1


def test_a_file_without_metadata_is_an_ordinary_one(world: World):
    world.write("草稿库/CG-2026-0001/草稿.txt", "一")
    world.sync()
    world.write("草稿库/CG-2026-0001/草稿.txt", "二")
    world.sync()

    assert world.status()["in_step"]


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b'"text"', b"{" * 100_000])
def test_what_is_no_json_object_is_no_metadata(content):
    assert damage.parse(content) is None


def test_rows_that_say_nothing_are_passed_over():
    content = json.dumps({"files": [1, {"name": "a"}, {"name": "b", "sha256": None}, {"name": "c", "sha256": "d"}]})

    assert damage.parse(content.encode()) == {"c": "d"}
    assert damage.parse(b'{"files": "none"}') == {}
