"""What the log means: one view of a ledger, folded event by event, and the figures read from it.

A fold owns its view and changes it in place (see docs/decisions.md); nothing here knows a clock or SQL.
"""
