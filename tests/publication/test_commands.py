"""`docsys document …`: the same acts as the pages, each person by his own password."""

import json

import click
import pytest
from click.testing import CliRunner
from sqlalchemy import select

from docsys import cli, publication, search
from docsys.audit.models import AuditRow
from docsys.documents.models import Document
from docsys.people.events import ConfirmationAccepted
from docsys.people.models import LoginFailure, LoginSession
from docsys.shell import Shell
from tests.documents import factories as make
from tests.people.factories import PASSWORD

pytestmark = pytest.mark.db
MARKS = ["--author", "王军", "--level", "C", "--secrecy", "内部", "--scope", "一线值班", "--basis", "细则 9.2"]


@pytest.fixture
def bus(bus):
    bus.subscribe(ConfirmationAccepted, publication.carry_out)
    return bus


@pytest.fixture
def run(settings, database, clock):
    """`docsys …` as a shell would call it; `typed` is what stands on its standard input."""
    with database.act() as session:
        people = make.make_people(session)
        make.grant(session, people)

    def command(*words, typed=PASSWORD):
        shell = Shell(settings, clock, lambda _settings: (database, {}))
        return CliRunner().invoke(cli.docsys, words, obj=shell, input=f"{typed}\n", catch_exceptions=False)

    return command


@pytest.fixture
def manual(tmp_path):
    file = tmp_path / "运管中心值班手册V1.0_20261102.txt"
    file.write_text("值班人员应保证通讯畅通。", "utf-8")
    return str(file)


def register(run, manual, *more):
    return run("document", "register", manual, "--folder", "SC01", "--unit", "YGZX", *MARKS, "--json", *more)


def told(done):
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def as_(login):
    return ["--as", login, "--json"]


def published(run, manual):
    number = told(register(run, manual, "--as", "wangjun"))["number"]
    told(run("document", "submit", number, *as_("wangjun")))
    told(run("document", "approve", number, *as_("chenzhiyuan")))
    told(run("document", "publish", number, *as_("zhaomin")))
    return told(run("document", "confirm", number, *as_("sunli")))


def test_a_file_is_registered_as_a_draft_with_what_its_name_suggests(run, manual):
    data = told(register(run, manual, "--as", "wangjun"))

    sha256 = data["versions"][0].pop("sha256")
    assert len(sha256) == 64
    assert data == {
        "number": "CG-2026-0001",
        "old_number": None,
        "title": "运管中心值班手册",
        "state": "草稿",
        "folder": "SC01",
        "unit": "YGZX",
        "missing": [],
        "path": "草稿库/CG-2026-0001_1",
        "versions": [
            {
                "version": "V1.0",
                "state": "草稿",
                "files": ["草稿库/CG-2026-0001_1/CG-2026-0001_V1.0_运管中心值班手册.txt"],
            }
        ],
    }


@pytest.mark.rule("R-2.3.3-1")
def test_the_whole_life_is_led_from_the_shell_under_the_drafts_number(run, manual, database):
    data = published(run, manual)

    assert (data["number"], data["state"]) == ("ZLW-SC01-YGZX-001", "现行有效")
    told(run("document", "revise", "CG-2026-0001", manual, "--reason", "年度评审", *as_("wangjun")))
    for verb, login in (
        ("submit", "wangjun"),
        ("approve", "chenzhiyuan"),
        ("publish", "zhaomin"),
        ("confirm", "sunli"),
    ):
        data = told(run("document", verb, "ZLW-SC01-YGZX-001", *as_(login)))
    assert [(one["version"], one["state"]) for one in data["versions"]] == [("V1.0", "已替代"), ("V1.1", "现行有效")]

    told(run("document", "abolish", "ZLW-SC01-YGZX-001", "--reason", "硬件停用", *as_("zhaomin")))
    assert told(run("document", "confirm", "ZLW-SC01-YGZX-001", *as_("sunli")))["state"] == "已废止"
    with database.read() as session:
        acts = session.scalars(select(AuditRow).where(AuditRow.act == "document.abolish")).all()
    assert [(one.login, one.channel, one.source) for one in acts] == [("sunli", "cli", "shell")]


def test_a_document_moves_to_another_folder_and_answers_to_its_old_number(run, manual):
    published(run, manual)
    words = ("--folder", "SC02", "--reason", "归类有误")

    asked = told(run("document", "renumber", "ZLW-SC01-YGZX-001", *words, *as_("zhaomin")))
    confirmed = told(run("document", "confirm", "ZLW-SC01-YGZX-001", *as_("sunli")))

    assert (asked["number"], confirmed["number"]) == ("ZLW-SC01-YGZX-001", "ZLW-SC02-YGZX-001")
    assert told(run("document", "show", "ZLW-SC01-YGZX-001", "--json"))["number"] == "ZLW-SC02-YGZX-001"


def test_a_revision_takes_the_marks_of_the_current_version(run, manual, database):
    published(run, manual)

    told(
        run("document", "revise", "ZLW-SC01-YGZX-001", manual, "--reason", "更换电话", "--level", "D", *as_("wangjun"))
    )

    with database.read() as session:
        version = session.scalars(select(Document)).one().versions[-1]
        assert (str(version.version), version.secrecy, version.level) == ("V1.1", "内部", "D")
        assert (version.notes, version.reason) == (["更换电话"], "更换电话")


@pytest.mark.rule("R-2.3.3-1")
def test_who_asked_does_not_confirm(run, manual):
    number = told(register(run, manual, "--as", "wangjun"))["number"]
    for verb, login in (("submit", "wangjun"), ("approve", "chenzhiyuan"), ("publish", "zhaomin")):
        told(run("document", verb, number, *as_(login)))

    done = run("document", "confirm", number, *as_("zhaomin"))

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "不符合 2.3.3：申请人与确认人不能为同一人，请由另一人确认。\n"
    assert told(run("document", "show", number, "--json"))["state"] == "待发布"


def test_a_second_person_may_say_no(run, manual):
    number = told(register(run, manual, "--as", "wangjun"))["number"]
    for verb, login in (("submit", "wangjun"), ("approve", "chenzhiyuan"), ("publish", "zhaomin")):
        told(run("document", verb, number, *as_(login)))

    assert told(run("document", "confirm", number, "--reject", *as_("sunli")))["state"] == "待发布"
    assert "没有待确认的事项" in run("document", "confirm", number, *as_("sunli")).stderr


def test_what_is_returned_or_withdrawn_says_why(run, manual):
    number = told(register(run, manual, "--as", "wangjun"))["number"]
    told(run("document", "submit", number, *as_("wangjun")))

    back = told(run("document", "return", number, "--opinion", "缺电话", *as_("chenzhiyuan")))
    gone = told(run("document", "withdraw", number, "--reason", "重复", *as_("wangjun")))

    assert (back["state"], gone["state"]) == ("草稿", "已撤回")


def test_a_wrong_password_is_refused_counted_and_recorded_and_the_fifth_locks(run, manual, database):
    number = told(register(run, manual, "--as", "wangjun"))["number"]

    wrong = [run("document", "submit", number, *as_("wangjun"), typed="Wrong-password-1") for _ in range(5)]
    right = run("document", "submit", number, *as_("wangjun"))

    assert {(done.exit_code, done.stdout) for done in [*wrong, right]} == {(1, "")}
    assert "登录名或密码不正确，或登录暂时受限" in right.stderr
    with database.read() as session:
        assert session.scalars(select(LoginFailure.source)).all() == ["shell"] * 5
        rows = session.scalars(select(AuditRow).where(AuditRow.act == "people.log_in")).all()
        assert session.scalars(select(LoginSession)).all() == []
    assert [(row.subject, row.result, row.detail["locked"]) for row in rows] == [
        *[("wangjun", "refused", False)] * 5,
        ("wangjun", "refused", True),
    ]
    assert told(run("document", "show", number, "--json"))["state"] == "草稿"


@pytest.mark.rule("R-4.5.1-3")
def test_what_one_may_not_know_of_answers_as_what_does_not_exist(run, manual):
    published(run, manual)

    hidden = run("document", "abolish", "ZLW-SC01-YGZX-001", "--reason", "x", *as_("zhouwei"))
    absent = run("document", "abolish", "ZLW-SC01-YGZX-999", "--reason", "x", *as_("zhouwei"))

    assert (hidden.exit_code, hidden.stderr) == (absent.exit_code, absent.stderr) == (1, absent.stderr)


def test_a_refusal_is_written_to_the_name_of_who_acted(run, manual, database):
    number = told(register(run, manual, "--as", "wangjun"))["number"]

    done = run("document", "approve", number, *as_("wangjun"))

    assert done.exit_code == 1
    with database.read() as session:
        row = session.scalars(select(AuditRow).where(AuditRow.result == "refused")).one()
    assert (row.login, row.act) == ("wangjun", "cli.document")


def test_with_history_it_is_current_findable_and_lists_what_is_missing(run, manual, database):
    data = told(
        run(
            "document",
            "register",
            manual,
            "--folder",
            "ZD07",
            "--unit",
            "YGZX",
            "--history",
            "--old-number",
            "老-7",
            "--json",
        )
    )

    assert (data["number"], data["state"], data["old_number"]) == ("ZLW-ZD07-YGZX-001", "现行有效", "老-7")
    assert data["missing"] == ["编写人", "发布时间", "修订记录", "保密级别", "使用范围", "审批级别"]
    with database.read() as session:
        found = {words: search.find(session, words).total for words in ("通讯畅通", "老-7", "没有的字")}
    assert found == {"通讯畅通": 1, "老-7": 1, "没有的字": 0}


def test_lists_what_there_is(run, manual):
    published(run, manual)
    run("document", "register", manual, "--folder", "ZD07", "--unit", "YGZX", "--history")

    numbers = {
        words: [one["number"] for one in told(run("document", "list", *words, "--json"))]
        for words in ((), ("--folder", "SC"), ("--state", "草稿"), ("--incomplete",))
    }

    assert numbers == {
        (): ["ZLW-SC01-YGZX-001", "ZLW-ZD07-YGZX-001"],
        ("--folder", "SC"): ["ZLW-SC01-YGZX-001"],
        ("--state", "草稿"): [],
        ("--incomplete",): ["ZLW-ZD07-YGZX-001"],
    }
    assert "共 2 份。" in run("document", "list").stdout


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("document", "submit", "CG-2026-0001"), 2),
        (("document", "register", "no-such-file", "--folder", "SC01", "--unit", "YGZX"), 2),
        (("document", "show", "ZLW-SC01-YGZX-001"), 1),
    ],
)
def test_wrong_use_and_refusal_are_told_apart(run, words, code):
    assert run(*words).exit_code == code


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [("--folder", "XX99", "没有代码为“XX99”的文件夹"), ("--unit", "NIX", "没有代码为“NIX”的单位")],
)
def test_an_unknown_folder_or_unit_is_named(run, manual, option, value, sentence):
    done = register(run, manual, option, value)

    assert done.exit_code == 1
    assert sentence in done.stderr


def test_the_commands_of_both_rooms_stand_in_one_group():
    group = cli.docsys.get_command(click.Context(cli.docsys), "document")

    assert isinstance(group, click.Group)
    assert {"register", "show", "list", "submit", "approve", "publish", "revise", "abolish", "confirm"} <= {
        *group.commands
    }
