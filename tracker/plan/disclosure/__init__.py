"""Reading a published departmental budget disclosure (部门预算信息公开) from its text."""

from tracker.plan.disclosure.reader import read_disclosure

__all__ = ["read_disclosure"]
