"""Where imports may come from on the server: the folder of `import_folder` and the inbox of `inbox_folder`."""

from pathlib import Path

from docsys.errors import InvalidInput, Refused
from docsys.settings import Settings

WHOLE = "."


class NoFolder(Refused):
    message = "服务器上没有设置导入文件夹。请系统管理员在 docsys.toml 中设置 import_folder。"


def import_root(settings: Settings) -> Path | None:
    return (settings.home / settings.import_folder).resolve() if settings.import_folder else None


def inbox_root(settings: Settings) -> Path | None:
    return (settings.home / settings.inbox_folder).resolve() if settings.inbox_folder else None


def choices(settings: Settings) -> list[str]:
    """The folders that can be chosen: all of it, and each that lies directly in it."""
    root = import_root(settings)
    if root is None or not root.is_dir():
        return []
    below = [one.name for one in root.iterdir() if one.is_dir() and not one.is_symlink()]
    return [WHOLE, *sorted(name for name in below if not name.startswith("."))]


def chosen(settings: Settings, name: str) -> Path:
    """The folder of that name.

    Raises:
        NoFolder: none is set; InvalidInput: none of the choices, or it overlaps the library.
    """
    root = import_root(settings)
    if root is None:
        raise NoFolder
    if name not in choices(settings):
        raise InvalidInput(fields={"name": ["请从列表中选择文件夹。"]})
    folder = root if name == WHOLE else root / name
    check_apart(folder, settings.archive)
    return folder


def check_apart(folder: Path, archive: Path) -> None:
    """The library does not import itself."""
    here, there = folder.resolve(), archive.resolve()
    if here.is_relative_to(there) or there.is_relative_to(here):
        raise Refused(message="“{folder}”与文档库重叠，不能导入。请先把要导入的文件复制到别处。", folder=folder)
