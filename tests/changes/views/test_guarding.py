"""The guards beside an application: on the sheet while it is filled in, on the page of the order, and where it ends."""

import re

import pytest

pytestmark = pytest.mark.db


def lights(html):
    return dict(re.findall(r'data-guard="(G\d+)" class="(\w+)"', html))


def test_each_guard_stands_beside_the_sheet_and_is_asked_for_again(visit, walk):
    change_id = walk(lambda line: line.begin(start="2026-11-25T15:30", end="2026-11-25T18:30", level="一级"))
    li = visit("lijing")

    sheet = li.get(f"/forms/records/{change_id}").text
    again = li.get(f"/changes/{change_id}/guards").text

    found = lights(sheet)
    assert found == lights(again) == lights(li.get(f"/changes/{change_id}").text)
    assert found["G12"] == found["G1"] == found["G3"] == "broken"
    assert found["G2"] == found["G13"] == found["G15"] == "met"
    assert 'hx-trigger="draft-saved from:body"' in again
    assert 'href="#f-start"' in again
    assert f'href="/forms/records/{change_id}#f-start"' in li.get(f"/changes/{change_id}").text


def test_a_fresh_sheet_cannot_be_judged_everywhere(visit, people):
    li = visit("lijing")
    address = li.post("/changes/new").headers["Location"]

    found = lights(li.get(address).text)

    assert (found["G2"], found["G12"]) == ("broken", "unknown")


def test_a_sheet_that_went_on_leads_to_its_order(visit, walk):
    change_id = walk(lambda line: line.begin().submit())

    answer = visit("zhangming").get(f"/forms/records/{change_id}")

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/changes/{change_id}")
    assert "/changes/" in visit("zhangming").get("/forms/BG/").text


def test_who_may_not_see_an_order_is_not_told_of_its_guards(visit, walk):
    change_id = walk(lambda line: line.begin())

    assert visit("zhouwei").get(f"/changes/{change_id}/guards").status_code == 404
