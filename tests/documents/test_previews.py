"""The pages of a file as pictures: whatever it is, made once, swept when nobody looks any more."""

import os

import pytest

from docsys.documents import previews
from docsys.documents.previews import Source
from docsys.printing import Unreadable


def saved(path, text="值班人员应保证通讯畅通。"):
    path.write_text(text, "utf-8")
    return path


def test_a_text_has_pages_with_their_sizes(settings, tmp_path):
    source = Source(saved(tmp_path / "a"), "说明.txt")

    made = previews.preview(settings, source)

    ((breadth, height),) = made.sizes
    assert (made.total, made.note) == (1, "")
    assert 400 < breadth < height < 850
    assert previews.picture(settings, source, 1).read_bytes().startswith(b"\x89PNG")


def test_a_page_is_drawn_once_and_again_when_the_file_changes(settings, tmp_path):
    path = saved(tmp_path / "a")
    first = previews.picture(settings, Source(path, "a.txt"), 1)
    again = previews.picture(settings, Source(path, "a.txt"), 1)
    saved(path, "改了，而且更长。")
    changed = previews.picture(settings, Source(path, "a.txt"), 1)

    assert first == again
    assert first != changed


def test_what_has_no_pages_is_refused_with_its_reason(settings, tmp_path):
    (tmp_path / "a").write_bytes(b"PK\x05\x06" + bytes(18))

    with pytest.raises(Unreadable, match="文件"):
        previews.preview(settings, Source(tmp_path / "a", "a.zip"))


def test_the_oldest_go_when_there_are_too_many(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(previews, "KEPT", 2)
    made = []
    for number in range(3):
        source = Source(saved(tmp_path / f"{number}"), "a.txt")
        place = settings.var / "previews" / source.key()
        previews.preview(settings, source)
        os.utime(place, (number, number))
        made.append(place)

    assert [place.exists() for place in made] == [False, True, True]
