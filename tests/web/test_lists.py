import pytest
from flask import Flask
from sqlalchemy import String, column, literal_column, select, table, text

from docsys.web import lists

app = Flask(__name__)


@pytest.mark.parametrize(
    ("number", "pages", "shown"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (5, 20, [1, None, 4, 5, 6, None, 20]),
        (20, 20, [1, None, 19, 20]),
        (3, 4, [1, 2, 3, 4]),
    ],
)
def test_page_numbers_around_the_present_one(number, pages, shown):
    assert lists.Listing([], pages * 50, number).around() == shown


def test_an_empty_list_has_one_page_and_no_first_row():
    with app.test_request_context("/"):
        cut: lists.Listing[object] = lists.of_rows([])

    assert (cut.pages, cut.first, cut.last, cut.total) == (1, 0, 0, 0)


@pytest.mark.parametrize(("asked", "number"), [("2", 2), ("0", 1), ("-3", 1), ("x", 1), ("9" * 40, 3)])
def test_a_page_that_does_not_exist_is_the_nearest_that_does(asked, number):
    with app.test_request_context(f"/?page={asked}"):
        assert lists.of_rows(range(120)).number == number


def test_only_columns_of_the_list_sort_it():
    columns: dict[str, object] = {"title": column("title")}
    for asked, sort in (("title", "title"), ("-title", "-title"), ("password_hash", "title"), ("", "title")):
        with app.test_request_context(f"/?sort={asked}"):
            assert lists.chosen_sort(columns, "title") == sort


def test_the_address_keeps_its_filter_and_begins_anew_at_page_one():
    with app.test_request_context("/list?q=赵&page=3&unit=2"):
        assert lists.address(sort="name") == "/list?q=%E8%B5%B5&unit=2&sort=name"
        assert lists.address(page=4) == "/list?q=%E8%B5%B5&unit=2&page=4"
        assert lists.address(q=None, unit=None) == "/list"


@pytest.mark.db
def test_a_query_is_cut_sorted_and_counted(database):
    with database.act() as session:
        session.execute(text("create table things (id integer primary key, title varchar(20))"))
        for number in range(120):
            session.execute(text("insert into things values (:id, :title)"), {"id": number, "title": f"t{number % 7}"})
    things = table("things", column("id"), column("title", String))
    columns = {"title": things.c.title, "id": things.c.id}
    query = select(things.c.id, things.c.title, literal_column("1").label("one"))
    with app.test_request_context("/?page=3&sort=-title"), database.read() as session:
        cut = lists.listing(session, query, columns, "title")

    assert (cut.total, cut.pages, cut.first, cut.last, len(cut.rows)) == (120, 3, 101, 120, 20)
    assert cut.rows[-1].title == "t0"
    assert [row.id for row in cut.rows if row.title == "t0"] == sorted(row.id for row in cut.rows if row.title == "t0")
