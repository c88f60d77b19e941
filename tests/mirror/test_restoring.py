"""Back from the mirror or its history, proven by hash, never over anything."""

from datetime import timedelta

import pytest

from docsys.mirror import queries, reporting
from docsys.mirror.restoring import AlreadyThere, BadCopyRefused, BadPath, NoCopy
from tests.mirror.worlds import World

pytestmark = pytest.mark.rule("R-4.3.6-3")


@pytest.fixture
def past(timed: World, clock):
    """Three versions an hour apart, the last one deleted an hour later."""
    path = timed.write("夹/手册.txt", "一")
    timed.write("夹/别的.txt", "不变")
    timed.sync()
    for content in ("二二", "三三三"):
        clock.move(hours=1)
        timed.write("夹/手册.txt", content)
        timed.sync()
    clock.move(hours=1)
    path.unlink()
    timed.sync()
    return timed


@pytest.mark.parametrize(("hours", "content"), [(0, "一"), (0.5, "一"), (1.5, "二二"), (2.5, "三三三")])
@pytest.mark.parametrize("with_state", [True, False])
def test_the_content_of_any_moment_comes_back(past: World, clock, tmp_path, hours, content, with_state):
    past.close()
    if not with_state:
        reporting.state_path(past.settings).unlink()
    moment = clock.now() + timedelta(hours=hours - 3)

    restored = queries.restore(past.settings, "夹/手册.txt", tmp_path / "out", moment)

    assert [(row.path, row.to.read_text()) for row in restored] == [("夹/手册.txt", content)]


def test_a_deleted_file_comes_back_as_it_last_was(past: World, tmp_path):
    queries.restore(past.settings, "夹/手册.txt", tmp_path / "out")

    assert (tmp_path / "out/手册.txt").read_text() == "三三三"


def test_a_whole_folder_comes_back(past: World, clock, tmp_path):
    queries.restore(past.settings, "夹", tmp_path / "out", clock.now() - timedelta(hours=2.5))

    assert {path.name: path.read_text() for path in (tmp_path / "out/夹").iterdir()} == {
        "手册.txt": "一",
        "别的.txt": "不变",
    }


@pytest.mark.parametrize("hours", [-4, 0])
def test_there_was_nothing_before_and_nothing_after(past: World, clock, tmp_path, hours):
    with pytest.raises(NoCopy, match="手册"):
        queries.restore(past.settings, "夹/手册.txt", tmp_path / "out", clock.now() + timedelta(hours=hours))


def test_nothing_is_overwritten(past: World, tmp_path):
    (tmp_path / "手册.txt").write_text("mine")

    with pytest.raises(AlreadyThere, match="不覆盖"):
        queries.restore(past.settings, "夹/手册.txt", tmp_path)

    assert (tmp_path / "手册.txt").read_text() == "mine"


def test_a_rotten_copy_is_not_handed_out(past: World, tmp_path):
    place = next((past.backup / ".history").rglob("*_*/夹/手册.txt"))
    for place in (past.backup / ".history").rglob("手册.txt"):
        place.write_text("rotten")

    with pytest.raises(BadCopyRefused, match="校验值不符"):
        queries.restore(past.settings, "夹/手册.txt", tmp_path / "out")

    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize(
    "path", ["", "/etc/passwd", "../x", "夹/../../x", ".history/2026-11-23/index.jsonl", ".docsys-mirror"]
)
def test_only_paths_inside_the_library_are_taken(past: World, tmp_path, path):
    with pytest.raises(BadPath):
        queries.restore(past.settings, path, tmp_path / "out")
