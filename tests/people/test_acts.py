import re

from docsys.people import acts
from docsys.settings import PACKAGE


def test_every_act_of_the_room_has_a_name():
    source = "".join(path.read_text("utf-8") for path in (PACKAGE / "people" / "actions").glob("*.py"))
    written = set(re.findall(r'"(people\.[a-z_]+)"', source)) - {"people.password"}

    assert written == set(acts.LABELS)
