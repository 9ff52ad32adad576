"""History does not change: names and versions are pinned, and every version ever written can still be read."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events import catalogue
from events.canonical import canonical_text
from events.catalogue import CURRENT, UPCASTS, UnknownEvent, decode, decode_raw, encode, name_and_version
from events.subjects import subjects_of
from tests.effort import examples

GOLDEN = Path(__file__).parent / "golden"
SAMPLES = sorted(GOLDEN.glob("*.json"))


def sample(path: Path) -> tuple[str, int, dict[str, Any]]:
    name, _, version = path.stem.rpartition("-v")
    return name, int(version), json.loads(path.read_text(encoding="utf-8"))


def test_the_catalogue_is_pinned() -> None:
    """A type or version here is in somebody's log: it is never renamed, renumbered or removed."""
    pinned = json.loads((Path(__file__).parent / "catalogue.json").read_text(encoding="utf-8"))
    assert {name: version for name, (version, _) in CURRENT.items()} == pinned


def test_there_is_a_sample_of_every_version_ever_written() -> None:
    wanted = {
        f"{name}-v{number}" for name, (version, _) in CURRENT.items() for number in range(1, version + 1)
    }
    assert {path.stem for path in SAMPLES} == wanted


def test_there_is_one_upcast_for_each_hop_and_none_besides() -> None:
    wanted = {(name, number) for name, (version, _) in CURRENT.items() for number in range(1, version)}
    assert set(UPCASTS) == wanted


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_is_read_as_todays_fact(path: Path) -> None:
    name, version, payload = sample(path)
    fact = decode(name, version, canonical_text(payload))
    assert isinstance(fact, CURRENT[name][1])
    assert name_and_version(fact) == (name, CURRENT[name][0])
    assert decode_raw(name, version, payload) == fact
    assert subjects_of(fact) == subjects_of(decode(name, CURRENT[name][0], encode(fact)))
    if version == CURRENT[name][0]:
        again = json.loads(
            encode(fact)
        )  # a field added later, with its default, may stand beside the sample's
        assert {name: again[name] for name in payload} == payload


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_field_of_a_sample_says_something(path: Path) -> None:
    """So that a field which is dropped or renamed cannot go unseen."""
    _, _, payload = sample(path)
    assert all(value not in (None, [], {}) for value in payload.values())


@pytest.mark.parametrize(
    ("name", "version", "payload"),
    [
        ("MoonLanded", 1, "{}"),
        ("LedgerOpened", 0, "{}"),
        ("LedgerOpened", 2, "{}"),
        ("LedgerOpened", 1, "{}"),
        ("LedgerOpened", 1, "no json"),
        ("LedgerOpened", 1, '{"name":"x","unit":"323","year":"2022"}'),
    ],
)
def test_what_is_not_known_is_refused(name: str, version: int, payload: str) -> None:
    with pytest.raises(UnknownEvent):
        decode(name, version, payload)


def test_older_versions_climb_hop_by_hop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CURRENT, "MonthClosed", (3, CURRENT["MonthClosed"][1]))
    first = {("MonthClosed", 1): lambda raw: {"month": raw["m"]}}
    second = {("MonthClosed", 2): lambda raw: {**raw, "note": "climbed"}}
    monkeypatch.setattr(catalogue, "UPCASTS", first | second)
    assert encode(decode("MonthClosed", 1, '{"m":"2022-01"}')) == '{"month":"2022-01","note":"climbed"}'
    assert encode(decode("MonthClosed", 2, '{"month":"2022-02"}')) == '{"month":"2022-02","note":"climbed"}'


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda children: (
        st.lists(children, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), children, max_size=4)
    ),
    max_leaves=20,
)


@settings(max_examples=examples(100), deadline=None)
@given(json_values)
def test_the_fast_encoder_writes_what_the_standard_library_writes(value: Any) -> None:
    """What is hashed when recording is what anybody can recompute without our libraries."""
    assert msgspec.json.Encoder(order="sorted").encode(value).decode() == canonical_text(value)


def test_facts_are_frozen_and_hold_no_floats() -> None:
    for _, cls in CURRENT.values():
        assert cls.__struct_config__.frozen
        assert "float" not in str([field.type for field in msgspec.structs.fields(cls)])
        assert not dataclasses.is_dataclass(cls)
