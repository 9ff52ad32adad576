"""The auditor on forms as units publish them: what it must find, and what it must leave alone."""

import json
import zipfile
from decimal import Decimal
from fractions import Fraction

import msgspec
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.types.plan import Target
from tests.effort import examples
from tests.tracker.forms import printed_forms as printed
from tests.tracker.forms.builders import indicator, project, ratio, unit
from tracker.forms.audit import UnusableForm, audit_files, write_summary
from tracker.forms.audit.auditing import recognised
from tracker.forms.audit.form_checks import form_findings
from tracker.forms.audit.grid import Grid
from tracker.forms.audit.reading import forms_in
from tracker.forms.department_workbook import write_department_workbook
from tracker.forms.facts import ActualFacts
from tracker.forms.national_document import write_docx
from tracker.forms.selfevaluation import evaluate
from tracker.forms.selfevaluation_json import write_json
from tracker.forms.workbook import write_workbook
from tracker.rules.loading import load_rule_set
from tracker.rules.rule_set import Cap, ExecutionRule


def audited(path, **more):
    report = audit_files([path], **more)
    assert report.problems == ()
    return report.forms


def kinds(form):
    return sorted({finding.kind for finding in form.findings})


def national(tmp_path, **parts):
    return audited(printed.save(tmp_path / "form.xlsx", printed.national(**parts)))[0]


def row(target, actual, weight, score, reason=None, *, name="指标", level2="数量指标"):
    """Three rows that make 90 points, the first of them the one under test."""
    return [
        ("产出指标", level2, name, target, actual, weight, score, reason),
        ("效益指标", "社会效益指标", "就业率", "≥90%", "95%", 80 - weight, 80 - weight, None),
        ("满意度指标", "服务对象满意度指标", "满意度", "≥90%", "93%", 10, 10, None),
    ]


def scored(tmp_path, *cells, **more):
    rows = row(*cells, **more)
    score = cells[3] if isinstance(cells[3], (int, float)) else 0
    return kinds(national(tmp_path, indicators=rows, total=(100, 9 + 90 - cells[2] + score)))


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


@pytest.mark.parametrize(
    ("money", "found"),
    [
        ((100, 100, 90, 10, "90%", 9), []),
        ((100, 100, 90, 10, 0.9, 9), []),
        (("100", "100", "90", "10", "90", "9分"), []),
        ((43.2, 43.2, 37.24, 10, "86%", 9), []),
        ((43.2, 43.2, 37.24, 10, "86.2%", 8.62), []),
        ((100, 100, 90, 10, "100%", 9), ["execution"]),
        ((100, 100, 90, 10, "90%", 10), ["execution", "total"]),
        ((100, 100, 90, 10, "98%", 9), ["execution"]),
        ((100, 100, 110, 10, "110%", 10), ["impossible", "total"]),
        ((0.3, 0.3, 0.29, 10, "97.5%", 9.75), ["total"]),
        ((0, 0, 0, 10, 0, 9), ["execution"]),
    ],
)
def test_execution_rate_and_points_against_the_amounts(tmp_path, money, found):
    assert kinds(national(tmp_path, money=(("年度资金总额", *money),))) == found


def test_an_empty_total_over_filled_parts(tmp_path):
    money = (("年度资金总额:", 0, 0, 0, 10, 0, 0), ("其中:本年财政拨款", 90, 89.974, 89.974))
    form = national(tmp_path, money=money, total=(100, 90))
    assert kinds(form) == ["empty_total"]
    assert form.findings[0].cells == ("C6", "D6", "E6")


SOURCES = [
    ([("其中：当年财政拨款", 80, 80, 72), ("上年结转资金", 20, 20, 18), ("其他资金", 0, 0, 0)], []),
    ([("其中：当年财政拨款", 80, 80, 72), ("上年结转资金", 30, 30, 18), ("其他资金",)], ["sources"]),
    (
        [
            ("其中：财政拨款", 100, 100, 90),
            ("其中：中央", 60, 60, 50),
            ("县级", 40, 40, 40),
            ("其他资金", 0, 0, 0),
        ],
        [],
    ),
    (
        [
            ("其中：财政资金", 100, 100, 90),
            ("省级", 60, 60, 50),
            ("县级", 40, 40, 40),
            ("其他资金", "-", "-", "-"),
        ],
        [],
    ),
    ([("其中：当年财政拨款", "—", "—", "—"), ("其他资金",)], []),
]


@pytest.mark.parametrize(("parts", "found"), SOURCES)
def test_sources_and_their_sum(tmp_path, parts, found):
    money = (("年度资金总额", 100, 100, 90, 10, "90%", 9), *parts)
    assert kinds(national(tmp_path, money=money)) == found


ROWS = [
    # target, actual, weight, score, reason → kinds
    (("≥100人", "100人", 40, 40, None), []),
    (("≥50个", 50, 40, 40, None), []),
    (("≥95%", 0.98, 40, 40, None), []),
    (("≥95%", "94%", 40, 39.58, "系统故障"), []),
    (("≥95%", "94%", 40, 40, None), []),
    (("≥100人", "50人", 40, 20, "疫情，改进"), []),
    (("≥100人", "50人", 40, 20, None), ["no_reason"]),
    (("≥100人", "50人", 40, 20, "无"), ["no_reason"]),
    (("≥100人", "50人", 40, 40, None), ["score"]),
    (("≥100人", "50人", 40, 35, "疫情"), ["score"]),
    (("≥100人", "50人", 40, 35, "—"), ["no_reason", "score"]),
    (("≥100人", "120人", 40, 38, None), ["no_reason"]),
    (("≥100人", "120人", 40, 38, "指标值设置偏低"), []),
    (("≥100人", "100人", 40, 41, None), ["score"]),
    (("≤100万元", "80万元", 40, 40, None), []),
    (("≤100万元", "80万元", 40, 32, None), ["direction"]),
    (("≤100万元", "150万元", 40, 40, None), ["direction"]),
    (("≤100万元", "150万元", 40, 20, "超支"), []),
    (("≤100万元", "150万元", 40, 26.67, "超支"), []),
    (("≤100万元", "150万元", 40, 30, "超支"), ["score"]),
    (("≤100万元", "1000000元", 40, 40, None), []),
    (("=12次", "6次", 40, 20, "缩减"), []),
    (("100%", "100%", 40, 40, None), []),
    (("100%", 1, 40, 40, None), []),
    (("100", "100", 40, 40, "0"), []),
    (("20万元", "18万元", 40, 40, None), []),
    (("不少于12次", "12次", 40, 40, None), []),
    (("95%以上", "96%", 40, 40, None), []),
    (("≥266米", "≥266米", 40, 40, None), []),
    (("≥100百分比", "100", 40, 40, None), []),
    (("≥1.2万人", "12100人", 40, 40, None), []),
    (("≥12次", "100%", 40, 40, None), []),
    (("12月底前", "12月20日", 40, 40, None), []),
    (("效果明显", "达成预期指标", 40, 40, None), []),
    (("效果明显", "达成预期指标", 40, 36, None), ["no_reason"]),
    (("效果明显", "部分达成预期指标", 40, 30, "力度不够"), []),
    (("效果明显", "未达成预期指标", 40, 40, None), ["score"]),
    (("≥100人", "完成", 40, 40, None), []),
    (("≥95%", "105%", 40, 40, None), []),
    (("1-2次", "2次", 40, 40, None), []),
    (("12月", "11月", 40, 40, None), []),
    (("≥12个月", "6个月", 40, 40, None), ["score"]),
    (("≥98%", "已完成98.5%", 40, 40, None), []),
    (("100%", "100%完成", 40, 40, None), []),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "found"), ROWS)
def test_a_row_against_its_rule(tmp_path, cells, found):
    assert scored(tmp_path, *cells) == found


NAMED = [
    ("发放及时率", "≥95%", "105%", ["impossible"]),
    ("服务对象满意度", "≥90%", "120%", ["impossible"]),
    ("任务完成率", "≥95%", "105%", []),
    ("收入增长率", "≥5%", "-3%", ["score"]),
    ("群众满意度", "≤90%", "90%", ["direction"]),
    ("投诉率", "≥5%", "6%", ["direction"]),
    ("投诉办结率", "≥95%", "96%", []),
    ("培训人数", "≥10人", "-3人", ["impossible", "score"]),
]


@pytest.mark.parametrize(("name", "target", "actual", "found"), NAMED)
def test_impossible_figures_and_directions_against_the_name(tmp_path, name, target, actual, found):
    assert scored(tmp_path, target, actual, 40, 40, None, name=name) == found


def test_whole_points_are_no_defect(tmp_path):
    assert scored(tmp_path, "≥3次", "2次", 10, 7, "少办一次") == []
    assert scored(tmp_path, "≥3次", "3次", 8.4, 8, None) == []


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


def test_column_order_and_template_rows_do_not_matter(tmp_path):
    order = (0, 1, 2, 3, 6, 4, 5, 7, 8)
    rows = printed.national()
    table = [tuple((*each, *[None] * 9)[number] for number in order) if index in range(9, 13) else each
             for index, each in enumerate(rows)]  # fmt: skip
    table[13:13] = [(None, None, None, "指标2："), (None, None, None, "……")]
    total = (*rows[-1], *[None] * 3)
    table[-1] = tuple(total[number] for number in order)
    form = audited(printed.save(tmp_path / "form.xlsx", table))[0]
    assert kinds(form) == []
    assert form.rows == 3


def test_merged_cells_and_several_forms_in_a_sheet(tmp_path):
    one, other = printed.national(), printed.national(total=(100, 94), name="公益性岗位")
    rows = [*one, (), *other]
    merges = ["A1:I1", "C3:I3", "A5:A6", "A10:A13", "A14:F14", f"A{len(one) + 2}:I{len(one) + 2}"]
    forms = audited(printed.save(tmp_path / "form.xlsx", rows, merges))
    assert [(form.project, kinds(form)) for form in forms] == [
        ("职业技能培训补贴", []),
        ("公益性岗位", ["total"]),
    ]


def spread(rows, merges):
    """The same form as converters make it: merged cells filled with their value instead of merged."""
    book = openpyxl.Workbook()
    printed.fill(book.active, rows)
    for span in merges:
        cells = [cell for line in book.active[span] for cell in line]
        for cell in cells[1:]:
            cell.value = cells[0].value
    return [[cell.value for cell in line] for line in book.active.iter_rows()]


def test_merged_values_repeated_in_every_cell_read_the_same(tmp_path):
    merges = ["A1:I1", "A3:B3", "C3:I3", "A5:A7", "A10:A13", "A14:F14"]
    form = audited(printed.save(tmp_path / "form.xlsx", spread(printed.national(), merges)))[0]
    assert (kinds(form), form.project, form.to_json()["total_computed"]) == (
        [],
        "职业技能培训补贴",
        "99.00",
    )
    rows = spread(printed.hebei(HEBEI, 100, ("预算执行率", 100, 10, 10)), printed.HEBEI_MERGES)
    form = audited(printed.save(tmp_path / "hebei.xlsx", rows))[0]
    assert (kinds(form), form.rules, form.to_json()["total_computed"]) == ([], "hebei", "100.00")


def test_execution_points_on_top_of_a_full_hundred_do_not_make_the_total(tmp_path):
    rows = row("≥1次", "1次", 40, 40)
    rows[1] = (*rows[1][:5], 50, 50, None)
    assert kinds(national(tmp_path, indicators=rows, total=(100, 100))) == ["total", "weights"]


def test_a_header_repeated_by_a_page_break_is_the_same_form(tmp_path):
    rows = printed.national()
    header = rows[9]
    rows.insert(11, header)
    forms = audited(printed.save(tmp_path / "form.xlsx", rows))
    assert len(forms) == 1
    assert (forms[0].rows, kinds(forms[0])) == (3, [])


def test_headings_over_two_rows_merged_both_ways(tmp_path):
    rows = printed.national()
    upper = (None, "绩效指标", None, None, *printed.NATIONAL_HEAD[3:])
    lower = (None, "一级指标", "二级指标", "三级指标")
    rows[9:10] = [upper, lower]
    merges = ["B10:D10", *(f"{letter}10:{letter}11" for letter in "EFGHI")]
    form = audited(printed.save(tmp_path / "form.xlsx", rows, merges))[0]
    assert (kinds(form), form.rows, form.to_json()["total_computed"]) == ([], 3, "99.00")


def test_points_written_into_names_and_headings(tmp_path):
    rows = [
        ("2022年度项目绩效自评表", None, None, None, "自评总分：97.2"),
        ("项目名称", "农村公路养护"),
        ("预算执行情况（20分）", "预算数（A）", "执行数（B）", "执行率（B/A）", "得分（20分*执行率）"),
        ("年度财政资金总额", 309, 265.74, "86%", 17.2),
        ("一级指标", "二级指标", "三级指标", "年初目标值（A）", "实际完成值（B）", "得分"),
        ("产出指标（40分）", "数量指标", "养护里程（40分）", "300公里", "300公里", 40),
        ("效益指标（40分）", "社会效益指标", "群众满意度（40分）", "≥90%", "95%", 40),
    ]
    form = audited(printed.save(tmp_path / "form.xlsx", rows))[0]
    document = form.to_json()
    assert (kinds(form), form.rules) == ([], "hubei")
    assert (document["total_printed"], document["total_computed"]) == ("97.20", "97.20")
    rows[6] = (*rows[6][:5], 50)
    assert kinds(audited(printed.save(tmp_path / "bad.xlsx", rows))[0]) == ["score", "total"]


def test_adjusted_targets_go_before_the_first_ones(tmp_path):
    rows = [
        ("部门整体绩效自评表",),
        ("部门名称", "某街道办事处"),
        ("部门预算执行情况（万元）", "年初预算数", "全年（调整）预算数", "全年执行数", "执行率（%）", "执行率权重",
         "执行率得分（分）"),
        ("年度资金总额", 500, 600, 456, "76%", 10, 7.6),
        ("绩效指标", "指标名称", "计量单位", "指标性质", "年初指标值", "调整指标值", "全年完成值", "得分系数（%）",
         "指标权重（分）", "指标得分（分）"),
        (None, "组织宣传活动次数", "次", "≥", 50, 40, 43, "100%", 45, 45),
        (None, "业务保障能力提升", "%", "≥", 90, None, 95, "100%", 45, 45),
        ("总分", None, None, None, None, None, None, None, 100, 97.6),
    ]  # fmt: skip
    form = audited(printed.save(tmp_path / "form.xlsx", rows))[0]
    assert kinds(form) == []
    assert form.to_json()["total_computed"] == "97.60"
    rows[5] = (*rows[5][:5], 50, *rows[5][6:])
    assert kinds(audited(printed.save(tmp_path / "bad.xlsx", rows))[0]) == ["score"]


def test_subtotals_are_no_indicators_and_level_weights_no_weights(tmp_path):
    rows = printed.national()
    rows[11:11] = [(None, "产出指标小计", None, None, None, None, 50, 50)]
    form = audited(printed.save(tmp_path / "form.xlsx", rows))[0]
    assert (kinds(form), form.rows) == ([], 3)
    weighted = [
        ("项目绩效评价表（自评表）",),
        ("项目名称", "口岸建设"),
        ("一级指标", "权重", "二级指标", "三级指标", "计量单位", "目标值", "实际完成值", "分值", "得分"),
        ("产出指标", 60, "数量指标", "检查次数", "次", 10, 10, 60, 60),
        ("效益指标", 40, "社会效益指标", "通关时间", "小时", 5, 5, 40, 40),
        ("总分", None, None, None, None, None, None, 100, 100),
    ]
    form = audited(printed.save(tmp_path / "weighted.xlsx", weighted))[0]
    assert (kinds(form), form.to_json()["total_computed"]) == ([], "100.00")


def test_the_whole_years_budget_is_the_base_of_execution(tmp_path):
    rows = printed.national()
    rows[4] = (
        "项目资金",
        None,
        "年初预算数",
        "追加调整数",
        "全年预算数（A）",
        "全年执行数（B）",
        "分值",
        "执行率",
        "得分",
    )
    rows[5] = (None, "年度资金总额", 0, 100, 100, 90, 10, "90%", 9)
    rows[6] = (None, "其中：当年财政拨款", 0, 100, 100, 90)
    assert kinds(audited(printed.save(tmp_path / "form.xlsx", rows))[0]) == []


def test_a_form_whose_rows_cannot_be_read_is_not_called_blank(tmp_path):
    assert kinds(national(tmp_path, indicators=[], total=(100, 95))) == []


def test_a_grade_alone_in_the_total_row(tmp_path):
    assert kinds(national(tmp_path, total=(100, 99, "良"))) == ["grade"]
    assert kinds(national(tmp_path, total=(100, 99, "优"))) == []


HEBEI = [
    ("产出指标", "质量指标", "覆盖率", "占比", ">=", 98, "%(百分比)", "100%", "完成", 100, 25, 25),
    (None, "时效指标", "完成率", "按月", ">=", 99, "%(百分比)", "100%", "完成", 100, 25, 25),
    ("效果指标", "社会效益指标", "发放率", "发放", ">=", 75, "%(百分比)", "100%", "完成", 100, 30, 30),
    (
        "满意度指标",
        "服务对象满意度指标",
        "满意度",
        "调查",
        ">=",
        95,
        "%(百分比)",
        "100%",
        "完成",
        100,
        10,
        10,
    ),
]


def hebei(tmp_path, rows, *more):
    return audited(printed.save(tmp_path / "form.xlsx", printed.hebei(rows, *more), printed.HEBEI_MERGES))[0]


def test_the_hebei_form_folds_each_score_once(tmp_path):
    form = hebei(tmp_path, HEBEI, 100, ("预算执行率", 100, 10, 10))
    assert (kinds(form), form.rules, form.to_json()["total_computed"]) == ([], "hebei", "100.00")


def test_folding_a_folded_score_again_is_found(tmp_path):
    twice = [(*each[:9], each[10], each[10], each[10] * each[10] / 100) for each in HEBEI]
    assert kinds(hebei(tmp_path, twice, 23.5, ("预算执行率", 10, 10, 1))) == ["folded_twice"]


def test_a_hebei_execution_row_must_follow_the_amounts(tmp_path):
    assert kinds(hebei(tmp_path, HEBEI, 96, ("预算执行率", 60, 10, 6))) == ["execution"]


def test_a_bureaus_own_rules_are_not_taken_for_the_delivered_ones(tmp_path):
    inverse = msgspec.structs.replace(load_rule_set(), name="own", ceiling="inverse")
    row = indicator("P01.01", "产出指标", "成本指标", "总成本", Target("<=", "100", "元"), ActualFacts(Fraction(150), "元"),
                    reason="超支", measure="压减")  # fmt: skip
    path = write_workbook(evaluate(unit(project(indicators=(row,))), inverse), tmp_path)
    assert audited(path)[0].findings == ()
    assert audited(path, rules=inverse)[0].findings == ()
    assert kinds(audited(path, rules=load_rule_set())[0]) == ["score"]


def test_a_total_under_a_cap_for_low_execution_is_no_defect(tmp_path):
    capped = msgspec.structs.replace(load_rule_set(), execution=ExecutionRule(weight=Decimal(10), caps=(
        Cap(below=Decimal(80), at_most=Decimal(89)),)))  # fmt: skip
    money = (("年度资金总额", 100, 100, 75, 10, "75%", 7.5),)
    path = printed.save(tmp_path / "form.xlsx", printed.national(money=money, total=(100, 89)))
    assert audited(path, rules=capped)[0].findings == ()
    assert kinds(audited(path)[0]) == ["total"]


def test_a_wrongly_folded_score_is_a_score_off_its_rule(tmp_path):
    rows = [(*HEBEI[0][:11], 20), *HEBEI[1:]]
    assert kinds(hebei(tmp_path, rows, 95, ("预算执行率", 100, 10, 10))) == ["score"]


def test_a_sichuan_form(tmp_path):
    rows = [("产出指标", "数量指标", "覆盖率", "=", 100, "%", "100", 60, 60, None),
            ("效益指标", "社会效益指标", "足额保障率", "≥", 100, "%", 100, 30, 30, "无")]  # fmt: skip
    form = audited(printed.save(tmp_path / "form.xlsx", printed.sichuan(rows)))[0]
    document = form.to_json()
    assert (kinds(form), form.rules, document["total_printed"]) == ([], "sichuan", None)
    assert document["total_computed"] == "100.00"


def test_sichuan_asks_why_execution_was_low(tmp_path):
    rows = [("产出指标", "数量指标", "覆盖率", "=", 100, "%", "100", 90, 90, None)]
    low = (0, 100, 80, "80%", 10, 8, "1.预算执行率=执行数/预算数，未达到90%的需说明原因（100字以内）")
    form = audited(printed.save(tmp_path / "form.xlsx", printed.sichuan(rows, money=low)))[0]
    assert kinds(form) == ["no_reason", "sources"] or kinds(form) == ["no_reason"]


def test_our_own_forms_pass_in_both_formats(tmp_path):
    evaluation = evaluate(unit(project(), project("P02")), load_rule_set())
    paths = [write_workbook(evaluation, tmp_path), write_json(evaluation, tmp_path)]
    report = audit_files(paths)
    assert len(report.forms) == 4
    assert not report.has_findings
    assert {form.to_json()["total_computed"] for form in report.forms} == {"99.69"}


@pytest.mark.parametrize("name", ["hebei", "sichuan", "hubei", "national-2021-cost"])
def test_our_own_forms_pass_in_every_layout(tmp_path, name):
    evaluation = evaluate(unit(project(), project("P02")), load_rule_set(name))
    report = audit_files([write_workbook(evaluation, tmp_path)])
    assert [form.rules for form in report.forms] == [name, name]
    assert not report.has_findings
    totals = [str(each.total) for each in evaluation.projects]
    assert [form.to_json()["total_printed"] for form in report.forms] == totals
    assert [form.to_json()["total_computed"] for form in report.forms] == totals


def test_our_own_documents_pass_and_torn_ones_are_refused(tmp_path):
    evaluation = evaluate(unit(project(), project("P02", name="培训")), load_rule_set())
    path = write_docx(evaluation, tmp_path)
    forms = audited(path)
    assert [(form.project, kinds(form)) for form in forms] == [("城乡居民养老保险补助", []), ("培训", [])]
    assert {form.to_json()["total_computed"] for form in forms} == {"99.69"}
    path.write_bytes(path.read_bytes()[:900])
    with pytest.raises(UnusableForm):
        audit_files([path])


def test_our_own_department_form_passes(tmp_path):
    rows = (indicator("D1.01", "", "", "足额发放养老金", Target(">=", "95", "%"), ratio(96, 100)),)
    evaluation = evaluate(unit(project(), project("P02"), department_indicators=rows), load_rule_set())
    form = audited(write_department_workbook(evaluation, tmp_path))[0]
    assert (kinds(form), form.to_json()["total_computed"]) == ([], "99.87")


def test_our_own_draft_is_found_without_reasons_in_both_formats(tmp_path):
    row = indicator(
        "P01.01", "产出指标", "数量指标", "次数", Target(">=", "3", "次"), ActualFacts(Fraction(2), "次")
    )
    evaluation = evaluate(unit(project(indicators=(row,))), load_rule_set())
    report = audit_files([write_workbook(evaluation, tmp_path), write_json(evaluation, tmp_path)])
    assert [kinds(form) for form in report.forms] == [["no_reason"], ["no_reason"]]
    assert report.forms[1].findings[0].to_json()["where"][0]["subject"] == "P01.01"


def test_our_json_with_an_impossible_ratio(tmp_path):
    row = indicator("P01.01", "产出指标", "数量指标", "发放及时率", Target(">=", "95", "%"), ratio(101, 100))
    path = write_json(evaluate(unit(project(indicators=(row,))), load_rule_set()), tmp_path)
    assert "impossible" in kinds(audit_files([path]).forms[0])


def test_a_changed_total_in_our_json_is_found(tmp_path):
    path = write_json(evaluate(unit(), load_rule_set()), tmp_path)
    document = json.loads(path.read_text(encoding="utf-8"))
    document["projects"][0]["total"] = "95.00"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert kinds(audit_files([path]).forms[0]) == ["total"]


def test_files_that_cannot_be_used_are_named_and_the_rest_goes_on(tmp_path):
    good = printed.save(tmp_path / "good.xlsx", printed.national())
    (tmp_path / "torn.xlsx").write_bytes(good.read_bytes()[:500])
    (tmp_path / "bad.json").write_text('{"projects": 3}', encoding="utf-8")
    (tmp_path / "deep.json").write_text("[" * 100_000, encoding="utf-8")
    printed.save(tmp_path / "other.xlsx", [("a", "b"), (1, 2)])
    (tmp_path / "readme.txt").write_text("x", encoding="utf-8")
    names = ["torn.xlsx", "bad.json", "deep.json", "other.xlsx", "readme.txt", "gone.xlsx", "good.xlsx"]
    report = audit_files([tmp_path / name for name in names])
    assert len(report.problems) == 6
    assert len(report.forms) == 1


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * 50_000_000)
    with pytest.raises(UnusableForm) as refusal:
        audit_files([path])
    assert "压缩" in refusal.value.sentences()[0]
    assert "archive" in refusal.value.sentences("en")[0]


def test_a_folder_is_read_whole(tmp_path):
    for number in range(3):
        printed.save(tmp_path / f"{number}.xlsx", printed.national())
    told = []
    report = audit_files([tmp_path], tell=told.append)
    assert told == [0, 1, 2]
    assert [form.file[-6:] for form in report.forms] == ["0.xlsx", "1.xlsx", "2.xlsx"]


def test_sheets_are_read_in_order(tmp_path):
    book = openpyxl.Workbook()
    printed.fill(book.active, printed.national(), (), "甲")
    printed.fill(book.create_sheet(), printed.national(), (), "乙")
    book.save(tmp_path / "two.xlsx")
    assert [form.sheet for form in audited(tmp_path / "two.xlsx")] == ["甲", "乙"]


WORDS = st.sampled_from(["项目名称", "三级指标", "一级指标", "得分", "分值", "年度指标值", "实际完成值", "年初预算数",
                         "年度资金总额", "其中：财政", "总分", "≥95%", "-", "折算得分", "权重", "等级：优"])  # fmt: skip
CELLS = st.one_of(WORDS, st.floats(allow_nan=True), st.integers(-10, 200), st.booleans(), st.text(max_size=6))
ROWS_OF_CELLS = st.lists(st.lists(CELLS, max_size=8), max_size=14)
SPANS = st.lists(st.tuples(*[st.integers(0, 12)] * 4), max_size=6)


@given(ROWS_OF_CELLS, SPANS)
@settings(max_examples=examples(100))
def test_no_sheet_however_strange_stops_the_auditor(rows, spans):
    ordered = [(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in spans]
    for form in forms_in(Grid(rows, ordered), "x"):
        rules = recognised(form)
        for finding in form_findings(form, rules, Decimal("0.1"), strict=False):
            json.dumps(finding.to_json())


@pytest.mark.parametrize(
    "text", ["9" * 5000, "1e999999999", "≥" + "9" * 5000 + "%", "9" * 5000 + "." + "9" * 5000, "１" * 40]
)
def test_absurd_numbers_are_words(tmp_path, text):
    assert kinds(national(tmp_path, indicators=row(text, text, 40, 40))) == []
    numbers = {"value": text, "numerator": text, "denominator": text}
    indicators = [{"score": text, "weight": text, "target": {"value": text}, "actual": numbers}]
    document = {
        "projects": [{"total": text, "budget": {"score": text, "adjusted": text}, "indicators": indicators}]
    }
    path = tmp_path / "form.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert kinds(audit_files([path]).forms[0]) == ["blank"]


LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5))
JSON = st.recursive(LEAVES, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(
    st.sampled_from(["budget", "indicators", "total", "actual", "target", "score", "weight", "sources", "code", "rules"]),
    inner, max_size=4)), max_leaves=12)  # fmt: skip


@given(projects=st.lists(JSON, min_size=1, max_size=3))
@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_json_however_strange_stops_the_auditor(tmp_path, projects):
    path = tmp_path / "form.json"
    path.write_text(json.dumps({"projects": projects, "rules": projects[0]}), encoding="utf-8")
    json.dumps(audit_files([path]).to_json())


def test_one_summary_workbook_for_a_folder(tmp_path):
    folder = tmp_path / "forms"
    folder.mkdir()
    printed.save(folder / "good.xlsx", printed.national())
    printed.save(folder / "=bad.xlsx", printed.national(total=(100, 90)))
    (folder / "torn.xlsx").write_bytes(b"PK")
    path = write_summary(audit_files([folder]), tmp_path / "summary.xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["汇总", "问题清单", "无法读取"]
    found = [cell.value for cell in book["问题清单"][3]]
    assert found[4:6] == ["total", "total_differs"]
    assert book["无法读取"].max_row == 3
