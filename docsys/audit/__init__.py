"""The append-only, hash-chained record of every act, written in the transaction of the act (4.1.1, 9.3.5, 13.2.3)."""

from docsys.audit.actions import record
from docsys.audit.chain import Broken, verify

__all__ = ["Broken", "record", "verify"]
