"""The form as a whole: totals, weights, blank forms and grades."""

import pytest

from tests.tracker.forms import printed_forms as printed
from tests.tracker.forms.audited_forms import audited, kinds, national, row


def test_a_clean_form_has_no_findings_and_its_totals_are_read(tmp_path):
    form = national(tmp_path)
    assert form.findings == ()
    document = form.to_json()
    assert (document["total_printed"], document["total_computed"]) == ("99.00", "99.00")
    assert (document["sheet"], document["project"]) == ("Sheet1", "职业技能培训补贴")


def test_parts_that_do_not_make_the_total(tmp_path):
    form = national(tmp_path, total=(100, 100))
    assert kinds(form) == ["total"]
    where = form.to_json()["findings"][0]["where"]
    assert where[0]["cell"] == "H14"


def test_a_total_rounded_to_whole_points_is_no_defect(tmp_path):
    money = (("年度资金总额", 100, 100, 86.2, 10, "86.2%", 8.62),)
    assert kinds(national(tmp_path, money=money, total=(100, 99))) == []


def test_weights_that_do_not_make_one_hundred(tmp_path):
    rows = row("≥1次", "1次", 40, 40)
    rows[1] = (*rows[1][:5], 50, 50, None)
    assert kinds(national(tmp_path, indicators=rows, total=(110, 109))) == ["impossible", "weights"]


def test_a_form_without_a_weight_column_is_checked_for_the_rest(tmp_path):
    rows = printed.national(total=(99,))
    without = [tuple(cell for number, cell in enumerate(each) if number != 6) if index >= 9 else each
               for index, each in enumerate(rows)]  # fmt: skip
    assert "分值" not in without[-5]
    form = audited(printed.save(tmp_path / "form.xlsx", without))[0]
    assert kinds(form) == []
    assert form.to_json()["total_computed"] == "99.00"


def test_a_blank_form_says_only_that(tmp_path):
    rows = [(*each[:4], None, each[5], None, None) for each in row("≥1次", None, 40, None)]
    assert kinds(national(tmp_path, indicators=rows, total=(100, None))) == ["blank"]


def test_the_printed_grade_must_fit(tmp_path):
    for text, found in (("自评等级：良", ["grade"]), ("自评等级：优", []), ("自评等级：优□良□中□差□", [])):
        rows = [*printed.national(), (text,)]
        assert kinds(audited(printed.save(tmp_path / "form.xlsx", rows))[0]) == found


def test_execution_points_on_top_of_a_full_hundred_do_not_make_the_total(tmp_path):
    rows = row("≥1次", "1次", 40, 40)
    rows[1] = (*rows[1][:5], 50, 50, None)
    assert kinds(national(tmp_path, indicators=rows, total=(100, 100))) == ["total", "weights"]


def test_a_form_whose_rows_cannot_be_read_is_not_called_blank(tmp_path):
    assert kinds(national(tmp_path, indicators=[], total=(100, 95))) == []


def test_a_grade_alone_in_the_total_row(tmp_path):
    assert kinds(national(tmp_path, total=(100, 99, "良"))) == ["grade"]
    assert kinds(national(tmp_path, total=(100, 99, "优"))) == []


@pytest.mark.parametrize(("second", "found"), [(0.2, []), (0.3, ["no_reason", "weights"])])
def test_weights_in_cells_shown_as_percent(tmp_path, second, found):
    rows = [
        ("产出指标", "数量指标", "人数", "≥1人", "1人", 0.7, 70, None),
        ("满意度指标", "满意度", "满意度", "≥90%", "93%", second, 20, None),
    ]
    money = (("年度资金总额", 100, 100, 90, 0.1, "90%", 9),)
    assert kinds(national(tmp_path, indicators=rows, money=money, total=(1, 99))) == found


@pytest.mark.parametrize(
    ("text", "total", "found"),
    [
        ("自评总分：99", "99.00", []),
        ("总分：97分", "97.00", ["total"]),
        ("总分100分", None, []),
        ("得分说明", None, []),
    ],
)
def test_a_total_printed_above_the_tables(tmp_path, text, total, found):
    rows = printed.national()[:-1]
    rows[1] = (text,)
    form = audited(printed.save(tmp_path / "form.xlsx", rows))[0]
    assert (form.to_json()["total_printed"], kinds(form)) == (total, found)
