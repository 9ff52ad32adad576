"""Rule sets that differ from a delivered one in a setting or two."""

from typing import Any

import msgspec

from tracker.rules.rule_set import RuleSet


def changed(rules: RuleSet, **settings: Any) -> RuleSet:
    """The rule set with those settings; a dict changes fields of a table inside it."""
    plain = {
        name: msgspec.structs.replace(getattr(rules, name), **value) if isinstance(value, dict) else value
        for name, value in settings.items()
    }
    return msgspec.structs.replace(rules, **plain)
