"""The process that reads a foreign file: limits itself, writes one JSON document to standard output, and ends.

python -m docsys.search.extraction.child PATH NAME LIMITS
"""

import json
import resource
import sys
from pathlib import Path

from docsys.search.extraction import kinds, plain
from docsys.search.extraction.limits import Limits
from docsys.search.extraction.result import Extraction, NoText, Properties, Unreadable
from docsys.search.pages import PageText, TextState

HEAD = 1024
OPEN_FILES = 64
NO_TEXT = "文件中没有文字"


def main(arguments: list[str]) -> None:
    path, name, limits = Path(arguments[0]), arguments[1], Limits(**json.loads(arguments[2]))
    limit_oneself(limits)
    answer = json.dumps(read(path, name, limits).as_json(), ensure_ascii=False)
    sys.stdout.buffer.write(answer.encode("utf-8", "replace"))


def limit_oneself(limits: Limits) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(path: Path, name: str, limits: Limits) -> Extraction:
    """Any error at all becomes a state with a reason: parsers of foreign files raise what they like."""
    try:
        pages, properties = _read(path, name, limits)
    except NoText as error:
        return Extraction(TextState.EMPTY, reason=str(error))
    except Unreadable as error:
        return Extraction(TextState.FAILED, reason=str(error))
    except MemoryError:
        return Extraction(TextState.FAILED, reason="文档过于复杂，超出内存限制")
    except BaseException as error:  # noqa: BLE001 - a panic of calamine is no Exception
        return Extraction(TextState.FAILED, reason=f"文件无法解析（{type(error).__name__}）")
    if not any(page.text.strip() for page in pages):
        return Extraction(TextState.EMPTY, reason=NO_TEXT, properties=properties)
    return Extraction(TextState.EXTRACTED, pages, _cut_short(pages, limits), properties)


def _read(path: Path, name: str, limits: Limits) -> kinds.Read:
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if not head:
        raise NoText("文件为空")
    if head.startswith(kinds.ZIP):
        return kinds.office(path, limits)
    if kinds.is_pdf(head):
        from docsys.search.extraction import pdf  # noqa: PLC0415 - PDFium costs 40 ms that the others need not spend

        return pdf.read(path, limits)
    if head.startswith(kinds.OLE):
        return kinds.ole(path, name, limits)
    if kinds.picture(head):
        raise NoText("图片文件，未做文字识别")
    return plain.pages(path, limits), Properties()


def _cut_short(pages: list[PageText], limits: Limits) -> str:
    if len(pages) >= limits.pages:
        return f"只提取了前 {limits.pages} 页"
    if sum(len(page.text) for page in pages) >= limits.characters:
        return f"只提取了前 {limits.characters} 字"
    return ""


if __name__ == "__main__":
    main(sys.argv[1:])
