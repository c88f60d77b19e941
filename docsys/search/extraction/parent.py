"""Starts the child, waits for it no longer than the limits say, and turns whatever became of it into a state."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from docsys.search.extraction.limits import LIMITS, Limits
from docsys.search.extraction.result import Extraction
from docsys.search.pages import TextState

CHILD = (sys.executable, "-I", "-m", "docsys.search.extraction.child")
TOO_SLOW = "文档过于复杂，超出时间限制"
ENDED = "文件无法解析（解析程序异常退出）"
MISSING = "原件不存在或无法读取"


def extract(path: Path, name: str = "", limits: Limits = LIMITS) -> Extraction:
    """The text of the file at `path`, whatever it is; `name` is its original name where `path` is another. Never raises."""
    if not path.is_file():
        return Extraction(TextState.FAILED, reason=MISSING)
    command = [*CHILD, str(path.resolve()), name or path.name, json.dumps(asdict(limits))]
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"},
    ) as child:
        try:
            answer, _ = child.communicate(timeout=limits.wall_seconds)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.communicate()
            return Extraction(TextState.FAILED, reason=TOO_SLOW)
    return _answer(answer, child.returncode)


def _answer(answer: bytes, code: int) -> Extraction:
    if code in {-signal.SIGXCPU, -signal.SIGKILL}:
        return Extraction(TextState.FAILED, reason=TOO_SLOW)
    if code != 0:
        return Extraction(TextState.FAILED, reason=ENDED)
    return Extraction.from_json(json.loads(answer))
