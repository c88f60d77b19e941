"""Validation of a sheet and of JC: what is refused, and with which article."""

import pytest

from docsys.forms.definitions import load, load_all, restore, snapshot
from docsys.forms.rules import holds
from docsys.forms.shape import DRAFT
from docsys.forms.validation import read, validate
from docsys.settings import PACKAGE

CATALOGUE = load_all(PACKAGE.parent / "forms")
BG = load(PACKAGE.parent / "tests" / "forms" / "handled" / "BG.toml")
JC = CATALOGUE.get("JC")


def errors_of(form, stage=None, **changes):
    return validate(form, {**form.sample, **changes}, stage=stage)[1]


@pytest.mark.rule("R-15.5.2-1")
def test_the_order_bears_the_agreed_field_ids():
    ids = {field.id for field in BG.fields}
    steps = {field.id for field in BG.by_id["steps"].fields}

    assert ids >= {
        "applicant",
        "name",
        "type",
        "level",
        "reason",
        "time_limit",
        "planner",
        "units",
        "start",
        "end",
        "impact_system",
        "impact_business",
        "content",
        "steps",
        "prechecks",
        "posttests",
        "rollback",
        "documents",
        "config_items",
        "executors",
        "verifiers",
        "submitted_on",
        "review_opinion",
        "leader_opinion",
        "achievement",
    }
    assert steps == {"item", "operator", "checker", "start", "end"}


@pytest.mark.rule("R-15.6.2-4")
def test_a_first_level_order_needs_its_rollback_and_a_second_level_one_does_not():
    refused = errors_of(BG, level="一级", rollback="")

    assert refused == {"rollback": ["不符合 15.6.2（四）：一级变更应包含回退计划，请写明回退步骤及方法。"]}
    assert errors_of(BG, level="二级", rollback="") == {}


@pytest.mark.rule("R-15.6.2-4")
def test_operator_and_checker_of_a_step_are_two_persons():
    step = {**BG.sample["steps"][0], "checker": BG.sample["steps"][0]["operator"]}

    assert errors_of(BG, steps=[BG.sample["steps"][1], step]) == {
        "steps.1.checker": ["不符合 15.6.2（四）：同一步骤的操作人与检查人不能为同一人。"]
    }


@pytest.mark.rule("R-15.6.4-5")
def test_executor_and_verifier_are_two_persons():
    assert errors_of(BG, verifiers="王海涛（wanghaitao）") == {
        "verifiers": ["不符合 15.6.4（五）：变更执行人与变更验证人不能为同一人。"]
    }


def test_the_end_comes_after_the_start():
    assert errors_of(BG, end="2026-11-28 09:00") == {"end": ["不符合 15.6.2（四）：变更实施的结束时间须晚于开始时间。"]}


@pytest.mark.rule("R-15.6.2-1")
@pytest.mark.parametrize("field", ["reason", "time_limit", "type", "level", "content"])
def test_an_order_lacking_one_of_the_four_contents_is_refused(field):
    label = BG.by_id[field].label
    verb = "选择" if field in {"type", "level"} else "填写"

    assert errors_of(BG, **{field: ""}) == {field: [f"不符合 15.6.2（一）：请{verb}“{label}”。"]}


def test_each_step_asks_only_for_its_own_sections():
    empty = dict.fromkeys(("review_opinion", "achievement", "outcome", "rechecker", "rechecked_on"), "")

    assert errors_of(BG, DRAFT, **empty) == {}
    assert set(errors_of(BG, "review", **empty)) == {"review_opinion"}
    assert set(errors_of(BG, "complete", **empty)) == {"achievement", "outcome", "rechecker", "rechecked_on"}


def test_the_rechecker_is_not_an_executor_although_another_step_filled_that_in():
    assert errors_of(BG, "complete", rechecker="王海涛（wanghaitao）") == {
        "rechecker": ["不符合 15.6.5（一）：变更复核人不能是变更执行人。"]
    }


def test_what_cannot_be_read_is_kept_as_typed():
    values, errors = validate(BG, {**BG.sample, "start": "明早九点"})

    assert values["start"] == "明早九点"
    assert errors == {"start": ["“明早九点”不是日期和时间，请写作 2026-01-05 09:30。"]}


def test_a_draft_is_read_without_asking_whether_it_is_complete():
    values, errors = read(BG, {"name": " 升级 ", "steps": [{"item": "备份"}]})

    assert (values["name"], values["steps"][0]["item"], values["reason"], errors) == ("升级", "备份", None, {})


@pytest.mark.rule("R-10.3.3-1")
@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("approver", "不符合 10.3.3：非授权工作人员进入机房，应由授权部门负责人批准，请填写批准人。"),
        ("escort", "不符合 10.3.3：非授权工作人员进入机房，应由授权人员全程陪同，请填写陪同人。"),
    ],
)
def test_an_unauthorised_visitor_needs_approver_and_escort(missing, sentence):
    assert errors_of(JC, kind="其他", xc_number="", **{missing: ""}) == {missing: [sentence]}


def test_an_authorised_colleague_needs_neither():
    assert errors_of(JC, kind="本单位", authorised="授权", approver="", escort="", xc_number="") == {}


@pytest.mark.rule("R-6.2.5-1")
def test_a_supplier_needs_the_number_of_his_approval():
    assert errors_of(JC, xc_number="") == {
        "xc_number": ["不符合 6.2.5：供应商服务人员进入机房须经承建单位批准，请填写现场服务审批单号（XC）。"]
    }
    assert errors_of(JC, xc_number="BG-2026-0001") == {
        "xc_number": ["“BG-2026-0001”不是 XC 表单编号，例如 XC-2026-0001。"]
    }


@pytest.mark.rule("R-10.3.5-1")
@pytest.mark.parametrize("field", ["visitor", "organisation", "entered_at", "reason", "equipment"])
def test_a_visit_records_who_when_why_and_with_what(field):
    assert errors_of(JC, **{field: ""}) == {field: [f"不符合 10.3.5：请填写“{JC.by_id[field].label}”。"]}


def test_a_visitor_cannot_escort_himself():
    assert errors_of(JC, escort="周建国")["escort"] == ["不符合 10.3.3：陪同人不能是进入人员本人。"]


def test_nobody_leaves_before_entering():
    assert errors_of(JC, left_at="2026-11-20 09:00") == {"left_at": ["不符合 10.3.5：离开时间不得早于进入时间。"]}


def test_forbidden_goods_must_have_been_looked_for():
    assert errors_of(JC, checked="否")["checked"][0].startswith("不符合 10.3.6：须先检查")


def conditional(**section):
    definition = snapshot(JC)
    definition["section"] = [*definition["section"][:-1], {**definition["section"][-1], **section}]
    return restore(definition)


def test_a_section_whose_condition_is_not_met_counts_as_not_there():
    form = conditional(when={"field": "kind", "among": ["供应商"]})

    values, errors = validate(form, {**JC.sample, "kind": "本单位", "reason": "", "xc_number": "乱写"})

    assert (values["reason"], values["xc_number"], errors) == (None, None, {})


@pytest.mark.parametrize("form", CATALOGUE, ids=lambda form: form.code)
def test_every_shipped_form_accepts_its_sample(form):
    assert validate(form, form.sample)[1] == {}


@pytest.mark.parametrize("form", CATALOGUE, ids=lambda form: form.code)
def test_every_shipped_form_refuses_an_empty_one_with_one_sentence_for_each_required_field(form):
    values, errors = validate(form, {})

    assert {name: len(found) for name, found in errors.items()} == {
        field.id: 1
        for section in form.sections
        if holds(section.when, values)
        for field in section.inputs
        if field.required
    }
    assert all(f"“{form.by_id[name].label}”" in found[0] for name, found in errors.items())
