"""A rule set as the log keeps it: name, version, the hash of its data, and the data itself."""

from __future__ import annotations

import hashlib

import msgspec

from events.types.books import RuleSetChosen
from tracker.rules.loading import RuleSetError, load_rule_set
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


def in_force(chosen: RuleSetChosen | None) -> RuleSet:
    """The rule set of a choice; the default where nothing was chosen, or nothing that can be read."""
    if chosen is None:
        return load_rule_set()
    try:
        return rules_of(chosen) or load_rule_set(chosen.name)
    except RuleSetError:
        return load_rule_set()


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
