"""What can be done with what was kept long enough, and with the periods themselves."""

from docsys.retention.actions.appraising import Verdict, carry_out, request
from docsys.retention.actions.freezing import hold, lift
from docsys.retention.actions.periods import set_period

__all__ = ["Verdict", "carry_out", "hold", "lift", "request", "set_period"]
