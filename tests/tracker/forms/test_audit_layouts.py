"""Headings, merged cells, columns and layouts that vary: the same form however it is laid out."""

import openpyxl

from tests.tracker.forms import printed_forms as printed
from tests.tracker.forms.audited_forms import audited, kinds


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
