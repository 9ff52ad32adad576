"""What is looked for, as SQL that SQLite and PostgreSQL both understand."""

from __future__ import annotations

from collections.abc import Sequence

from events.searching import AMOUNT_PATHS, Sought, SoughtWord

Condition = tuple[str, list[object]]


def positions_query(
    ledger: str, sought: Sought, *, after: int, through: int, json_payload: str
) -> tuple[str, list[object]]:
    """A query for the positions found in a range, the latest first. ``json_payload`` is the payload as JSON."""
    tables = "events e"
    where, parameters = "e.ledger_id = ? AND e.position > ? AND e.position <= ?", [ledger, after, through]
    if sought.subject is not None:
        tables = "event_subjects s JOIN events e ON e.ledger_id = s.ledger_id AND e.position = s.position"
        where = "s.ledger_id = ? AND s.position > ? AND s.position <= ? AND s.subject = ?"
        parameters.append(sought.subject)
    values: list[object] = [*parameters]
    for text, more in conditions(sought, json_payload):
        where, values = f"{where} AND {text}", [*values, *more]
    return f"SELECT e.position FROM {tables} WHERE {where} ORDER BY e.position DESC", values


def conditions(sought: Sought, json_payload: str) -> list[Condition]:
    """All conditions but the subject."""
    found: list[Condition] = []
    if sought.types is not None:
        found.append(_one_of("e.type", sought.types))
    if sought.actor:
        found.append(_contains("e.actor", sought.actor))
    amount = _amount(json_payload)
    for text, limit in (
        ("e.occurred_on >= ?", sought.since),
        ("e.occurred_on <= ?", sought.until),
        ("e.recorded_at <= ?", sought.known_at),
        (f"{amount} >= ?", sought.least_fen),
        (f"{amount} <= ?", sought.most_fen),
    ):
        if limit is not None:
            found.append((text, [limit]))
    return [*found, *(_word(word, amount) for word in sought.words)]


def _word(word: SoughtWord, amount: str) -> Condition:
    ways = [_contains(f"e.{column}", word.text) for column in ("payload", "actor", "occurred_on")]
    if word.types:
        ways.append(_one_of("e.type", word.types))
    if word.fen is not None:
        ways.append((f"{amount} = ?", [word.fen]))
    return f"({' OR '.join(text for text, _ in ways)})", [value for _, values in ways for value in values]


def _one_of(column: str, values: Sequence[str]) -> Condition:
    return (f"{column} IN ({', '.join('?' * len(values))})", [*values]) if values else ("1 = 0", [])


def _contains(column: str, text: str) -> Condition:
    for mark in "!%_":
        text = text.replace(mark, f"!{mark}")
    return f"lower({column}) LIKE ? ESCAPE '!'", [f"%{text}%"]


def _amount(json_payload: str) -> str:
    ways = [" -> ".join([json_payload, *(f"'{name}'" for name in path[:-1])]) for path in AMOUNT_PATHS]
    last = [f"{way} ->> '{path[-1]}'" for way, path in zip(ways, AMOUNT_PATHS, strict=True)]
    return f"CAST(COALESCE({', '.join(last)}) AS BIGINT)"
