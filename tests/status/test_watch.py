"""What every page shows is read from files and kept for a moment."""

from dataclasses import replace

import pytest

from docsys.mirror import queries, reporting
from docsys.status import watch
from docsys.status.rules import Standing, judge_fonts
from docsys.status.watch import Watch
from docsys.vault import snapshot


def snapshot_of(settings, day, name="docsys_1.json"):
    folder = settings.archive / snapshot.FOLDER / day
    folder.mkdir(parents=True)
    (folder / name).write_text("{}")


def test_the_figure_counts_what_waits_and_what_failed(settings, clock, says):
    says(in_step=False, waiting=3, failed=[{"path": "a", "reason": "b"}], damaged=[{"path": "c"}])

    assert Watch(settings, clock).glance().open == 5


def test_what_was_read_is_kept_for_a_moment(settings, clock, says):
    one = Watch(settings, clock)
    says(waiting=1)
    assert one.glance().open == 1

    reporting.write(reporting.status_path(settings), dict(one.glance().status) | {"waiting": 2})
    assert one.glance().open == 1
    clock.move(seconds=watch.KEPT + 1)
    assert one.glance().open == 2


def test_fonts_are_asked_for_seldom(settings, clock, monkeypatch):
    answers = [judge_fonts(["一"], [], "先"), judge_fonts(["二"], [], "后")]
    monkeypatch.setattr(watch, "look_at_fonts", lambda: answers.pop(0))
    one = Watch(settings, clock)

    assert [one.fonts().sentence, one.fonts().sentence] == ["先", "先"]
    clock.move(seconds=watch.FONTS_KEPT + 1)
    assert one.fonts().sentence == "后"


@pytest.mark.rule("R-4.3.6-1")
def test_a_mirror_that_does_not_run_is_an_alarm(settings, clock):
    assert watch.look(settings, clock).alarms == (queries.NOT_RUNNING,)


@pytest.mark.rule("R-4.3.6-1")
def test_a_backup_that_was_never_set_up_is_an_alarm(settings, clock, says):
    says()

    assert watch.look(replace(settings, backup_url=""), clock).alarms == (queries.UNSET,)


def test_all_well_is_no_alarm(settings, clock, says):
    says()

    assert watch.look(settings, clock).alarms == ()


@pytest.mark.rule("R-12.2.1-1")
def test_two_days_without_snapshot_are_an_alarm(settings, clock, says):
    says()
    snapshot_of(settings, "2026-11-21")

    assert watch.look(settings, clock).alarms == ("数据库快照：已 2 天没有快照，最近一次 2026-11-21（12.2.1）。",)


def test_a_day_folder_without_a_finished_copy_does_not_count(settings, clock, says):
    says()
    snapshot_of(settings, "2026-11-22")
    snapshot_of(settings, "2026-11-23", name="docsys_1.sqlite3.gz")

    assert str(watch.last_snapshot(settings.archive)) == "2026-11-22"


def test_a_new_library_without_snapshot_is_told_but_no_alarm(settings, clock, says):
    says()

    found = watch.look(settings, clock)
    assert (found.snapshots.standing, found.alarms) == (Standing.CARE, ())


def test_fonts_are_judged_by_what_is_installed():
    assert watch.look_at_fonts().figures["missing"] == []
