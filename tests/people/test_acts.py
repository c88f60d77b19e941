import re

from docsys.people import acts
from docsys.settings import PACKAGE


def test_every_act_of_the_room_has_a_name():
    room = PACKAGE / "people"
    source = "".join(path.read_text("utf-8") for path in [*room.glob("actions/*.py"), room / "confirmations.py"])
    written = set(re.findall(r'"((?:people|confirmation)\.[a-z_]+)"', source)) - {"people.password"}

    assert written == set(acts.LABELS)
