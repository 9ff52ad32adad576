"""Canonical lines: JSON that anybody writes the same way, and hashes over them however long the list is."""

import hashlib
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from events.canonical import canonical_text
from events.merkle import leaf_hash, root_of
from events.roster_lines import RosterLine, RosterOutcome
from tests.effort import examples
from tracker.rosters.canonical_lines import hashes_over, list_line, result_line

PERSON = bytes(range(32))


def test_lines_are_canonical_json():
    line = list_line(RosterLine(PERSON, 7, 11500)).decode()
    assert line == canonical_text({"person": PERSON.hex(), "amount_fen": 11500})
    for outcome, paid_on, returned_on in (
        ("paid", "2022-03-15", None),
        ("failed", None, None),
        ("returned", "2022-03-15", "2022-03-18"),
    ):
        line = result_line(RosterOutcome(PERSON, 7, outcome, 5, paid_on, returned_on)).decode()
        assert line == canonical_text(json.loads(line))
        assert json.loads(line) == {
            "person": PERSON.hex(),
            "amount_fen": 5,
            "outcome": outcome,
            "paid_on": paid_on,
            "returned_on": returned_on,
        }


@settings(max_examples=examples(80))
@given(lines=st.lists(st.binary(max_size=6), max_size=50), power=st.integers(0, 4))
def test_hashing_piece_by_piece_is_hashing_at_once(lines, power):
    found = hashes_over(lines, at_once=1 << power)
    assert found.merkle_root == root_of([leaf_hash(line) for line in lines]).hex()
    assert found.lines_sha256 == hashlib.sha256(b"".join(line + b"\n" for line in lines)).hexdigest()
