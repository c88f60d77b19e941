"""Zip files looked at before anything in them is read: not too many members, not too large, not overlapping."""

import zipfile
from pathlib import Path

from docsys.printing.result import Unreadable

MEMBERS = 5000
UNPACKED = 500 * 1024 * 1024
RATIO, RATIO_FROM = 100, 20 * 1024 * 1024
LOCAL_HEADER = 30
ENCRYPTED = 0x1
BROKEN, BOMB = "压缩结构已损坏", "解压后过大，疑似压缩炸弹"


def names(path: Path) -> set[str]:
    """What lies in the archive.

    Raises:
        Unreadable: damaged, encrypted or a bomb.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members, directory = archive.infolist(), archive.start_dir
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, OSError) as error:
        raise Unreadable(reason=BROKEN) from error
    unpacked = sum(member.file_size for member in members)
    suspicious = unpacked > RATIO_FROM and unpacked > RATIO * path.stat().st_size
    if len(members) > MEMBERS or unpacked > UNPACKED or suspicious or _overlap(members, directory):
        raise Unreadable(reason=BOMB)
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise Unreadable(reason="文件已加密")
    return {member.filename for member in members}


def _overlap(members: list[zipfile.ZipInfo], directory: int) -> bool:
    """Python before 3.11.8 reads members that lie upon each other: 236 kB then declare, and read, 5 GB."""
    end = 0
    for member in sorted(members, key=lambda member: member.header_offset):
        if member.header_offset < end:
            return True
        end = member.header_offset + LOCAL_HEADER + len(member.orig_filename.encode()) + member.compress_size
    return end > directory
