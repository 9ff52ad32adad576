"""The linter for plans: what a budget document contradicts in itself.

Severities: ``error`` for what is provably inconsistent, ``warning`` for what contradicts another place, ``note``
for what is a matter of judgement. Contradictions in the document's sentences are found while it is read.
"""

from __future__ import annotations

from tracker.plan.checks.classes import check_classes
from tracker.plan.checks.conflicts import check_conflicts
from tracker.plan.checks.rates import check_rates
from tracker.plan.checks.tables import check_tables
from tracker.plan.checks.typos import check_typos
from tracker.plan.model import Finding, Plan

_CHECKS = (check_classes, check_conflicts, check_rates, check_tables, check_typos)
_ORDER = {"error": 0, "warning": 1, "note": 2}


def check_plan(plan: Plan) -> tuple[Finding, ...]:
    """Every contradiction the plan has in itself, gravest first."""
    findings = [each for check in _CHECKS for each in check(plan)]
    return tuple(sorted(findings, key=lambda each: _ORDER[each.severity]))
