"""A text as a PDF, laid out by the printing room."""

from pathlib import Path

from markupsafe import Markup, escape

from docsys import printing
from docsys.demo.markup import Block, Code, Heading, Item, Paragraph, Table

HEAD = Markup("""<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{}</title><style>
@page {{ size: A4; margin: 24mm 22mm; @bottom-center {{ content: counter(page) " / " counter(pages); font: 9pt "Noto Sans CJK SC"; }} }}
html {{ font: 11pt/1.75 "Noto Serif CJK SC", serif; }}
h1, h2, h3, h4 {{ font-family: "Noto Sans CJK SC", sans-serif; break-after: avoid; margin: 5mm 0 2mm; line-height: 1.4; }}
h1.title {{ font-size: 20pt; text-align: center; margin: 0 0 8mm; }}
h1 {{ font-size: 15pt; }} h2 {{ font-size: 13pt; }} h3, h4 {{ font-size: 11.5pt; }}
p {{ margin: 0 0 2mm; text-align: justify; }}
table {{ border-collapse: collapse; width: 100%; margin: 2mm 0 5mm; font-size: 9.5pt; line-height: 1.5; border: 1pt solid #000; }}
td, th {{ border: 0.5pt solid #000; padding: 1mm 1.6mm; text-align: left; vertical-align: top; }}
th {{ font-family: "Noto Sans CJK SC", sans-serif; background: #eee; }}
pre {{ font: 9pt/1.5 "Noto Sans Mono CJK SC", monospace; background: #f4f4f4; padding: 2mm; white-space: pre-wrap; }}
</style></head>""")


def printed(title: str, blocks: list[Block], *, folder: Path, limits: printing.Limits) -> bytes:
    """The bytes of a PDF."""
    body = Markup('<body><h1 class="title">{}</h1>{}</body></html>')
    html = HEAD.format(title) + body.format(title, Markup("").join(map(_html, blocks)))
    return printing.render(html, folder=folder, title=title, variant=None, limits=limits)


def _html(block: Block) -> Markup:
    match block:
        case Heading(level, text):
            return Markup("<h{0}>{1}</h{0}>").format(level, text)
        case Paragraph(text):
            return Markup("<p>{}</p>").format(text)
        case Item(text):
            return Markup("<ul><li>{}</li></ul>").format(text)
        case Code(lines):
            return Markup("<pre>{}</pre>").format("\n".join(lines))
        case Table(rows):
            return _table(rows)


def _table(rows: tuple[tuple[str, ...], ...]) -> Markup:
    def row(cells: tuple[str, ...], tag: str) -> Markup:
        return Markup("<tr>") + Markup("").join(Markup("<{0}>{1}</{0}>").format(tag, escape(one)) for one in cells)

    head, *body = rows
    return Markup("<table><thead>{}</thead><tbody>{}</tbody></table>").format(
        row(head, "th"), Markup("").join(row(one, "td") for one in body)
    )
