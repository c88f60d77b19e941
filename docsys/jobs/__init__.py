"""Work after the commit: rows written in the act's transaction, done by the worker, idempotent, with a lease.

enqueue(session, "search.extract", {"entry_id": 7}, now=now, key="search.extract:7")
"""

from docsys.jobs.actions import enqueue, withdraw
from docsys.jobs.models import Job, State
from docsys.jobs.worker import Context, Daily, Every, Worker

__all__ = ["Context", "Daily", "Every", "Job", "State", "Worker", "enqueue", "withdraw"]
