"""The files of the sample library: written and staged before the transaction of the acts begins."""

import io
import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from docsys import vault
from docsys.clock import local_day
from docsys.demo import drawing, markup, paper, scans, sheets, word, wording
from docsys.demo.reading import TEXTS, Entry, Issue
from docsys.printing import Limits, NoFont
from docsys.settings import Settings
from docsys.vault import Staged

log = logging.getLogger(__name__)
AS_WORD = "没有中文字体，《%s》改存为 Word 文件"


@dataclass(frozen=True)
class Ready:
    """A staged file under the name it would have been uploaded with."""

    staged: Staged
    name: str


@dataclass(frozen=True)
class Desk:
    """Where texts become files; `names` says how the authors are called, by login."""

    settings: Settings
    names: dict[str, str]

    def main(self, entry: Entry, issue: Issue, moment: datetime) -> Ready:
        """The file of one version, dated by the moment it is registered."""
        day = local_day(moment)
        title = wording.dated(entry.title, day)
        text = wording.dated(wording.of_version((TEXTS / entry.text).read_text("utf-8"), issue.version), day)
        data, suffix = self._written(entry, title, text, moment)
        return Ready(self.stage(data), f"{title}{suffix}")

    def attachment(self, entry: Entry) -> Ready:
        return Ready(self.stage(drawing.topology(entry.attachment)), f"{entry.attachment}.png")

    def stage(self, data: bytes) -> Staged:
        return vault.stage(self.settings.archive, io.BytesIO(data))

    def _written(self, entry: Entry, title: str, text: str, moment: datetime) -> tuple[bytes, str]:
        author, found = self.names[entry.author], list(markup.blocks(text))
        match entry.kind:
            case "plain":
                return text.encode(), Path(entry.text).suffix
            case "xlsx":
                return sheets.filled(title, found, author=author), ".xlsx"
            case "scan":
                paper_title = title.partition("（")[0]  # what the archive says about it does not stand on it
                return scans.scanned(paper_title, found, stamp=entry.stamp, seed=entry.text), ".jpg"
            case "pdf":
                try:
                    folder, limits = self.settings.templates, Limits.of(self.settings)
                    return paper.printed(title, found, folder=folder, limits=limits), ".pdf"
                except NoFont:
                    log.warning(AS_WORD, title)
        return word.written(title, found, author=author, moment=moment), ".docx"
