"""`docsys document compare|dates`: what the pages show and set, from the shell."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from docsys import cli, vault
from docsys.audit.models import AuditRow
from docsys.documents.models import Document
from docsys.publication import actions as life
from docsys.shell import Shell
from tests.documents import factories as make
from tests.people.factories import NOW, PASSWORD

pytestmark = pytest.mark.db
NUMBER = "ZLW-SC01-YGZX-001"


@pytest.fixture
def run(settings, database, clock):
    """`docsys document …` upon a manual in force, which is being revised."""
    with database.act() as session:
        people = make.make_people(session)
        document = make.make_current(session, people, settings.archive)
        make.revise(session, people, settings.archive, document)
    vault.settle(database, settings.archive, NOW)

    def command(*words):
        shell = Shell(settings, clock, lambda _settings: (database, {}))
        words = ("document", *words)
        return CliRunner().invoke(cli.docsys, words, obj=shell, input=f"{PASSWORD}\n", catch_exceptions=False)

    return command


def told(done):
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_two_versions_are_compared_whichever_is_named_first(run, database):
    data = told(run("compare", NUMBER, "v1.1", "V1.0", "--json"))

    marks = {one["label"]: (one["left"], one["right"]) for one in data.pop("marks")}
    assert data == {
        "number": NUMBER,
        "title": "运管中心值班手册",
        "left": {"version": "V1.0", "state": "现行有效"},
        "right": {"version": "V1.1", "state": "草稿"},
        "identical": False,
        "why": "",
        "differences": [
            {
                "kind": "removed",
                "left_number": 1,
                "left": "值班人员应保证通讯畅通。",
                "right_number": None,
                "right": "",
            },
            {"kind": "added", "left_number": None, "left": "", "right_number": 1, "right": "新的值班电话。"},
        ],
    }
    assert marks["状态"] == ("现行有效", "草稿")
    assert marks["修订记录"] == ("首次发布", "更换值班电话")
    with database.read() as session:
        row = session.scalars(select(AuditRow).order_by(AuditRow.id.desc())).first()
    assert (row.act, row.subject, row.detail) == (
        "document.view",
        NUMBER,
        {"version": "V1.0 与 V1.1", "what": "版本比较"},
    )


def test_compared_for_a_reader_it_is_a_list_of_lines(run):
    said = run("compare", NUMBER, "V1.0", "V1.1").stdout.splitlines()

    assert said[0] == f"{NUMBER}《运管中心值班手册》V1.0 现行有效 → V1.1 草稿"
    assert "  修订记录：首次发布 → 更换值班电话" in said
    assert said[-3:] == ["-1  值班人员应保证通讯畅通。", "+1  新的值班电话。", "正文 2 处不同。"]


def test_of_two_versions_of_one_number_the_one_that_was_not_taken_back_is_meant(run, database, settings):
    with database.act() as session:
        people = make.make_people_again(session)
        document = session.scalars(select(Document)).one()
        life.withdraw(session, document.id, "重写", actor=people.author, now=NOW)
        make.revise(session, people, settings.archive, document)
    vault.settle(database, settings.archive, NOW)

    assert told(run("compare", NUMBER, "V1.0", "V1.1", "--json"))["right"] == {"version": "V1.1", "state": "草稿"}


@pytest.mark.parametrize(
    ("versions", "sentence"),
    [
        (("V1.0", "V9.9"), f"{NUMBER} 没有版本 V9.9，现有：V1.0、V1.1。"),
        (("V1.0", "V1.0"), "请选择两个不同的版本进行比较。"),
        (("V1.0", "最新"), "不符合 4.3.5：版本“最新”不能识别，请写成 V主版本.次版本，如 V1.0、V1.10。"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_words(run, versions, sentence):
    done = run("compare", NUMBER, *versions)

    assert (done.exit_code, done.stderr.strip()) == (1, sentence)


def test_the_dates_of_a_document_are_shown(run):
    assert told(run("dates", NUMBER, "--json")) == {
        "number": NUMBER,
        "title": "运管中心值班手册",
        "review_months": 12,
        "next_review": "2027-11-23",
        "valid_until": None,
        "standing": "正常",
        "days": 365,
    }
    assert run("dates", NUMBER).stdout.splitlines() == [
        f"{NUMBER}《运管中心值班手册》正常",
        "  评审周期：每 12 个月　下次评审：2027-11-23　有效期至：长期",
    ]


def test_one_date_is_set_and_the_others_stay(run):
    words = ("--reason", "合同到期", "--as", "zhaomin", "--json")

    first = told(run("dates", NUMBER, "--valid-until", "2027-06-30", *words))
    second = told(run("dates", NUMBER, "--next-review", "2027-03-01", *words))
    third = told(run("dates", NUMBER, "--months", "6", "--no-end", *words))

    dates = [(one["review_months"], one["next_review"], one["valid_until"]) for one in (first, second, third)]
    assert dates == [(12, "2027-11-23", "2027-06-30"), (12, "2027-03-01", "2027-06-30"), (6, "2026-09-01", None)]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--valid-until", "2027-06-30", "--reason", "到期"), 2, "调整日期须用 --as 写明办理人。"),
        (("--valid-until", "2027-06-30", "--as", "zhaomin"), 1, "请写明调整原因。"),
        (("--valid-until", "2027-06-30", "--no-end", "--as", "zhaomin"), 2, "不能同时使用"),
        (("--months", "0", "--reason", "不再评审", "--as", "zhaomin"), 1, "评审周期为 1 至 12 个月"),
        (("--valid-until", "2027-06-30", "--reason", "到期", "--as", "wangjun"), 1, "权限"),
    ],
)
def test_dates_that_may_not_be_set_are_refused_in_words(run, words, code, sentence):
    done = run("dates", NUMBER, *words)

    assert done.exit_code == code
    assert sentence in done.stderr
    assert told(run("dates", NUMBER, "--json"))["valid_until"] is None
