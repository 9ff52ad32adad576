"""Rows against their rule: scores, reasons, whole points, impossible figures and directions."""

import pytest

from tests.tracker.forms.audited_forms import scored

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
    (("≤100万元", "80万元", 40, 32, None), ["direction", "no_reason"]),
    (("≤100万元", "150万元", 40, 40, None), ["direction", "score"]),
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
    ("资金发放率", "≤100%", "100%", []),
    ("培训人数", "≥10人", "-3人", ["impossible", "score"]),
]


@pytest.mark.parametrize(("name", "target", "actual", "found"), NAMED)
def test_impossible_figures_and_directions_against_the_name(tmp_path, name, target, actual, found):
    assert scored(tmp_path, target, actual, 40, 40, None, name=name) == found


def test_whole_points_are_no_defect(tmp_path):
    assert scored(tmp_path, "≥3次", "2次", 10, 7, "少办一次") == []
    assert scored(tmp_path, "≥3次", "3次", 8.4, 8, None) == []
