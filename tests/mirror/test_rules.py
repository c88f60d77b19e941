from datetime import timedelta

import pytest

from docsys.mirror import rules


@pytest.mark.parametrize("path", [".git/config", "现行库/.隐藏", "现行库/~$手册.docx", ".docsys-library"])
def test_hidden_names_and_office_locks_are_ignored(path):
    assert rules.ignored(path)


def test_an_ordinary_name_is_not_ignored():
    assert not rules.ignored("现行库/01_ZD_技术制度及流程类/手册~.docx")


def test_an_undecodable_name_can_be_shown():
    name = b"\xd6\xc6.txt".decode("utf-8", "surrogateescape")

    assert (rules.decodable(name), rules.printable(name)) == (False, r"\xd6\xc6.txt")


@pytest.mark.rule("R-12.2.2-1")
@pytest.mark.parametrize(
    ("path", "configured", "days"),
    [
        ("现行库/03_PZ_系统配置类/PZ01_拓扑/图.vsdx", 1, 366),
        ("历史版本/ZLW-PZ01-YGZX-001_拓扑/图.vsdx", 1, 366),
        ("现行库/01_ZD_技术制度及流程类/手册.docx", 1, 183),
        ("现行库/01_ZD_技术制度及流程类/手册.docx", 366, 366),
        ("现行库/03_PZ_系统配置类/图.vsdx", 730, 730),
    ],
)
def test_core_data_stay_a_year_and_all_else_half_a_year_at_least(path, configured, days):
    assert rules.keep_days(path, configured) == days
    assert not rules.is_expired(path, timedelta(days=days) - timedelta(seconds=1), configured)
    assert rules.is_expired(path, timedelta(days=days), configured)


@pytest.mark.parametrize(("days", "configured", "least"), [(182, 30, 183), (365, 366, 366)])
def test_a_purge_below_the_minimum_is_refused_with_the_article(days, configured, least):
    with pytest.raises(rules.KeptTooShort, match=f"不符合 12.2.2：备份历史须至少保留 {least} 天"):
        rules.check_purge(days, configured)


@pytest.mark.parametrize(
    ("toll", "held"),
    [
        (rules.Toll(200, 0, 0), False),
        (rules.Toll(201, 0, 0), True),
        (rules.Toll(100, 100, 200), False),  # the share counts only where there are more than 200
        (rules.Toll(15, 15, 300), False),
        (rules.Toll(16, 16, 300), True),
        (rules.Toll(16, 0, 300), False),  # files outside documents' folders count by number only
    ],
)
def test_the_brake_holds_what_is_too_much_at_once(toll, held):
    assert (rules.brake_reason(toll, 200) is not None) is held


@pytest.mark.parametrize(
    ("path", "deleted", "altered"),
    [
        ("现行库/甲/ZLW-ZD07-YGZX-001_V1.0_手册.docx", True, True),
        ("现行库/甲/ZLW-ZD07-YGZX-001_V1.0_标识版.pdf", True, False),
        ("现行库/甲/元数据.json", True, False),
        ("现行库/00_目录.csv", False, False),
        ("系统快照/2026-11-23.sqlite3", False, False),
        ("系统快照/编号台账.csv", False, False),
    ],
)
def test_what_the_system_rewrites_itself_does_not_count(path, deleted, altered):
    assert (rules.counts_when_deleted(path), rules.counts_when_altered(path)) == (deleted, altered)


def test_the_metadata_of_a_file_lies_beside_it_or_one_folder_up():
    assert rules.document_folders("现行库/甲/附件/图.png") == ("现行库/甲/附件", "现行库/甲")
    assert rules.document_folders("00_目录.csv") == ()


def test_waits_grow_up_to_five_minutes():
    waits = [rules.backoff(attempts) for attempts in range(1, 20)]

    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (1.0, 300.0)
