"""保管期限、鉴定、销毁 (requirements 6): how long what is kept, what has been kept long enough, and what two persons decide of it.

Nothing is purged automatically.
"""

from docsys.retention.actions import carry_out

__all__ = ["carry_out"]
