import io
from urllib.parse import quote

import pytest

from tests.web.conftest import notes


def put(client, body, name="值班手册.docx"):
    return client.put("/upload", data=body, headers={"X-File-Name": quote(name), "Accept": "application/json"})


def test_the_bytes_arrive_with_their_name(client, database):
    answer = put(client, b"x" * 200_000)

    assert (answer.status_code, notes(database)) == (200, ["值班手册.docx 200000"])


def test_a_name_is_no_path(client, database):
    put(client, b"x", "../../etc/赵\u202e敏\r\n.txt")

    assert notes(database) == ["_.._etc_赵敏.txt 1"]


def test_too_large_is_refused_by_its_head_and_by_its_bytes(client, database):
    declared = put(client, b"x" * 400_000)
    chunked = client.put(
        "/upload",
        input_stream=io.BytesIO(b"x" * 400_000),
        headers={"X-File-Name": "a", "Transfer-Encoding": "chunked"},
        environ_base={"wsgi.input_terminated": True},
    )

    assert (declared.status_code, chunked.status_code, notes(database)) == (413, 413, [])


@pytest.mark.parametrize(("body", "name"), [(b"", "a.txt"), (b"x", "")])
def test_an_empty_file_or_one_without_a_name_is_refused(client, database, body, name):
    answer = put(client, body, name)

    assert (answer.status_code, list(answer.json["error"]["fields"]), notes(database)) == (422, ["file"], [])
