"""Zip files looked at before anything in them is read: not too many, not too large, not overlapping, not encrypted."""

import zipfile
from pathlib import Path

from docsys.search.extraction.limits import Limits
from docsys.search.extraction.result import Unreadable

LOCAL_HEADER = 30
ENCRYPTED = 0x1


def open_archive(path: Path, limits: Limits) -> zipfile.ZipFile:
    """The archive at `path`, if it is no bomb.

    Raises:
        Unreadable: damaged, or beyond a limit; says which.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
        raise Unreadable("文件已损坏：压缩结构不完整") from error
    members = archive.infolist()
    if len(members) > limits.members:
        raise Unreadable(f"压缩包内文件超过 {limits.members} 个")
    _check_overlaps(members, archive.start_dir)
    _check_sizes(members, path.stat().st_size, limits)
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise Unreadable("文件已加密")
    return archive


def read_part(archive: zipfile.ZipFile, name: str) -> bytes:
    """One member, which must be there."""
    try:
        return archive.read(name)
    except KeyError as error:
        raise Unreadable(f"文件已损坏：缺少 {name}") from error
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError) as error:
        raise Unreadable(f"文件已损坏：{name} 无法解压") from error


def _check_sizes(members: list[zipfile.ZipInfo], packed: int, limits: Limits) -> None:
    unpacked = sum(member.file_size for member in members)
    if unpacked > limits.unpacked:
        raise Unreadable(f"解压后超过 {limits.unpacked // 1024 // 1024} MB")
    if unpacked > limits.ratio_from and unpacked > limits.ratio * max(packed, 1):
        raise Unreadable(f"压缩比超过 {limits.ratio}，疑似压缩炸弹")


def _check_overlaps(members: list[zipfile.ZipInfo], directory: int) -> None:
    """Python before 3.11.8 reads members that lie upon each other: 236 kB then declare, and read, 5 GB."""
    end = 0
    for member in sorted(members, key=lambda member: member.header_offset):
        if member.header_offset < end:
            raise Unreadable("压缩包内文件相互重叠，疑似压缩炸弹")
        end = member.header_offset + LOCAL_HEADER + len(member.orig_filename.encode()) + member.compress_size
    if end > directory:
        raise Unreadable("压缩包内文件相互重叠，疑似压缩炸弹")
