"""Both engines against plain substring truth, on generated Chinese texts: 150 texts, some of 20,000 characters."""

import re
from collections.abc import Callable
from random import Random

import pytest

from docsys import search
from docsys.db import Database
from docsys.search import PageText
from docsys.search.engines.database import DatabaseEngine
from docsys.search.engines.whoosh_index import WhooshEngine
from tests.search.factories import DEVICES, article, make_entry

pytestmark = pytest.mark.db
SEED = 20261123
LONG, LENGTHS = 20_000, (300, 600, 900, 4000, 9000)
Query = tuple[str, Callable[[str], bool]]


def texts() -> list[str]:
    """Half of them lack each device name, and rare words make the sets differ."""
    random = Random(SEED)  # noqa: S311 - the same texts each time
    rare = [chr(0x6000 + number) + chr(0x7000 + number) for number in range(40)]
    made = []
    for number in range(150):
        text = article(random, LONG if number % 30 == 0 else random.choice(LENGTHS))
        for word in random.sample(rare, 4):
            place = random.randrange(len(text))
            text = text[:place] + word + text[place:]
        for device in random.sample(DEVICES, 6):
            text = text.replace(device, "设备")
        made.append(text)
    return made


def queries(made: list[str]) -> list[Query]:
    """30, drawn with a fixed seed: five of each kind."""
    random = Random(SEED + 1)  # noqa: S311 - the same queries each time
    drawn: list[Query] = []
    for device in random.sample(DEVICES, 5):
        drawn += [_word(random, made), _across_a_line(random, made), _far_apart(random, made), _without(random, made)]
        drawn += [_character(random, made), _mixed(device[random.randrange(2) :])]
    return drawn


def _piece(random: Random, text: str, length: int) -> str:
    while True:
        start = random.randrange(len(text) - length)
        if re.fullmatch(r"[\u4e00-\u9fff]+", piece := text[start : start + length]):
            return piece


def _word(random: Random, made: list[str]) -> Query:
    word = _piece(random, random.choice(made), random.choice((2, 3, 4)))
    return word, lambda text: word in text


def _character(random: Random, made: list[str]) -> Query:
    character = _piece(random, random.choice(made), 1)
    return character, lambda text: character in text


def _mixed(piece: str) -> Query:
    return f'"{piece}"', lambda text: piece.lower() in text.lower()


def _across_a_line(random: Random, made: list[str]) -> Query:
    pieces = re.findall(r"[\u4e00-\u9fff]{3,6}\n[\u4e00-\u9fff]{3,6}", random.choice(made))
    phrase = random.choice(pieces)
    plain = phrase.replace("\n", "")
    return f'"{random.choice((phrase, plain))}"', lambda text: plain in text


def _far_apart(random: Random, made: list[str]) -> Query:
    text = random.choice([text for text in made if len(text) > 3000])
    start = random.randrange(len(text) - 2900)
    first, second = _piece(random, text[start : start + 300], 2), _piece(random, text[start + 2500 : start + 2900], 3)
    return f"{first} {second}", lambda text: first in text and second in text


def _without(random: Random, made: list[str]) -> Query:
    wanted, unwanted = _piece(random, random.choice(made), 2), random.choice((*DEVICES, _piece(random, made[0], 3)))
    return f"{wanted} -{unwanted}", lambda text: wanted in text and unwanted.lower() not in text.lower()


def test_both_engines_find_exactly_what_contains_the_words(database: Database, whoosh: WhooshEngine) -> None:
    made = texts()
    with database.act() as session:
        for number, text in enumerate(made, start=1):
            search.put(session, make_entry(number, number=f"#{number}", title="*"), [PageText(None, text)])
    plain = {number: text.replace("\n", "") for number, text in enumerate(made, start=1)}
    truth = {query: {number for number, text in plain.items() if holds(text)} for query, holds in queries(made)}

    by_whoosh = answers(database, truth)
    database.info["search"] = DatabaseEngine()
    with database.act() as session:
        search.rebuild(session)

    assert by_whoosh == truth
    assert answers(database, truth) == truth
    assert whoosh.hint == ""
    assert any(0 < len(entries) < len(made) for entries in truth.values())


def answers(database: Database, queries: dict[str, set[int]]) -> dict[str, set[int]]:
    with database.read() as session:
        return {query: set(search.find(session, query).ids) for query in queries}
