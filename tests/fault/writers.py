"""People who register and publish documents over HTTP, and write down every answer that reached them whole.

What a line of their log says has happened. Where an answer was lost nobody knows, and they begin the next document.
"""

import json
import random
import re
import threading
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from http.client import OK
from pathlib import Path

from tests.serving import LOST, Answer, Caller

WORDS = "值班交接网络设备机房巡检链路告警配置备份恢复应急预案演练审批登记核对监控通报记录升级切换验证"


@dataclass(frozen=True)
class Line:
    """One answer: what was done to which document, and what is known of it since."""

    step: str
    document_id: int
    title: str
    word: str
    sha256: str
    number: str = ""


class Refused(Exception):
    """An answer that is neither a yes nor a lost one: the test has no use for refusals."""


@dataclass
class Writer:
    """The five people of one line of documents, each signed in; works in a thread of its own until told to stop."""

    host: str
    log: Path
    seed: int
    lost: int = 0
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311 - the same course each time
        self.author, self.approver, self.keeper, self.second = (
            Caller(self.host, login) for login in ("wangjun", "chenzhiyuan", "zhaomin", "sunli")
        )

    def run(self, stop: threading.Event) -> None:
        count = 0
        while not stop.is_set():
            count += 1
            try:
                self.whole_line(count)
            except LOST:
                self.lost += 1
                stop.wait(0.1)  # whoever answers is being started again
            except Refused as refused:
                self.wrong.append(str(refused))

    def whole_line(self, count: int) -> None:
        """From the file to the second person's yes; the author drops every fourth and leaves it a draft."""
        word = "".join(self._random.sample(WORDS, 8))
        title = f"{word}规程{self.seed}之{count}"
        content = f"{title}。\n".encode() + self._random.randbytes(self._random.randrange(200_000)).hex().encode()
        line = Line("registered", 0, title, word, sha256(content).hexdigest())
        if count % 4 == 0:
            self._drop(line, content)
            return
        self._publish(self._register(line, content))

    def _drop(self, line: Line, content: bytes) -> None:
        answer = self.author.put("/documents/upload?folder=SC01&unit_id=3", f"{line.title}.txt", content)
        self._expect(answer, done=answer.status == OK)
        found = re.search(r"/documents/(\d+)", json.loads(answer.text)["link"])
        assert found
        self._note(line, document_id=int(found[1]))

    def _register(self, line: Line, content: bytes) -> Line:
        marks = {"folder": "SC01", "unit_id": "3", "title": line.title, "author": "王军", "version": "V1.0"}
        marks |= {
            "secrecy": "内部",
            "level": "C",
            "use_scope": "证联网",
            "notes": "首次发布",
            "basis": "《证联网运维管理实施细则》9.2",
            "medium": "电子",
        }
        answer = self.author.send("/documents/new", f"{line.title}.txt", content, **marks)
        self._expect(answer, done=answer.is_done)
        return self._note(line, document_id=int(answer.location.rsplit("/", 1)[-1]))

    def _publish(self, line: Line) -> None:
        page = f"/documents/{line.document_id}"
        self._act(self.author, f"{page}/submit")
        line = self._note(line, step="submitted")
        said = re.findall(r"已提交审核，正式编号 ([A-Z0-9-]+)。", self.author.get(page).text)
        line = replace(line, number=said[-1])  # after a lost answer the sentence before it is still waiting to be shown
        self._act(self.approver, f"{page}/approve", opinion="同意")
        line = self._note(line, step="approved")
        self._act(self.keeper, f"{page}/publish")
        line = self._note(line, step="asked")
        if (waiting := self._waiting(line.title)) is None:
            return
        self._act(self.second, f"/confirmations/{waiting}", accept="1")
        self._note(line, step="published")

    def _waiting(self, title: str) -> str | None:
        """The id of the confirmation; None where what answers that were lost left behind fills the first page."""
        answer = self.second.get("/confirmations")
        self._expect(answer, done=answer.status == OK)
        found = re.search(rf"{re.escape(title)}.*?action=\"/confirmations/(\d+)\"", answer.text, re.DOTALL)
        return found[1] if found else None

    def _act(self, who: Caller, path: str, **fields: str) -> None:
        answer = who.post(path, **fields)
        self._expect(answer, done=answer.is_done)

    def _expect(self, answer: Answer, *, done: bool) -> None:
        if not done:
            said = re.sub(r"<[^>]+>|\s+", " ", answer.text)
            raise Refused(f"{answer.status} {answer.location} {said[:2000]}")

    def _note(self, line: Line, **more: str | int) -> Line:
        line = Line(**asdict(line) | more)
        with self.log.open("a", encoding="utf-8") as log:
            log.write(json.dumps(asdict(line), ensure_ascii=False) + "\n")
        return line


def lines(folder: Path) -> list[Line]:
    """Everything that all of them were told."""
    return [
        Line(**json.loads(text))
        for path in sorted(folder.glob("*.log"))
        for text in path.read_text("utf-8").splitlines()
    ]
