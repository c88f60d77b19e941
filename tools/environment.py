"""The virtual environment .venv: made once, filled from a lock with hashes, and left alone while nothing changed.

    python3 tools/environment.py run     what docsys needs (requirements.lock)
    python3 tools/environment.py test    and what its developers need (requirements-dev.lock)

Runs with the Python of the machine and its standard library alone. What was installed is remembered by the hash of the
lock, so that a second run takes a moment.
"""

import hashlib
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {"run": "requirements.lock", "test": "requirements-dev.lock"}
PIP = [
    "-m",
    "pip",
    "--disable-pip-version-check",
    "--no-input",
    "-qq",
]  # its warnings name package sources of the machine


def main(purpose: str) -> int:
    if not works() and find_spec("ensurepip") is None:
        print("没有 python3-venv，无法建立虚拟环境 / no virtual environment without python3-venv", file=sys.stderr)
        return 1
    try:
        make_venv()
        install_lock(purpose)
        install_ourselves()
    except subprocess.CalledProcessError as error:
        print(f"失败 / failed: {' '.join(map(str, error.cmd))}", file=sys.stderr)
        return 1
    return 0


def make_venv() -> None:
    """A new one where there is none, or where its Python is gone or another one now."""
    if works():
        return
    print("建立虚拟环境 / making the virtual environment: .venv", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    (VENV / ".home").write_text(str(VENV), encoding="utf-8")


def works() -> bool:
    """Scripts of a virtual environment bear its address: a checkout that was moved needs a new one."""
    if not PYTHON.exists() or not is_stamped(VENV / ".home", str(VENV)):
        return False
    return subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False).returncode == 0


def install_lock(purpose: str) -> None:
    """All wheels of the lock, each with its hash. The developers' lock holds the other one too, pin for pin."""
    stamps = {name: (VENV / f".installed-{name}", digest(ROOT / lock)) for name, lock in LOCKS.items()}
    if is_stamped(*stamps[purpose]):
        return
    print(f"安装依赖 / installing {LOCKS[purpose]} …", flush=True)
    order = ["install", "--require-hashes", "--only-binary", ":all:", "-r", str(ROOT / LOCKS[purpose])]
    subprocess.run([PYTHON, *PIP, *order], check=True)
    for name in {"run", purpose}:
        stamp, value = stamps[name]
        stamp.write_text(value, encoding="utf-8")


def install_ourselves() -> None:
    """Editable, by the build tools of the lock: nothing is fetched."""
    stamp, value = VENV / ".installed-docsys", hashlib.sha256(project()).hexdigest()
    if is_stamped(stamp, value) and (VENV / "bin" / "docsys").exists():
        return
    order = ["install", "--no-deps", "--no-build-isolation", "--no-index", "-e", str(ROOT)]
    subprocess.run([PYTHON, *PIP, *order], check=True)
    stamp.write_text(value, encoding="utf-8")


def project() -> bytes:
    """What of pyproject.toml an installation depends on: all before the settings of the tools."""
    return (ROOT / "pyproject.toml").read_bytes().split(b"[tool.", 1)[0]


def is_stamped(stamp: Path, value: str) -> bool:
    return stamp.exists() and stamp.read_text("utf-8") == value


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
