"""A rule set as the log keeps it: name, version, the hash of its data, and the data itself."""

from __future__ import annotations

import hashlib

import msgspec

from events.types.books import RuleSetChosen
from tracker.rules.loading import RuleSetError
from tracker.rules.rule_set import RuleSet


def definition_of(rules: RuleSet) -> str:
    """A rule set's canonical data as JSON, keys sorted."""
    return msgspec.json.encode(rules, order="sorted").decode()


def digest_of(rules: RuleSet) -> str:
    """Lower-case hex SHA-256 of a rule set's canonical data."""
    return hashlib.sha256(definition_of(rules).encode()).hexdigest()


def recorded(rules: RuleSet) -> RuleSetChosen:
    """The choice of a rule set as an event."""
    return RuleSetChosen(rules.name, rules.version, digest_of(rules), definition_of(rules))


def rules_of(fact: RuleSetChosen) -> RuleSet | None:
    """The rule set an event holds, None where it was written before events held one.

    Raises:
        RuleSetError: what it holds is no rule set of this program, or not the one of its hash.
    """
    if fact.definition is msgspec.UNSET:
        return None
    try:
        rules = msgspec.json.decode(fact.definition, type=RuleSet)
    except msgspec.MsgspecError as error:
        raise RuleSetError((f"{fact.name}: {error}",)) from error
    if digest_of(rules) != fact.sha256:
        raise RuleSetError((f"{fact.name}: 与记录的哈希不符 / not the data of its hash",))
    return rules
