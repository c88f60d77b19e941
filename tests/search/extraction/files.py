"""Files made for tests of extraction: sound ones by the libraries that write them, and bombs by hand."""

import io
import zipfile
from pathlib import Path

import docx
import xlsxwriter

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word_file(path: Path, *paragraphs: str, title: str = "", author: str = "") -> Path:
    document = docx.Document()
    document.core_properties.title, document.core_properties.author = title, author
    document.sections[0].header.paragraphs[0].text = "页眉：内部资料"
    document.sections[0].footer.paragraphs[0].text = "页脚：受控文件"
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "变更类型", "一般变更"
    document.add_paragraph("表格之后")
    document.save(str(path))
    return path


def word_parts(path: Path, body: str, head: str = "") -> Path:
    """A Word file with this inside its body, written by hand."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml", f'{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
        )
    return path


def workbook(path: Path) -> Path:
    book = xlsxwriter.Workbook(str(path))
    first, second = book.add_worksheet("设备台账"), book.add_worksheet("备用")
    first.write_row(0, 0, ["设备", "数量", "单价"])
    first.write_row(1, 0, ["核心交换机", 12, 3.5])
    second.write(4, 3, "空行之后")
    book.close()
    return path


def presentation(path: Path) -> Path:
    slide = '<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>{}</a:t></a:r></a:p></p:sld>'
    with zipfile.ZipFile(path, "w") as archive:
        for number in (10, 2, 1):
            archive.writestr(f"ppt/slides/slide{number}.xml", slide.format(f"第{number}张"))
    return path


def ofd_file(path: Path) -> Path:
    page = '<ofd:Page xmlns:ofd="o"><ofd:TextObject><ofd:TextCode X="1">{}</ofd:TextCode></ofd:TextObject></ofd:Page>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("OFD.xml", "<OFD/>")
        archive.writestr("Doc_0/Pages/Page_1/Content.xml", page.format("第二页"))
        archive.writestr("Doc_0/Pages/Page_0/Content.xml", page.format("第一页"))
    return path


def pdf_file(path: Path, *pages: str, title: str = "") -> Path:
    """ASCII text only: no font needs to be embedded."""
    parts: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    parts.append(f"<</Title({title})/CreationDate(D:20261102093000+08'00')>>".encode())
    kids = []
    for text in pages:
        stream = f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET".encode() if text else b""
        content = len(parts) + 1
        parts.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        kids.append(f"{content + 1} 0 R")
        resources = "<</Font<</F1 3 0 R>>>>"
        parts.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {content} 0 R/Resources{resources}>>".encode()
        )
    parts[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>".encode()
    path.write_bytes(_with_table(parts))
    return path


def _with_table(parts: list[bytes]) -> bytes:
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.7\n")
    for number, part in enumerate(parts, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, part))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer<</Size %d/Root 1 0 R/Info 4 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, table))
    return out.getvalue()


def overlapping_zip(path: Path, members: int = 200, size: int = 1_000_000) -> Path:
    """Many names in the directory for one and the same packed member: each is read in full."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * size)
        only = archive.infolist()[0]
        for number in range(members):
            twin = zipfile.ZipInfo(f"word/twin{number:06}.xml")
            twin.compress_type, twin.CRC = only.compress_type, only.CRC
            twin.compress_size, twin.file_size, twin.header_offset = only.compress_size, only.file_size, 0
            archive.filelist.append(twin)
            archive.NameToInfo[twin.filename] = twin
    return path


def encrypted_zip(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "secret")
    data = bytearray(path.read_bytes())
    directory = data.index(b"PK\x01\x02")
    data[6] |= 1
    data[directory + 8] |= 1
    path.write_bytes(data)
    return path
