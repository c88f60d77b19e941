"""Which tests one of the processes of `-n 2` runs together, and in what order the groups are begun."""

import pytest
from xdist.scheduler import LoadScopeScheduling

# The slowest first, so that both processes are busy to the end.
SLOW = (
    "tests/browser",
    "tests/fault/test_killing.py",
    "tests/demo/test_making.py",
    "tests/fault",
    "tests/test_leaks.py",
    "tests/printing/test_pool.py",
    "tests/documents",
)
# Several files that share what is dear to set up. Every other file is a group of its own.
SHARED = ("tests/browser", "tests/fault/test_mirror_follows.py", "tests/fault/test_numbers.py")


class Groups(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """What a file sets up once is set up by one process."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        shared = next((one for one in SHARED if file.startswith(one)), None)
        return shared.removesuffix(".py").partition("/test_")[0] if shared else file


def by_cost(item: pytest.Item) -> int:
    return next((at for at, one in enumerate(SLOW) if item.nodeid.startswith(one)), len(SLOW))
