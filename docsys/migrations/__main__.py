"""`make migration M="what changed"`: write what the models have and a database at head has not."""

import sys
import tempfile
from pathlib import Path

from docsys import migrations
from docsys.db import Database

with tempfile.TemporaryDirectory() as folder:
    database = Database(f"sqlite:///{Path(folder) / 'empty.sqlite3'}")
    migrations.upgrade(database)
    migrations.revise(database, sys.argv[1])
    database.dispose()
