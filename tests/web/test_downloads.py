import re
import unicodedata
from urllib.parse import unquote

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from docsys.web import downloads

app = Flask(__name__)


def header_of(name: str, **options) -> tuple[int, list[str]]:
    with app.test_request_context():
        response = downloads.send(b"content", name, **options)
    return response.status_code, response.headers.getlist("Content-Disposition")


@given(st.text(max_size=300))
def test_any_name_becomes_one_header_that_reads_back(name):
    status, found = header_of(name)

    assert (status, len(found)) == (200, 1)
    assert re.fullmatch(r"[\x20-\x7e]+", found[0])
    read_back = unquote(re.findall(r"filename\*=UTF-8''(\S+)$", found[0])[0])
    assert read_back == downloads.clean_name(name)
    assert not any(unicodedata.category(character) in {"Cc", "Cf", "Cs"} for character in read_back)


@pytest.mark.parametrize(
    ("name", "full", "plain"),
    [
        (
            "ZLW-SC01-YGZX-002_V2.1_运管中心值班手册.pdf",
            "ZLW-SC01-YGZX-002_V2.1_运管中心值班手册.pdf",
            "doc-ZLW-SC01-YGZX-002_V2.1.pdf",
        ),
        ("变更单.pdf", "变更单.pdf", "doc.pdf"),
        ("a\r\nSet-Cookie: x=1.txt", "aSet-Cookie_ x=1.txt", "doc-aSet-Cookie.txt"),
        ("发票\u202efdp.exe", "发票fdp.exe", "doc.exe"),
        ('..\\..\\"x".doc', "_..__x_.doc", "doc.doc"),
        ("", "file", "doc-file"),
        ("无扩展名", "无扩展名", "doc"),
    ],
)
def test_names_are_cleaned_and_given_an_ascii_form(name, full, plain):
    assert (downloads.clean_name(name).lstrip("."), downloads.ascii_name(name)) == (full.lstrip("."), plain)


def test_a_page_of_active_content_is_never_shown_inline():
    for name in ("x.html", "x.svg", "x.xml", "x.xhtml", "x.js"):
        with app.test_request_context():
            response = downloads.send(b"<script>alert(1)</script>", name, inline=True)
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in response.headers["Content-Security-Policy"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_pdf_may_be_framed_by_our_own_pages_only():
    with app.test_request_context():
        response = downloads.send(b"%PDF-1.7", "x.pdf", inline=True)

    assert response.headers["Content-Disposition"].startswith("inline")
    assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["x.txt", "x.png"])
def test_text_and_pictures_are_framed_without_anything_running(name):
    with app.test_request_context():
        policy = downloads.send(b"content", name, inline=True).headers["Content-Security-Policy"]

    assert "sandbox" in policy
    assert "frame-ancestors 'self'" in policy


def test_a_range_of_a_large_file_is_answered_alone(tmp_path):
    path = tmp_path / "large.bin"
    path.write_bytes(bytes(range(256)) * 400)
    with app.test_request_context(headers={"Range": "bytes=256-511"}):
        response = downloads.send(path, "large.bin")
        response.direct_passthrough = False

        assert (response.status_code, response.get_data()) == (206, bytes(range(256)))
        assert response.headers["Content-Range"] == "bytes 256-511/102400"
        response.close()


def test_the_type_comes_from_the_name_the_server_made():
    assert [downloads.media_type(name) for name in ("a.pdf", "a.DOCX", "a.unknown", "a")] == [
        "application/pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/octet-stream",
        "application/octet-stream",
    ]
