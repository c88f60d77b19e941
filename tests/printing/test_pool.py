"""The warm children: limits hold, one that hangs or dies harms nobody else, none is left behind."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from docsys.errors import TooComplex, Unavailable
from docsys.printing import fonts
from docsys.printing.limits import LIMITS
from docsys.printing.pool import Pool
from docsys.printing.result import NoFont, Unreadable
from tests.printing.samples import TEMPLATES

SHORT = LIMITS.lasting(2.0)
BOMBS = {
    "nested flex boxes": '<div style="display:flex">' * 14 + "x" + "</div>" * 14,
    "tiny pages": "<style>@page{size:2mm;margin:0}</style>" + "<p>字字字字</p>" * 4000,
    "gradient": '<div style="height:250mm;background:repeating-linear-gradient(red 0,blue 0.0001px)">x</div>',
    "nested uses": "<svg width='9' height='9'><g id='a0'><rect width='1' height='1'/></g>"
    + "".join(f"<g id='a{one}'>{f'<use href=&#35;a{one - 1} />' * 10}</g>" for one in range(1, 9))
    + "<use href='#a8'/></svg>",
}


@pytest.fixture
def pool():
    pool = Pool()
    yield pool
    pool.close()


def head():
    return {"folder": str(TEMPLATES / "print"), "title": "", "attachments": [], "variant": None}


def render(pool, html, limits=LIMITS):
    return pool.call("render", head(), (html.encode(),), limits).blobs[0]


@pytest.mark.parametrize("name", BOMBS)
def test_small_html_that_hangs_the_layout_is_refused_within_its_time(pool, name):
    with pytest.raises(TooComplex) as refusal:
        render(pool, BOMBS[name], SHORT)

    assert "文档过于复杂" in refusal.value.sentence
    assert pool.pids() == []


def test_while_one_hangs_another_is_printed(pool):
    refused = []

    def hang():
        try:
            render(pool, BOMBS["nested flex boxes"], SHORT)
        except TooComplex as error:
            refused.append(error)

    bomb = threading.Thread(target=hang)
    bomb.start()
    done = render(pool, "<p>另一份</p>")
    assert bomb.is_alive()
    bomb.join()

    assert done.startswith(b"%PDF")
    assert len(refused) == 1


def test_a_child_is_used_again(pool):
    render(pool, "<p>一</p>")
    before = pool.pids()
    render(pool, "<p>二</p>")

    assert pool.pids() == before
    assert len(before) == 1


@pytest.mark.parametrize("limit", ["USES", "RESIDENT"])
def test_a_child_that_did_enough_or_grew_is_replaced(pool, monkeypatch, limit):
    monkeypatch.setattr(f"docsys.printing.pool.{limit}", 1)

    render(pool, "<p>一</p>")

    assert pool.pids() == []
    assert render(pool, "<p>二</p>").startswith(b"%PDF")


def test_who_finds_no_free_child_is_told_to_try_again(pool, monkeypatch):
    monkeypatch.setattr("docsys.printing.pool.PATIENCE", 0.0)
    taken = [pool._free.acquire() for _ in range(2)]  # noqa: SLF001 - as two prints at work

    with pytest.raises(Unavailable, match="打印服务正忙"):
        render(pool, "<p>三</p>", LIMITS.lasting(0.0))

    assert taken == [True, True]


def test_after_a_child_was_killed_the_next_print_succeeds(pool):
    render(pool, "<p>一</p>")
    os.kill(pool.pids()[0], signal.SIGKILL)

    assert render(pool, "<p>二</p>").startswith(b"%PDF")


def test_a_child_killed_at_work_is_replaced_and_the_print_done(pool):
    render(pool, "<p>一</p>")
    (pid,) = pool.pids()
    killer = threading.Timer(0.3, os.kill, (pid, signal.SIGKILL))
    killer.start()

    done = render(pool, "<table>" + "<tr><td>字" * 400 + "</table>")

    killer.join()
    assert done.startswith(b"%PDF")


@pytest.mark.parametrize(
    "html", ["<div>" * 300, "<table><tr><td colspan=1000000>x</table>", "<p>" + "字" * 300_000, "字" * 3_000_000]
)
def test_what_need_not_be_tried_is_refused_at_once_and_the_child_replaced(pool, html):
    with pytest.raises(TooComplex):
        render(pool, html)


def test_more_than_the_pages_allowed_are_refused(pool):
    with pytest.raises(TooComplex):
        render(pool, '<p style="break-after: page">x</p>' * 4, type(LIMITS)(pages=3))


def test_too_little_memory_is_too_complex(pool):
    with pytest.raises(TooComplex):
        render(pool, "<p>x</p>" * 20_000, type(LIMITS)(memory=330 * 1024 * 1024))

    assert render(pool, "<p>x</p>").startswith(b"%PDF")


def test_without_a_chinese_font_nothing_is_printed(tmp_path):
    config = tmp_path / "fonts.conf"
    config.write_text("<fontconfig><dir>/nowhere</dir></fontconfig>")
    pool = Pool(environ={**os.environ, "FONTCONFIG_FILE": str(config)})

    with pytest.raises(NoFont) as refusal:
        render(pool, "<p>x</p>")
    report = fonts.check(pool)
    pool.close()

    assert "fonts-noto-cjk" in refusal.value.sentence
    assert report.missing == fonts.REQUIRED
    assert "fonts-noto-cjk" in report.sentence


def test_a_broken_file_leaves_the_child_alive(pool, tmp_path):
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.4 nonsense")

    with pytest.raises(Unreadable, match="文件结构已损坏"):
        pool.call("count", {"path": str(tmp_path / "x.pdf")})

    assert len(pool.pids()) == 1


def test_no_child_outlives_its_parent(tmp_path):
    program = (
        "from docsys.printing.pool import POOL\nimport os, threading, time\n"
        "threading.Thread(target=lambda: POOL.call('families', {}), daemon=True).start()\n"
        "while not POOL.pids(): time.sleep(0.05)\n"
        "print(POOL.pids()[0], flush=True)\nos._exit(9)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as parent:
        pid = int(parent.stdout.readline() if parent.stdout else 0)
        parent.wait()

    for _ in range(100):
        if not is_alive(pid):
            break
        time.sleep(0.1)
    assert not is_alive(pid)


def is_alive(pid):
    """A zombie that nobody collects in this container counts as gone."""
    try:
        with open(f"/proc/{pid}/stat") as stat:  # noqa: PTH123 - no file
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_forked_worker_starts_children_of_its_own(pool):
    """As gunicorn forks its workers."""
    render(pool, "<p>一</p>")
    before = pool.pids()

    worker = os.fork()
    if worker == 0:
        pool.renew()
        done = render(pool, "<p>二</p>").startswith(b"%PDF") and pool.pids() != before
        pool.close()
        os._exit(0 if done else 1)
    _, status = os.waitpid(worker, 0)

    assert os.waitstatus_to_exitcode(status) == 0
    assert pool.pids() == before
    assert render(pool, "<p>三</p>").startswith(b"%PDF")
