"""Unpacking a .zip that somebody uploaded: nothing of it may land outside its folder, and none may fill the disk."""

import os
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from docsys.documents.importing.planning import Left
from docsys.documents.importing.rules import shown
from docsys.errors import Refused, StorageFull
from docsys.intake.names import relative
from docsys.vault.staging import CHUNK

MEBIBYTE = 1024 * 1024
MEMBERS = 20_000
UNPACKED = 20 * 1024 * MEBIBYTE
RATIO = 100
RATIO_FROM = 100 * MEBIBYTE
RESERVE = 1024 * MEBIBYTE
UTF8 = 0x800
ENCRYPTED = 0x1
BROKEN = (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, zlib.error)


class NotUnpacked(Refused):
    message = "压缩包不能展开：{reason}。"
    status = 422


def unpack(archive: Path, folder: Path) -> list[Left]:
    """Its files below `folder`, which is empty; answers what of it was left out, each with its reason.

    Raises:
        NotUnpacked: it is no archive, or one that does not deserve to be opened.
        StorageFull: no room for what it holds.
    """
    try:
        with zipfile.ZipFile(archive) as source:
            members = [one for one in source.infolist() if not one.is_dir()]
            _check(members, folder)
            return list(_unpack_all(source, members, folder))
    except (zipfile.BadZipFile, UnicodeDecodeError, ValueError) as error:
        raise NotUnpacked(reason="不是完好的 zip 文件") from error


def _check(members: list[zipfile.ZipInfo], folder: Path) -> None:
    total, packed = sum(one.file_size for one in members), sum(one.compress_size for one in members)
    if len(members) > MEMBERS:
        raise NotUnpacked(reason=f"有 {len(members)} 个文件，最多 {MEMBERS} 个，请分成几个")
    if total > UNPACKED or (total > RATIO_FROM and total > RATIO * max(packed, 1)):
        raise NotUnpacked(reason=f"展开后有 {total // MEBIBYTE} MB，超过上限或压缩比异常")
    if total + RESERVE > shutil.disk_usage(folder).free:
        raise StorageFull(place="文档库")


def _unpack_all(source: zipfile.ZipFile, members: list[zipfile.ZipInfo], folder: Path) -> Iterator[Left]:
    seen: set[str] = set()
    for member in members:
        called = _name(member)
        path = relative(called)
        if path is None or path in seen:
            yield Left(called, "路径重复" if path else "压缩包中的路径越出了压缩包，或过长，不展开", failed=True)
            continue
        seen.add(path)
        if reason := _unpack(source, member, folder / path):
            yield Left(path, reason, failed="符号链接" not in reason)


def _name(member: zipfile.ZipInfo) -> str:
    """As it was meant: the format knows UTF-8 and an old Western code page, Chinese Windows writes its own."""
    if member.flag_bits & UTF8:
        return member.orig_filename
    return shown(member.orig_filename.encode("cp437", "replace"))


def _unpack(source: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> str:
    """Why it was not, or nothing."""
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return "符号链接，不展开"
    if kind not in {0, stat.S_IFREG}:
        return "不是普通文件，不展开"
    if member.flag_bits & ENCRYPTED:
        return "已加密，请解密后再上传"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as copy:
            _copy(source, member, copy)
    except (FileExistsError, NotADirectoryError):
        return "与压缩包中另一文件或文件夹同名"
    except BROKEN:
        target.unlink()
        return "在压缩包中已损坏，或压缩格式不支持"
    return ""


def _copy(source: zipfile.ZipFile, member: zipfile.ZipInfo, copy: BinaryIO) -> None:
    with source.open(member) as stream:
        shutil.copyfileobj(stream, copy, CHUNK)
    copy.flush()
    os.fsync(copy.fileno())
