"""Inclusion proofs: every line of every list can be shown, and nothing else can."""

import hashlib
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from events.merkle import holds, leads_to, leaf_hash, proof_document, proof_of, root_of
from events.verify import main
from tests.effort import examples

LINES = st.lists(st.binary(min_size=1, max_size=8), min_size=1, max_size=40, unique=True)


def rfc_6962(leaves):
    """The tree's definition, word for word."""
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\1" + rfc_6962(leaves[:split]) + rfc_6962(leaves[split:])).digest()


@settings(max_examples=examples(80))
@given(lines=LINES)
def test_the_root_is_that_of_rfc_6962(lines):
    assert root_of([leaf_hash(line) for line in lines]) == rfc_6962(lines)


@settings(max_examples=examples(80))
@given(lines=LINES, data=st.data())
def test_every_line_leads_to_the_root_and_no_other_does(lines, data):
    at = data.draw(st.integers(0, len(lines) - 1))
    leaves = [leaf_hash(line) for line in lines]
    steps = proof_of(leaves, at)
    assert leads_to(lines[at], steps) == root_of(leaves)
    assert leads_to(lines[at] + b"x", steps) != root_of(leaves)


def test_anybody_can_check_a_proof_and_a_changed_one_fails(tmp_path, capsys):
    lines = [b'{"n":%d}' % n for n in range(7)]
    document = proof_document(lines[3], proof_of([leaf_hash(line) for line in lines], 3), ledger="1/2022")
    assert holds(document)
    path = tmp_path / "proof.json"
    path.write_text(json.dumps(document))
    assert main([str(path)]) == 0
    path.write_text(json.dumps(document | {"line": '{"n":4}'}))
    assert main([str(path)]) == 1
    capsys.readouterr()


def test_what_is_no_proof_does_not_hold():
    for document in ({}, [], None, {"format": "tracker-roster-proof/1", "path": [{}], "line": 1, "root": ""}):
        assert not holds(document)
