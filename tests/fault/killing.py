"""`kill -9`, round after round, of one part after another while people work."""

import os
import random
import signal
import threading
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.fault.writers import Writer, lines
from tests.serving import Served, until

VICTIMS = ("web worker", "web master", "worker", "mirror")
ROUNDS_A_START = 6  # the supervisor lets a part that dies again and again wait longer and longer
WRITERS = 2


@dataclass(frozen=True)
class Outcome:
    """What happened: rounds by victim, answers lost, answers that were neither yes nor lost."""

    rounds: Counter[str]
    lost: int
    wrong: list[str]


def kill_rounds(served: Served, rounds: int, logs: Path, seed: int) -> Outcome:
    """`rounds` times kill -9, spread evenly over the four, each only after somebody was answered since the last.

    It is running when this is over.
    """
    dice = random.Random(seed)  # noqa: S311 - the same course each time
    order = [VICTIMS[at % len(VICTIMS)] for at in range(rounds)]
    dice.shuffle(order)
    lost, wrong = 0, []
    for first in range(0, rounds, ROUNDS_A_START):
        served.stop()
        served.start()
        writers = [Writer(served.host, logs / f"{first}-{at}.log", seed=1000 * first + at) for at in range(WRITERS)]
        _kill_while_writing(served, writers, order[first : first + ROUNDS_A_START], logs, dice)
        lost += sum(writer.lost for writer in writers)
        wrong += [sentence for writer in writers for sentence in writer.wrong]
    return Outcome(Counter(order), lost, wrong)


def _kill_while_writing(
    served: Served, writers: Sequence[Writer], victims: Sequence[str], logs: Path, dice: random.Random
) -> None:
    stop = threading.Event()
    threads = [threading.Thread(target=writer.run, args=(stop,)) for writer in writers]
    for thread in threads:
        thread.start()
    try:
        for victim in victims:
            _wait_for_answers(logs, 2)
            stop.wait(dice.uniform(0, 0.3))
            kill(served, victim, dice)
        _wait_for_answers(logs, 2 * len(writers))
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _wait_for_answers(logs: Path, more: int) -> None:
    before = len(lines(logs))
    until(lambda: len(lines(logs)) >= before + more, f"{more} more answers")


def kill(served: Served, victim: str, dice: random.Random) -> None:
    """-9 to a living process of that part, until there was one to kill."""

    def killed() -> bool:
        part = victim.removeprefix("web ") if victim != "web master" else "web"
        pids = served.web_workers() if victim == "web worker" else [served.parts().get(part)]
        if not (living := [pid for pid in pids if pid is not None]):
            return False
        with suppress(ProcessLookupError):
            os.kill(dice.choice(living), signal.SIGKILL)
            return True
        return False

    until(killed, f"a living {victim}")
