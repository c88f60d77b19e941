import json

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from docsys.errors import InvalidInput, NotFound, RuleBroken
from docsys.people.actions import first_administrator
from docsys.people.commands import user
from docsys.people.inputs import NewAccount
from docsys.people.models import Grant, User
from docsys.shell import Shell
from tests.people.factories import NEW_PASSWORD, NOW, make_reference, place

pytestmark = pytest.mark.db
PLACE = ["--unit", "YGZX", "--department", "运行部", "--post", "值班人员"]


@pytest.fixture
def run(settings, database, clock):
    with database.act() as session:
        make_reference(session)

    def command(*words, typed=None):
        shell = Shell(settings, clock, lambda _settings: (database, {}))
        return CliRunner().invoke(user, words, obj=shell, input=typed, catch_exceptions=False)

    return command


def test_an_account_is_added_and_its_password_printed_once(run):
    added = run("add", "sunli", *PLACE, "--role", "sysadmin", "--name", "孙立", "--staff-no", "Y001")
    listed = json.loads(run("list", "--json").stdout)

    assert "密码（只显示这一次）" in added.stdout
    assert listed == [{"login": "sunli", "name": "孙立", "unit": "YGZX", "roles": ["sysadmin"], "active": True}]
    assert "sunli\t孙立\tYGZX\tsysadmin\t启用" in run("list").stdout


def test_the_password_is_given_as_data_too(run):
    data = json.loads(run("add", "sunli", *PLACE, "--json").stdout)

    assert data["login"] == "sunli"
    assert len(data["password"]) >= 10


def test_a_role_may_be_of_one_unit(run):
    run("add", "sunli", *PLACE, "--role", "docadmin@SHFE", "--role", "author")

    assert json.loads(run("list", "--json").stdout)[0]["roles"] == ["docadmin@SHFE", "author"]


def test_a_password_is_read_from_standard_input_and_not_repeated(run):
    run("add", "sunli", *PLACE)
    answer = run("password", "sunli", "--password-stdin", typed=f"{NEW_PASSWORD}\n")

    assert answer.stdout == "sunli：密码已设置。\n"
    assert "只显示这一次" in run("password", "sunli").stdout


@pytest.mark.parametrize(
    "words",
    [
        ("add", "x", "--unit", "NOPE", "--department", "运行部", "--post", "值班人员"),
        ("add", "xyz", "--unit", "YGZX", "--department", "没有部", "--post", "值班人员"),
        ("add", "xyz", "--unit", "YGZX", "--department", "运行部", "--post", "没有岗"),
        ("add", "xyz", "--unit", "{}", "--department", "{x}", "--post", "{0}"),
        ("add", "xyz", *PLACE, "--role", "{x}"),
        ("add", "Bad Login", *PLACE),
        ("add", "sunli", *PLACE, "--role", "emperor"),
    ],
)
def test_what_is_not_known_is_refused_and_leaves_nothing(run, database, words):
    with pytest.raises(InvalidInput):
        run(*words)

    with database.read() as session:
        assert session.scalars(select(User)).all() == []


def test_a_weak_password_is_refused_also_here(run):
    with pytest.raises(InvalidInput):
        run("add", "sunli", *PLACE, "--password-stdin", typed="12345\n")


def test_a_password_of_nobody_is_not_set(run):
    with pytest.raises(NotFound):
        run("password", "nobody")


def test_the_first_administrator_is_made_once(session):
    make_reference(session)
    data = NewAccount("孙立", "Y001", "sunli", *place(session))
    made, shown = first_administrator(session, data, NOW)

    assert len(shown) >= 10
    assert made.password_fresh
    assert session.scalars(select(Grant.role).where(Grant.user_id == made.id)).all() == ["sysadmin"]
    with pytest.raises(RuleBroken):
        first_administrator(session, NewAccount("周宁", "Y002", "zhouning", *place(session)), NOW)
