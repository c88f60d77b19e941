"""`docsys change check`: sixty orders whose refusals were written from the requirements before the guards were read."""

import json
from collections import Counter
from typing import Any

import pytest
from click.testing import CliRunner

from docsys.calendars.seed import seed
from docsys.changes.commands import change
from docsys.shell import Shell
from tests.changes.plans import LEFT, NAMES, ORDERS, orders, person, values
from tests.people.factories import NOW, make_reference, make_user

pytestmark = pytest.mark.db
GUARDS = [f"G{number}" for number in range(1, 14)]


@pytest.fixture
def run(settings, database, clock):
    """The command over a database with the official years and the people of the file."""
    with database.act() as session:
        make_reference(session)
        seed(session, NOW)
        for login, name in NAMES.items():
            make_user(session, login, name=name).active = login != LEFT

    def command(*words):
        shell = Shell(settings, clock, lambda _settings: (database, {}))
        return CliRunner().invoke(change, ["check", *words], obj=shell, catch_exceptions=False)

    return command


@pytest.fixture
def given(run, tmp_path):
    """The command upon what the test says."""
    path = tmp_path / "变更单.json"

    def command(content, *words):
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode())
        return run(str(path), *words)

    return command


@pytest.mark.rule("R-15.1.2-1")
@pytest.mark.rule("R-15.6.2-1")
@pytest.mark.rule("R-15.6.2-3")
@pytest.mark.rule("R-15.6.2-4")
@pytest.mark.rule("R-15.6.3-1")
@pytest.mark.rule("R-15.6.4-4")
@pytest.mark.rule("R-15.6.4-5")
def test_sixty_orders_are_refused_for_exactly_what_is_expected_of_them(run):
    done = run(str(ORDERS), "--json")

    told = json.loads(done.stdout)
    said = {
        order["about"]: sorted({one["guard"] for one in answer["refusals"]})
        for order, answer in zip(orders(), told, strict=True)
    }
    assert said == {order["about"]: sorted(order["expected"]) for order in orders()}
    assert [answer["ok"] for answer in told] == [order["expected"] == [] for order in orders()]
    assert (done.exit_code, len(said)) == (1, 60)


def test_each_guard_is_broken_alone_three_times_and_ten_are_broken_in_pairs():
    alone = Counter(order["expected"][0] for order in orders() if len(order["expected"]) == 1)

    assert [guard for guard in GUARDS if alone[guard] < 3] == []
    assert set(alone) == set(GUARDS)
    assert Counter(len(order["expected"]) for order in orders()) == {1: 42, 2: 10, 0: 8}


def test_one_order_is_answered_by_one_object_and_several_by_a_list_in_their_order(given):
    late = values(verifiers=[person("wanghaitao")]) | {"submitted_at": "2026-11-23T10:00"}
    fine = values("二级", documents=[], documents_none="不涉及") | {"submitted_at": "2026-11-27T10:00"}
    sentence = "王海涛既是变更执行人又是变更验证人，两者不能为同一人，请另选一人。"
    refused = {"ok": False, "refusals": [{"guard": "G13", "article": "15.6.4（五）", "message": sentence}]}

    assert json.loads(given(late, "--json").stdout) == refused
    assert json.loads(given([fine, late], "--json").stdout) == [{"ok": True, "refusals": []}, refused]
    assert (given(fine).exit_code, given(late).exit_code, given([fine, late]).exit_code) == (0, 1, 1)


def test_without_json_each_order_is_told_with_its_articles(given):
    late = values(name=None, verifiers=[]) | {"submitted_at": "2026-11-23T10:00"}

    assert given([values() | {"submitted_at": "2026-11-23T10:00"}, late]).stdout == (
        "第 1 份 SH-2 节点核心交换机软件版本升级：符合\n"
        "第 2 份 （未命名）：2 处不符合\n"
        "  G2\t不符合 15.6.2（一）：变更申请缺少“变更名称”，请填写。\n"
        "  G13\t不符合 15.6.4（五）：请填写变更验证人，至少一人。\n"
    )
    assert given(late).stdout.startswith("（未命名）：2 处不符合\n")


def test_the_moment_is_asked_stated_or_now(given):
    """The clock of the test stands on Monday 2026-11-23; an order of 一级 for Saturday is late from Wednesday on."""
    cases = [
        ({}, [], []),
        ({"submitted_on": "2026-11-25"}, [], ["G1"]),
        ({"submitted_on": "2026-11-25", "submitted_at": "2026-11-24T10:00"}, [], []),
        ({"submitted_at": "2026-11-23T10:00"}, ["--as-of", "2026-11-25"], ["G1"]),
        ({"submitted_at": "2026-11-25T10:00"}, ["--as-of", "2026-11-24T23:59"], []),
    ]

    told = [json.loads(given(values() | stated, "--json", *options).stdout) for stated, options, _ in cases]

    assert [[one["guard"] for one in answer["refusals"]] for answer in told] == [guards for _, _, guards in cases]


def test_persons_may_be_written_by_their_login_alone(given):
    fine = values(planner="lijing", executors=["wanghaitao"], verifiers="LiuYing")
    same = values(executors=["王海涛(wanghaitao)", "赵敏"], verifiers=["wanghaitao"])

    assert json.loads(given(fine, "--json").stdout)["refusals"] == []
    assert [one["message"] for one in json.loads(given(same, "--json").stdout)["refusals"]] == [
        "赵敏不是系统用户，请从人员名单中选取。",
        "王海涛既是变更执行人又是变更验证人，两者不能为同一人，请另选一人。",
    ]


@pytest.mark.rule("R-15.3.1-1")
def test_an_emergency_needs_the_decision_before_it_is_free_of_the_window(given):
    times = {"start": "2026-11-25T10:05", "end": "2026-11-25T11:20"}
    urgent = values(type="紧急", steps=[values()["steps"][0] | times], **times)
    by_whom = {"approver": "何平", "means": "电话"}
    decisions: list[dict[str, Any]] = [{}, by_whom, by_whom | {"approved_at": "2026-11-25T10:00"}, {"completing": True}]

    told = json.loads(given([urgent | decision for decision in decisions], "--json").stdout)

    assert [[one["guard"] for one in answer["refusals"]] for answer in told] == [["G15"], ["G15"], [], []]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'{"name": }', "“变更单.json”不是 JSON 文件：第 1 行第 10 列读不懂。请改正后重试。"),
        ("{}".encode("gb18030") + b"\xff\xfe", "“变更单.json”不是 JSON 文件：第 1 行第 1 列读不懂。请改正后重试。"),
        (b"[" * 100_000, "“变更单.json”不是 JSON 文件：第 1 行第 1 列读不懂。请改正后重试。"),
        ("变更", "“变更单.json”不是变更单：应为一个对象，键为 forms/BG.toml 的字段。"),
        ([], "“变更单.json”不是变更单：列表是空的。"),
        ([{"name": "一"}, 3], "“变更单.json”第 2 份不是变更单：应为一个对象，键为 forms/BG.toml 的字段。"),
        ({"title": "一"}, "“变更单.json”不是变更单：没有 forms/BG.toml 的任何字段。"),
        ({"name": "一", "circumstances": 3}, "“变更单.json”不是变更单：circumstances 应为一个对象。"),
        (
            {"name": "一", "submitted_at": "周一"},
            "“变更单.json”不是变更单：submitted_at 的“周一”不是时间，例如 2026-11-23T10:00。",
        ),
    ],
)
def test_a_file_that_holds_no_orders_is_wrong_use_and_says_where(settings, clock, tmp_path, content, sentence):
    path = tmp_path / "变更单.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode())
    shell = Shell(settings, clock, lambda _settings: pytest.fail("no database is needed"))

    done = CliRunner().invoke(change, ["check", str(path), "--json"], obj=shell, catch_exceptions=False)

    assert (done.exit_code, done.stdout, done.stderr.splitlines()[-1]) == (2, "", f"Error: {sentence}")


def test_values_of_any_shape_are_refused_and_never_fall_over(given):
    odd = {key: [{"item": {"a": 1}}, 3, None] for key in values()} | {"submitted_at": "2026-11-23T10:00"}
    more = {"opinions": 3, "votes": ["一"], "assessed": [], "filed_on": {}, "notice_to": "无", "conflicts": 5}

    told = json.loads(given([odd, odd | {"circumstances": more, "level": "一级"}], "--json").stdout)

    assert [answer["ok"] for answer in told] == [False, False]
    assert {"G7", "G8", "G9", "G10", "G11"} & {one["guard"] for one in told[1]["refusals"]} == {
        "G8",
        "G9",
        "G10",
        "G11",
    }
