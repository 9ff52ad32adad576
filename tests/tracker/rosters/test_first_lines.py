"""A look at a file: headers found or guessed, and nothing shown that says who somebody is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.rosters.files import HEADERS, OUTCOME_HEADERS, identity, person, write_csv, write_xlsx
from tracker.rosters.first_lines import look_at, masked
from tracker.rosters.problems import UnusableRoster


@pytest.mark.parametrize("lines", [1, 30, 34, 35, 36, 500])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_headers_are_found_below_a_title_and_the_first_lines_are_masked(
    tmp_path: Path, lines: int, kind: str
) -> None:
    rows = [("二〇二二年三月发放名册", "", "", ""), HEADERS, *(person(n) for n in range(lines))]
    file = write_csv(tmp_path / "a.csv", rows) if kind == "csv" else write_xlsx(tmp_path / "a.xlsx", rows)
    look = look_at(file, {})
    assert (look.header_line, look.headers, look.problems) == (2, HEADERS, ())
    assert dict(look.columns) == {"name": 0, "id_number": 1, "account": 2, "amount": 3}
    assert len(look.sample) == min(lines, 5)
    assert look.sample[0] == (3, ("测**", f"****{identity(0)[-2:]}", "****00", "115.00"))


def test_headers_nobody_knows_are_guessed_and_said_to_lack(tmp_path: Path) -> None:
    file = write_csv(
        tmp_path / "a.csv", [("发放表", "", ""), ("证号", "称呼", "实发"), (identity(1), "甲乙", "9")]
    )
    look = look_at(file, {})
    assert (look.header_line, look.headers) == (2, ("证号", "称呼", "实发"))
    assert [problem.facts["column"] for problem in look.problems] == ["身份证号/id_number", "金额/amount"]
    assert look.sample == ((3, (f"****{identity(1)[-2:]}", "甲*", "9")),)
    mapped = look_at(file, {"id_number": "证号", "amount": "实发"})
    assert (mapped.problems, dict(mapped.columns)) == ((), {"id_number": 0, "amount": 2})


def test_a_file_of_figures_only_has_no_headers(tmp_path: Path) -> None:
    look = look_at(write_csv(tmp_path / "a.csv", [(identity(1), "12.00"), (identity(2), "13.00")]), {})
    assert look.header_line is None
    assert look.sample == ()
    assert look.problems


def test_a_file_with_outcomes_says_so(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "a.csv", [OUTCOME_HEADERS, person(1, "9.00", "成功", "2022-03-15")])
    look = look_at(file, {})
    assert look.has_outcomes
    assert look.sample[0][1][3:] == ("9.00", "成功", "2022-03-15")


def test_quotes_that_do_not_pair_are_still_a_fault(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('姓名,金额\n"甲,3\n', encoding="utf-8")
    with pytest.raises(UnusableRoster):
        look_at(tmp_path / "a.csv", {})


@given(st.integers(0, 10**6), st.text(min_size=1, max_size=12), st.booleans())
def test_what_is_shown_never_holds_an_identity_number_or_a_whole_name(
    number: int, name: str, identifying: bool
) -> None:
    written = identity(number)
    assert written not in masked(f" {written} ", identifying=identifying)
    assert masked(written, identifying=identifying) == f"****{written[-2:]}"
    if len(name.strip()) > 1 and "*" not in name:
        assert masked(name, identifying=True) != name.strip()
