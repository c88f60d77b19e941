"""Both locks anew: requirements.lock for running, requirements-dev.lock with the same pins and the developers' tools.

Universal (3.11 and newer, every platform with wheels), with hashes, without comments and without any index address.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = str(Path(sys.executable).parent / "uv")
OPTIONS = [
    *("--universal", "--python-version", "3.11", "--generate-hashes", "--only-binary", ":all:"),
    *("--no-header", "--no-annotate", "--no-emit-index-url", "--upgrade", "--quiet"),
]
RUN, TEST = "requirements.lock", "requirements-dev.lock"


def main() -> None:
    resolve(RUN, "--group", "build")
    resolve(TEST, "--group", "build", "--group", "test", "--group", "check", "--constraint", RUN)
    for lock in (RUN, TEST):
        if "://" in (ROOT / lock).read_text("utf-8"):
            sys.exit(f"{lock} 中含有地址 / names an address")


def resolve(lock: str, *more: str) -> None:
    order = [UV, "pip", "compile", "pyproject.toml", *OPTIONS, *more, "--output-file", lock]
    subprocess.run(order, cwd=ROOT, env=os.environ | {"UV_PYTHON_DOWNLOADS": "never"}, check=True)


if __name__ == "__main__":
    main()
