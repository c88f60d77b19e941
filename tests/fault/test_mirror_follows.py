"""The mirror of a working docsys: what the worker and the pages write arrives, also what was written while nobody ran.

How many seconds it takes is measured by `make bench`; here it must happen at all.
"""

import pytest

from tests.fault import aftermath
from tests.fault.writers import Writer, lines
from tests.serving import until

pytestmark = pytest.mark.rule("R-4.3.6-2")


def test_a_published_document_stands_on_the_mirror_with_all_that_was_made_of_it(served, tmp_path):
    writer = Writer(served.host, tmp_path / "1.log", seed=1)

    writer.whole_line(1)

    database = served.database()
    aftermath.settle_down(served, database)
    database.dispose()
    (published,) = [line for line in lines(tmp_path) if line.step == "published"]
    (folder,) = served.settings.backup.glob(f"现行库/*/*/{published.number}_*")
    made = {path.name.removeprefix(f"{published.number}_V1.0_") for path in folder.iterdir()}
    assert {f"{published.title}.txt", "标识版.pdf", "属性页.pdf", "元数据.json"} <= made
    until(lambda: aftermath.different_on_the_mirror(served) == [], "library and mirror alike")


def test_200_changes_while_nothing_runs_arrive_with_the_next_start(served):
    place = served.settings.archive / "扫描备份"
    for at in range(150):
        _write(place / f"{at % 10}" / f"{at}.txt", f"扫描 {at}")
    until(lambda: aftermath.different_on_the_mirror(served) == [], "library and mirror alike")
    served.stop()
    for at in range(50):
        _write(place / "新增" / f"{at}.txt", f"新增 {at}")
        _write(place / f"{at % 10}" / f"{at}.txt", f"改过 {at}")
        (place / f"{at % 10}" / f"{at + 50}.txt").rename(place / f"改名{at}.txt")
        (place / f"{at % 10}" / f"{at + 100}.txt").unlink()

    served.start()

    until(lambda: aftermath.different_on_the_mirror(served) == [], "library and mirror alike")
    until(lambda: served.mirror()["in_step"], "in step")


def _write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
