"""What docsys needs of the operating system: looks, installs through apt where root or sudo allows, else says what is missing.

    python3 tools/system_packages.py run     goes on without (0)
    python3 tools/system_packages.py test    fails at once (1)

Runs before there is a virtual environment, with the Python of the machine and its standard library alone.
"""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

OLDEST_PYTHON = (3, 11)
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")


@dataclass(frozen=True)
class Need:
    """Something looked for by what it does, so that it may come from anywhere; `package` is Debian's name."""

    package: str
    why: str
    is_met: Callable[[], bool]


def loads(library: str) -> Callable[[], bool]:
    def is_met() -> bool:
        try:
            ctypes.CDLL(library)
        except OSError:
            return False
        return True

    return is_met


def has_program(*names: str) -> Callable[[], bool]:
    return lambda: any(shutil.which(name) for name in names)


def has_cjk_font() -> bool:
    return any(True for folder in FONT_FOLDERS for _ in Path(folder).expanduser().rglob("Noto*CJK*"))


def has_server() -> bool:
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or shutil.which("initdb") is not None


def has_venv() -> bool:
    return find_spec("ensurepip") is not None


RUN = [
    Need("python3-venv", "虚拟环境 / virtual environment", has_venv),
    Need("libpango-1.0-0", "生成 PDF / PDF output", loads("libpango-1.0.so.0")),
    Need("libpangoft2-1.0-0", "生成 PDF / PDF output", loads("libpangoft2-1.0.so.0")),
    Need("libharfbuzz-subset0", "精简嵌入字体 / small embedded fonts", loads("libharfbuzz-subset.so.0")),
    Need("fonts-noto-cjk", "PDF 中的中文字体 / Chinese type in PDF", has_cjk_font),
]
TEST = [
    *RUN,
    Need("chromium", "浏览器测试 / browser tests", has_program("chromium", "chromium-browser", "google-chrome")),
    Need("libatomic1", "浏览器测试的驱动 / driver of the browser tests", loads("libatomic.so.1")),
    Need("poppler-utils", "核对打印件 / checks of prints", has_program("pdftotext")),
    Need("postgresql", "数据库测试 / database tests", has_server),
]


def main(purpose: str) -> int:
    if sys.version_info < OLDEST_PYTHON:
        print("需要 Python 3.11 或更新版本 / Python 3.11 or newer is needed", file=sys.stderr)
        return 1
    needs = RUN if purpose == "run" else TEST
    missing = unmet(needs)
    if missing and (prefix := way_to_apt()) is not None:
        install(prefix, [need.package for need in missing])
        missing = unmet(needs)
    if not missing:
        return 0
    explain(missing)
    return 0 if purpose == "run" else 1


def unmet(needs: list[Need]) -> list[Need]:
    return [need for need in needs if not need.is_met()]


def way_to_apt() -> list[str] | None:
    """What to put before `apt-get`; None where we may not use it."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    # -n: never ask for a password in the middle of `make`
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


def install(prefix: list[str], packages: list[str]) -> None:
    """Quietly; what apt says is shown only when it fails."""
    print(f"安装系统软件包 / installing system packages: {' '.join(packages)}", flush=True)
    quiet = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    subprocess.run([*quiet, "update"], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    order = [*quiet, "-y", "--no-install-recommends", "install", *packages]
    done = subprocess.run(order, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout[-2000:], done.stderr[-2000:], sep="", file=sys.stderr)


def explain(missing: list[Need]) -> None:
    print("缺少以下系统软件包 / these system packages are missing:", file=sys.stderr)
    for need in missing:
        print(f"  {need.package:<18} {need.why}", file=sys.stderr)
    packages = " ".join(need.package for need in missing)
    print(f"请以 root 运行 / run as root:  apt-get install --no-install-recommends {packages}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
