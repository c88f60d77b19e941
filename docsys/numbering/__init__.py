"""Numbers: their patterns, their counters and the ledger of all that were ever given (编号台账, requirements 3)."""
