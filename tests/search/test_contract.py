"""One contract over all engines: the same answers from FTS5, tsvector and Whoosh."""

import pytest
from sqlalchemy import event, select

from docsys import search
from docsys.db import Database
from docsys.search import Filters, PageText, TextState
from docsys.search.chunks import OVERLAP, SIZE
from docsys.search.engines import Engine
from docsys.search.models import SearchChunk, SearchEntry
from tests.search.factories import found, make_entry, put, wide

pytestmark = [pytest.mark.db, pytest.mark.usefixtures("engine")]
FILLER = "".join(chr(0x4E00 + number) for number in range(3 * SIZE))


def test_a_word_is_found_within_other_words(database: Database) -> None:
    put(database, ["应使用证联网变更单", "与此无关"])

    assert found(database, "联网变更") == [1]


def test_all_words_must_be_there_each_anywhere_in_the_entry(database: Database) -> None:
    put(database, [f"备份介质{FILLER}应急预案", "备份介质", "应急预案"])

    assert found(database, "备份介质 应急预案") == [1]


def test_an_exclusion_is_decided_for_the_entry_not_for_the_chunk(database: Database) -> None:
    put(database, [f"值班手册{FILLER}已经废止", "值班手册"])

    assert found(database, "值班手册 -废止") == [2]


def test_an_exclusion_alone_finds_the_rest(database: Database) -> None:
    put(database, ["甲", "乙", "甲乙"])

    assert found(database, "-甲") == [2]


def test_either_word_will_do(database: Database) -> None:
    put(database, ["交换机", "防火墙", "路由器"])

    assert found(database, "交换机 OR 防火墙") == [1, 2]


def test_a_phrase_is_found_across_line_ends_and_ocr_blanks(database: Database) -> None:
    put(database, ["证联网运\n管 中 心\r\n负责", "证联网负责运管中心"])

    assert found(database, "“证联网运管中心负责”") == [1]


def test_a_phrase_across_a_page_end_is_found(database: Database) -> None:
    with database.act() as session:
        search.put(session, make_entry(1), [PageText(1, "变更执行人与变更"), PageText(2, "验证人不能为同一人")])

    assert found(database, "变更验证人") == [1]


def test_a_phrase_across_a_chunk_end_is_found(database: Database) -> None:
    put(database, [FILLER])

    assert [found(database, f'"{FILLER[SIZE - cut : SIZE - cut + 20]}"') for cut in (0, 10, 20, 60, 70)] == [[1]] * 5


def test_a_phrase_longer_than_the_overlap_is_exact(database: Database) -> None:
    long = FILLER[SIZE - 100 : SIZE + 100]
    pieces = "。".join(long[start : start + OVERLAP] for start in range(0, 200, OVERLAP - 1))
    put(database, [FILLER, pieces, long])

    assert sorted(found(database, f'"{long}"')) == [1, 3]


def test_a_single_character_is_found_anywhere_also_at_the_end(database: Database) -> None:
    put(database, ["审批", "待审", "批准", "审"])

    assert sorted(found(database, "审")) == [1, 2, 4]


def test_mixed_latin_and_digits_are_found_as_they_stand(database: Database) -> None:
    put(
        database,
        ["登录SH-1检查", "登录SH-12检查", "地址 10.1.2.3", "地址 10.1.20.3", "升级到V2.3.1版", "按GB/T 22239执行"],
    )

    queries = ["SH-12", "sh-1检查", "10.1.2.", "V2.3", '"GB/T 22239"', "GB/T22239", wide("SH-12")]
    assert [found(database, query) for query in queries] == [[2], [1], [3], [5], [6], [], [2]]


def test_signs_and_query_syntax_within_words_are_plain(database: Database) -> None:
    put(database, ['it\'s a \\ "test" & 100% sure: a|b*c', "无"])

    queries = ["it's", "\\", "100%", "a|b*c", "&", "sure:"]
    assert [found(database, query) for query in queries] == [[1]] * 6
    assert [found(database, query) for query in ("_", "i%a", "x' OR 1=1", "NEAR(a b)")] == [[], [], [], []]


def test_traditional_and_simplified_find_each_other(database: Database) -> None:
    put(database, ["證聯網運維管理", "证联网运维管理"])

    assert [found(database, "运维"), found(database, "運維")] == [[1, 2], [1, 2]]


def test_fields_are_searched_alone(database: Database) -> None:
    with database.act() as session:
        about = {"title": "值班手册", "author": "张三", "category": "ZD07", "category_name": "值班及日常管理"}
        search.put(session, make_entry(1, **about), [PageText(None, "李四")])
        search.put(session, make_entry(2, title="李四的配置"), [PageText(None, "值班手册 张三")])

    queries = ["标题:值班", "作者:张三", "类别:ZD07", "类别：日常", "编号:YGZX-002", "标题:李四", "值班手册 -标题:配置"]
    assert [found(database, query) for query in queries] == [[1], [1], [1], [1], [2], [2], [1]]


def test_words_may_stand_in_title_and_text(database: Database) -> None:
    put(database, ["介质每月核对"], title="备份管理规定")

    assert found(database, "备份 核对") == [1]


def test_former_numbers_lead_to_the_entry(database: Database) -> None:
    put(database, ["正文"], also=["ZLW-PZ02-SHFE-014"])

    assert found(database, "ZLW-PZ02-SHFE-014") == [1]


def test_number_and_title_come_first_then_frequency(database: Database) -> None:
    with database.act() as session:
        texts = {1: "防火墙", 2: f"防火墙{FILLER}防火墙", 3: "无关", 4: "无关"}
        titles = {1: "甲", 2: "乙", 3: "防火墙策略", 4: "丙"}
        numbers = {4: "防火墙-4"}
        for entry_id, text in texts.items():
            entry = make_entry(entry_id, title=titles[entry_id], number=numbers.get(entry_id, f"N-{entry_id}"))
            search.put(session, entry, [PageText(None, text)])

    assert found(database, "防火墙") == [4, 3, 2, 1]


def test_what_lies_outside_the_permission_shows_nowhere(database: Database) -> None:
    put(database, ["机密词", "机密词", "公开"], category="ZD07", category_name="值班")
    within = select(SearchEntry.entry_id).where(SearchEntry.entry_id.in_([2, 3]))

    with database.read() as session:
        results = search.find(session, "机密词", within=within)
        nothing = search.find(session, "机密词", within=within.where(SearchEntry.entry_id == 3))
        never = search.find(session, "-公开", within=within)

    assert (results.total, [hit.entry_id for hit in results.hits], results.categories) == (
        1,
        [2],
        {("ZD07", "值班"): 1},
    )
    assert (nothing.total, nothing.hits, nothing.ids, nothing.categories) == (0, [], [], {})
    assert list(never.ids) == [2]


def test_counts_by_category_and_unit_leave_out_their_own_filter(database: Database) -> None:
    with database.act() as session:
        for entry_id, (category, unit) in enumerate([("ZD07", "甲"), ("ZD07", "乙"), ("PZ02", "甲")], start=1):
            search.put(session, make_entry(entry_id, category=category, unit=unit), [PageText(None, "交换机")])

    with database.read() as session:
        results = search.find(session, "交换机", filters=Filters(category="ZD07", unit="甲"))

    assert (results.total, list(results.ids)) == (1, [1])
    assert (results.categories, results.units) == ({("PZ02", ""): 1, ("ZD07", ""): 1}, {"乙": 1, "甲": 1})


def test_a_hit_shows_its_page_and_marks_what_was_sought(database: Database) -> None:
    pages = [PageText(1, "封面"), PageText(2, "目录"), PageText(3, "第三条 变更单\n由值班员填写")]
    with database.act() as session:
        search.put(session, make_entry(1, title="变更管理"), pages)

    with database.read() as session:
        (hit,) = search.find(session, "变更单由").hits

    assert (hit.page, hit.number, hit.version) == (3, "ZLW-ZD07-YGZX-001", "V1.0")
    assert hit.snippet == [("封面目录第三条", False), ("变更单由", True), ("值班员填写", False)]


def test_pages_of_results_follow_each_other(database: Database) -> None:
    put(database, ["交换机"] * 5)

    with database.read() as session:
        results = search.find(session, "交换机", limit=2, offset=2)

    assert (results.total, list(results.ids), [hit.entry_id for hit in results.hits]) == (5, [1, 2, 3, 4, 5], [3, 4])


def test_a_page_of_hits_costs_as_many_statements_as_one_hit(database: Database) -> None:
    put(database, ["交换机", "交换机", "交换机 路由器"])

    assert statements(database, "路由器") == statements(database, "交换机")


def statements(database: Database, query: str) -> int:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    found(database, query)
    event.remove(database.engine, "before_cursor_execute", note)
    return len(seen)


def test_a_new_text_replaces_the_old(database: Database) -> None:
    put(database, ["旧的内容"])
    put(database, ["新的内容"])

    assert (found(database, "旧的"), found(database, "新的")) == ([], [1])


def test_attributes_change_without_the_text(database: Database) -> None:
    put(database, ["保留的正文"])
    with database.act() as session:
        search.put(session, make_entry(1, title="改过的标题"))

    assert (found(database, "保留"), found(database, "改过"), found(database, "文件1")) == ([1], [1], [])


def test_a_new_version_hides_the_text_of_the_old_at_once(database: Database) -> None:
    """Only the current version is found (4.4.1)."""
    put(database, ["旧版正文"])
    with database.act() as session:
        search.put(session, make_entry(1, version="V1.1"))

    with database.read() as session:
        entry = session.get_one(SearchEntry, 1)
        assert (found(database, "旧版"), entry.state, entry.text_hash) == ([], TextState.PENDING, None)


def test_what_is_removed_is_gone_with_its_text(database: Database) -> None:
    put(database, ["要删除的", "要保留的"])
    with database.act() as session:
        search.remove(session, 1)
        search.remove(session, 99)

    with database.read() as session:
        texts = session.scalars(select(SearchChunk.text)).all()
    assert (found(database, "要"), texts) == ([2], ["要保留的"])


def test_an_act_undone_leaves_the_index_as_it_was(database: Database) -> None:
    put(database, ["原来的"])
    with database.session(acting=True) as session:
        search.put(session, make_entry(1), [PageText(None, "撤销的")])
        session.rollback()

    assert (found(database, "原来"), found(database, "撤销")) == ([1], [])


def test_what_was_put_is_found_within_the_same_act(database: Database) -> None:
    with database.act() as session:
        search.put(session, make_entry(1), [PageText(None, "尚未提交")])

        assert list(search.find(session, "尚未提交").ids) == [1]


def test_text_without_a_letter_is_a_state(database: Database) -> None:
    put(database, [" \n "])

    with database.read() as session:
        assert (session.get_one(SearchEntry, 1).state, search.states(session)) == (TextState.EMPTY, {"无文本": 1})


def test_a_text_that_comes_late_for_a_removed_entry_is_nothing(database: Database) -> None:
    with database.act() as session:
        assert search.set_text(session, 7, [PageText(None, "迟到")]) is False


def test_a_failed_extraction_keeps_its_reason_and_no_text(database: Database) -> None:
    put(database, ["原来的"])
    with database.act() as session:
        search.set_state(session, 1, TextState.FAILED, "文件已加密")

    with database.read() as session:
        entry = session.get_one(SearchEntry, 1)
        assert (found(database, "原来"), entry.state, entry.reason) == ([], TextState.FAILED, "文件已加密")


def test_signs_no_database_takes_are_cleaned_away(database: Database) -> None:
    put(database, ["含\0空\ud800字符𠮷"])

    assert (found(database, "𠮷"), found(database, "含")) == ([1], [1])


def test_a_rebuilt_index_answers_as_before(database: Database, engine: Engine) -> None:
    put(database, ["核心交换机", f"{FILLER}防火墙"])
    steps: list[tuple[int, int]] = []
    with database.act() as session:
        assert search.rebuild(session, lambda done, total: steps.append((done, total))) == 2

    with database.read() as session:
        assert (search.verify(session), steps[-1]) == ([], (2, 2))
    assert (found(database, "交换机"), found(database, "防火墙")) == ([1], [2])
