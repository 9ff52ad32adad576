"""Real files with some of their bytes spoilt: each is read or refused with its sentences, and none hangs or falls."""

from __future__ import annotations

import io
import json
import zipfile
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.tracker.plan.pdf_printing import print_pdf
from tests.tracker.plan.units import EDUCATION as UNIT
from tracker.plan.check import check_plan
from tracker.plan.exchange import plan_to_json
from tracker.plan.files import read_plan_file
from tracker.plan.problems import UnusablePlan
from tracker.plan.workbook_template import write_plan_workbook

EDUCATION = UNIT.plan

slips = st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=6)), min_size=1, max_size=6)
"""Where in a file, as a share of its length, and what stands there instead."""


@cache
def sound(kind: str) -> bytes:
    """A sound file of a kind."""
    with TemporaryDirectory() as directory:
        path = Path(directory) / f"plan.{kind}"
        if kind == "pdf":
            print_pdf(EDUCATION, path)
        elif kind == "xlsx":
            write_plan_workbook(EDUCATION, path)
        else:
            path.write_text(json.dumps(plan_to_json(EDUCATION), ensure_ascii=False), encoding="utf-8")
        return path.read_bytes()


def spoilt(content: bytes, wrong: list[tuple[float, bytes]]) -> bytes:
    made = bytearray(content)
    for share, part in wrong:
        start = int(share * len(made))
        made[start : start + max(1, len(part))] = part
    return bytes(made)


def is_read_or_refused(content: bytes, kind: str) -> None:
    with TemporaryDirectory() as directory:
        path = Path(directory) / f"plan.{kind}"
        path.write_bytes(content)
        try:
            reading = read_plan_file(path)
        except UnusablePlan as refused:
            said = refused.problems
        else:
            check_plan(reading.plan)
            return
    assert said
    assert all(problem.message and problem.message_en for problem in said)


@given(st.sampled_from(["pdf", "xlsx", "json"]), slips)
@settings(max_examples=examples(40))
def test_a_file_with_wrong_bytes_is_read_or_refused(kind: str, wrong: list[tuple[float, bytes]]) -> None:
    is_read_or_refused(spoilt(sound(kind), wrong), kind)


@given(st.sampled_from(["pdf", "xlsx", "json"]), st.floats(0, 1))
@settings(max_examples=examples(20))
def test_a_file_cut_off_is_read_or_refused(kind: str, share: float) -> None:
    content = sound(kind)
    is_read_or_refused(content[: int(share * len(content))], kind)


@given(st.integers(0, 40), slips)
@settings(max_examples=examples(40))
def test_a_workbook_with_wrong_insides_is_read_or_refused(
    part: int, wrong: list[tuple[float, bytes]]
) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sound("xlsx"))) as book, zipfile.ZipFile(made, "w") as out:
        names = book.namelist()
        for name in names:
            content = book.read(name)
            out.writestr(name, spoilt(content, wrong) if name == names[part % len(names)] else content)
    is_read_or_refused(made.getvalue(), "xlsx")
