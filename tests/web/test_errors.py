import pytest
from sqlalchemy import select

from docsys.audit.models import AuditRow
from tests.web.conftest import notes

STATUSES = {
    "forbidden": 403,
    "hidden": 404,
    "gone": 410,
    "rule": 422,
    "input": 422,
    "large": 413,
    "down": 503,
    "full": 507,
    "bug": 500,
}


def main_of(answer):
    return answer.text.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize(("kind", "status"), STATUSES.items())
def test_each_refusal_has_its_status_and_a_page_with_a_way_out(client, kind, status):
    answer = client.get(f"/refused/{kind}")

    assert answer.status_code == status
    assert "<h1>" in answer.text
    assert "回到工作台" in answer.text


def test_the_sentence_and_its_article_stand_on_the_page(client):
    assert "不符合 15.6.4（五）：变更执行人与变更验证人不能为同一人" in client.post("/refused/rule").text


def test_the_api_answers_with_data(client):
    answer = client.get("/refused/input", headers={"Accept": "application/json"})

    assert (answer.status_code, answer.json) == (
        422,
        {
            "error": {
                "status": 422,
                "kind": "InvalidInput",
                "message": "填写有误，请按提示修改后再提交。",
                "fields": {"words": ["请填写内容。"]},
            }
        },
    )


def test_htmx_gets_a_fragment_for_the_place_of_messages(client):
    answer = client.post("/refused/rule", headers={"HX-Request": "true"})

    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#messages")
    assert "<html" not in answer.text


def test_a_page_that_does_not_exist_looks_like_one_that_may_not_be_seen(client):
    missing, hidden = client.get("/nowhere"), client.get("/refused/hidden")

    assert (missing.status_code, main_of(missing)) == (hidden.status_code, main_of(hidden))


def test_a_wrong_method_is_told(client):
    assert client.get("/notes").status_code == 405


def test_a_stranger_is_led_to_the_log_in_and_back(stranger):
    answer = stranger.get("/read?page=2")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/login?next=/read?page%3D2")


def test_a_stranger_behind_htmx_or_the_api_is_told_so(stranger):
    partial = stranger.get("/read", headers={"HX-Request": "true"})
    data = stranger.get("/read", headers={"Accept": "application/json"})

    assert (partial.status_code, partial.headers["HX-Redirect"]) == (401, "/login?next=/read")
    assert (data.status_code, data.json["error"]["kind"]) == (401, "NotSignedIn")


def test_a_refused_form_comes_back_with_what_was_typed(client, database):
    answer = client.post("/form", data={"words": "long work"})

    assert (answer.status_code, answer.text) == (422, "form with long work {'words': ['请填写内容。']}")
    assert notes(database) == []


@pytest.mark.db
def test_refused_acts_and_denied_looks_are_written_down(client, database):
    client.post("/refused/rule")
    client.get("/refused/forbidden")
    client.get("/refused/hidden")
    client.get("/nowhere")
    client.get("/refused/gone")

    with database.read() as reader:
        rows = reader.scalars(select(AuditRow).order_by(AuditRow.id)).all()
    assert [(row.act, row.result) for row in rows] == [
        ("people.refused_act", "refused"),
        ("people.refused", "refused"),
        ("people.refused", "refused"),
    ]
