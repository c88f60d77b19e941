import pytest

from docsys.mirror import marker


def test_a_library_keeps_its_identity(tmp_path):
    first = marker.ensure(tmp_path / "archive")

    assert marker.ensure(tmp_path / "archive") == first
    assert marker.read(tmp_path / "archive" / marker.LIBRARY) == first


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"library": ""}', '{"library": 3}', "\x00"])
def test_a_marker_that_says_nothing_is_none(tmp_path, content):
    path = tmp_path / marker.LIBRARY
    path.write_text(content)

    assert marker.read(path) is None
