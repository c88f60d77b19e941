"""Starts the child that reads a table, and waits for it no longer than it may take."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from docsys.errors import InvalidInput
from docsys.records.importing import child

LARGEST = 5 * 1024 * 1024
WALL_SECONDS = 25.0
CHILD = (sys.executable, "-I", str(Path(child.__file__)))
MISSING = "请选择要导入的 .xlsx 或 CSV 文件。"
TOO_LARGE = "文件超过 5 MB，请只保留要导入的行，分成几个文件。"
TOO_COMPLEX = "文件过于复杂，超出时间或内存限制，未读取。"


def cells(data: bytes) -> list[list[str]]:
    """The rows of the table.

    Raises:
        InvalidInput: there is nothing, too much, or what is there cannot be read.

    """
    if not data:
        raise _refused(MISSING)
    if len(data) > LARGEST:
        raise _refused(TOO_LARGE)
    answer = json.loads(_ask(data))
    if "refused" in answer:
        raise _refused(answer["refused"])
    return [[str(cell) for cell in row] for row in answer["rows"]]


def _ask(data: bytes) -> bytes:
    with subprocess.Popen(
        CHILD,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"},
    ) as process:
        try:
            answer, _ = process.communicate(data, timeout=WALL_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            raise _refused(TOO_COMPLEX) from None
    if process.returncode != 0:
        raise _refused(TOO_COMPLEX)
    return answer


def _refused(sentence: str) -> InvalidInput:
    return InvalidInput(fields={"file": [sentence]})
