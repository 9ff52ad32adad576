"""The append-only log: what happened, in order, for one ledger (one unit, one fiscal year).

Nothing is imported here on purpose: ``python -m events.verify FILE`` must run on a bare Python.
"""
