"""A tree as others left it: thousands of files with odd names, twins, empty and unreadable ones, links, names in GBK."""

import os
from collections.abc import Callable
from pathlib import Path

from docsys.documents.importing.rules import shown

Told = tuple[str, str, str]  # path, state, reason

FOLDERS = ("PZ02_网络/核心", "2024年值班手册汇总", "机房维保合同", "散件/旧电脑 D盘", "新建文件夹 (2)")
ODD = (
    "  两头有空格 {at} .txt",
    "-开头的减号{at}.txt",
    "换\n行{at}.txt",
    '引"号与\\反斜杠{at}.txt',
    "百分号%2F{at}.txt",
    "CON.{at}.txt",
    "右至左\u202e{at}txt.gpj.txt",
    "表情😀与𠮷{at}.txt",
    "很长" * 38 + "{at}.txt",
    "没有扩展名{at}",
    "多.个.点..{at}.txt",
    "JS-2019-{at:03} 带旧编号V2.1_20191102.txt",
)
LEFT_OUT = (("~$锁{at}.docx", "办公软件的锁文件"), (".隐藏{at}", "隐藏文件"), ("缓存{at}.tmp", "系统或临时文件"))
OUTSIDE, INSIDE = "符号链接，指向导入文件夹之外", "符号链接，所指内容另行导入"
LINKS = (("/etc/hostname", OUTSIDE), (".", INSIDE), ("没有这个文件", INSIDE), ("/没有/这里", OUTSIDE))
UNREADABLE = "文件无法读取：Permission denied"


def lay_out(root: Path, count: int) -> list[Told]:
    """`count` files below `root`; answers what an import with a folder for the rest must say of each."""
    root.mkdir(parents=True)
    told = [_kind(at)(root, at) for at in range(count - 4)]
    return sorted([*told, *_namesakes(root), *_closed_folder(root)])


def _kind(at: int) -> Callable[[Path, int], Told]:
    """Of 20 files 10 are ordinary."""
    return {
        1: _twin,
        3: _empty,
        5: _link,
        7: _gbk,
        9: _odd,
        11: _odd,
        13: _unreadable,
        15: _left_out,
        17: _gbk,
        19: _pipe,
    }.get(at % 20, _plain)


def _write(root: Path, raw: bytes, at: int, state: str = "done", reason: str = "") -> Told:
    path = root / os.fsdecode(raw)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"第 {at} 个文件：设备 SH-{at:04} 的配置与维护记录。", "utf-8")
    return shown(raw), state, reason


def _plain(root: Path, at: int) -> Told:
    return _write(root, f"{FOLDERS[at % len(FOLDERS)]}/{at // 100}/资料{at}.txt".encode(), at)


def _twin(root: Path, at: int) -> Told:
    """Of the file before it, met after it."""
    path, _state, _reason = _plain(root, at - 1)
    return _write(root, f"龥副本/资料{at}.txt".encode(), at - 1, "skipped", f"与 {path} 内容相同")


def _empty(root: Path, at: int) -> Told:
    told = _write(root, f"空/{at}.txt".encode(), at, "skipped", "空文件")
    (root / told[0]).write_bytes(b"")
    return told


def _link(root: Path, at: int) -> Told:
    target, reason = LINKS[at // 20 % len(LINKS)]
    (root / "链接").mkdir(exist_ok=True)
    (root / f"链接/{at}").symlink_to(target)
    return f"链接/{at}", "skipped", reason


def _gbk(root: Path, at: int) -> Told:
    return _write(root, f"国标/设备清单（{at}）.txt".encode("gb18030"), at)


def _odd(root: Path, at: int) -> Told:
    return _write(root, f"怪名/{ODD[at // 4 % len(ODD)].format(at=at)}".encode(), at)


def _unreadable(root: Path, at: int) -> Told:
    told = _write(root, f"打不开/{at}.txt".encode(), at, "failed", UNREADABLE)
    (root / told[0]).chmod(0)
    return told


def _left_out(root: Path, at: int) -> Told:
    name, reason = LEFT_OUT[at // 20 % len(LEFT_OUT)]
    return _write(root, f"杂/{name.format(at=at)}".encode(), at, "skipped", reason)


def _pipe(root: Path, at: int) -> Told:
    (root / "管道").mkdir(exist_ok=True)
    os.mkfifo(root / f"管道/{at}")
    return f"管道/{at}", "skipped", "不是普通文件"


def _namesakes(root: Path) -> list[Told]:
    """One name in two encodings: written down they are the same."""
    twice = "与另一文件的路径在去除不可见字符后相同，请改名"
    return [
        _write(root, "重名/同名.txt".encode(), 1_000_001),
        _write(root, b"\xe9\x87\x8d\xe5\x90\x8d/a\x01.txt", 1_000_002),
        _write(root, b"\xe9\x87\x8d\xe5\x90\x8d/a\x02.txt", 1_000_003, "failed", twice),
    ]


def _closed_folder(root: Path) -> list[Told]:
    _write(root, "锁着/看不见.txt".encode(), 1_000_004)
    (root / "锁着").chmod(0)
    return [("锁着", "failed", "文件夹无法读取：Permission denied")]
