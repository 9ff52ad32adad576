"""Targets and actuals in the words people type: reached ones pass with full points, others are held to their rule."""

import pytest

from tests.tracker.forms.pictures import WAYS, codes

FORM = """
项目支出绩效自评表|<|<|<|<|<|<|<|<
项目名称|<|某项目|<|<|<|<|<|<
项目资金（万元）|<||年初预算数|全年预算数|全年执行数|分值|执行率|得分
^|<|年度资金总额|100|100|100|10|100%|10
绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施
^|产出指标|数量指标|{name}|{target}|{actual}|40|{score}|{reason}
^|效益指标|社会效益|作用|明显|明显|50|50|
总分|<|<|<|<|<|100|{total:g}|
"""


def form(name, target, actual, score="40", reason=""):
    return FORM.format(
        name=name, target=target, actual=actual, score=score, reason=reason, total=60 + float(score)
    )


REACHED = """
培训人数|≥100人|100人/次 培训人数|100人|100人左右 培训人数|≥100人次|达到100人次以上 培训人数|≥100|100余人
补贴人数|1200人|按实际人数发放 补贴人数|约1200人|1180人 覆盖率|全覆盖|100% 覆盖率|全覆盖|全覆盖
覆盖率|100%|全覆盖 完成时间|2022年12月底前|2022年12月 完成时间|2022年12月底前|2022.12.20
完成时间|2022年12月31日前|44926 完成时间|12月|12月 完成时间|2022年|2022年 完成时间|2022年内|已完成
完成时间|及时|及时 成本|≤249万元|249万 成本|≤249万元|249 成本|≤249万元|2490000元 成本|≤2490000元|249万元
成本|249万元|248.5万元 成本|控制在249万元以内|248.5万元 成本|不超过预算|未超过预算 成本|≤预算数|等于预算数
成本|100%|98.5% 成本控制率|≤100%|98.5% 成本节约率|≥5%|5.3% 成本|249万元|100% 数量|3-5个|4个 数量|3～5个|4个
数量|3—5个|5 效果|有效提升|有效提升 效果|有效提升|达成预期指标 效果|有效提升|100% 效果|明显提升|有所提升
效果|显著|较显著 效果|≥90%|达成预期指标 满意度|≥90%|90%以上 满意度|90%以上|≥95% 满意度|≥90%|90%-95%
满意度|满意|满意 满意度|≥90分|92 满意度|≥90|95% 满意度|90|0.95 满意度|≥95%|95.00 合格率|100|100.00%
合格率|=100%|1 合格率|100%|100.0% 及时率|100%|100 次数|12|每月1次 次数|4次|每季度1次
次数|每季度不少于1次|4次 次数|每月1次|12次 次数|≥12次/年|12次/年 次数|1次/月|12次 天数|365天|365
天数|≤5个工作日|3个工作日 天数|5个工作日内|3天 天数|≤30天|1个月 增长率|≥5%|5.6% 增长率|增长5%|增长6%
增长率|较上年增长|增长3% 事故数|0|0 事故数|0起|无 事故数|0次|未发生 事故率|0%|0 事故率|0|0.00% 事故率|≤1%|0
投诉率|≤5%|无投诉 投诉率|<1%|0 死亡率|不高于5/10万|4.2/10万 孕产妇死亡率|≤9/10万|5.6/10万
发放标准|每人每月100元|每人每月100元 发放标准|100元/人/月|100元/人/月 发放标准|1000元/人|1000
发放标准|按标准发放|按标准发放 发放标准|≥116元/月|116元 补助标准|4600元/人.年|4600 里程|≥26.5公里|26.5km
面积|≥500平方米|520㎡ 面积|≥500亩|0.052万亩 面积|1.2万亩|12000亩 人数|≥1.2万人次|1.25 人数|≥5000人|0.5万人
户数|≥120户|120户360人 数量|1套|1套 数量|1批|1 数量|2台（套）|2台 数量|2台/套|2套 数量|≥1个|1个（某某）
数量|≥1个|完成1个 数量|1个|1个标准化场地建设完成 数量|≥10篇|发表12篇 数量|≥1200（人）|1210（人）
数量|≥3人次|3人 数量|一年一次|一次 数量|两次|2次 数量|2|两 数量|≥95％|≥95％ 数量|＞95%|95.1% 数量|≥95%|95％
数量|大于等于95|96 数量|不低于95%|95% 数量|高于95%|98% 数量|95%及以上|95% 数量|95%（含）以上|95%
数量|100%完成|100% 数量|完成100%|完成 数量|按时完成|按时完成率100% 数量|是|是 数量|√|√ 数量|好坏|好
数量|优良中低差|优 数量|高中低|高 数量|达标|达标 数量|长期|≥5年 数量|5年|长期 数量|1年|1
数量|2022年1-12月|2022年1-12月 数量|12个月|12 数量|≥98%|98.00%（98/100） 数量|≥98%|实际98.5%
数量|≥98%|达98.5% 数量|≥98%|98.5％，完成目标 数量|≥30%|35.2个百分点 数量|提高3个百分点|3.5个百分点
数量|≥80|80分 数量|80分以上|85 数量|B级以上|A级 数量|1:1|1:1 数量|1/3|1/3 数量|1.5：1|1.6：1
数量|≥20万字|21万字 数量|≥100万元|1000000 数量|≥100万元|105.6 数量|≥1,000人|1,050 数量|0.95|0.96
数量|≥0.95|96% 数量|95.5|95.50 温度|18℃|20℃ 温度|≥18℃|20℃ 空气质量|PM2.5≤35|32 空气优良天数比率|≥85%|87.4%
化学需氧量|≤50mg/L|32mg/L 水质达标率|III类以上|III类 万元GDP能耗下降率|≥3%|3.2% 控制数|≤0.5‰|0.2‰
失业率|控制在4.5%以内|3.8% 失业率|≤4.5%|3.8 率|不低于上年水平|不低于上年水平 率|同比下降|下降2%
率|≥90％|100％ 率|90%≤X≤100%|95% 率|>=90%|0.9 率|≧90%|0.92 数量|≥90%|90 数量|50%以下|40% 数量|≤5起|0起
数量|≤2次|1
"""


@pytest.mark.parametrize("way", WAYS)
def test_reached_targets_with_full_points_are_no_defect(way):
    assert {line for line in REACHED.split() if codes(form(*line.split("|")), way)} == set()


JUDGED = """
培训人数|≥100人|90人|40| -> score_off_rule
培训人数|≥100人|90|40| -> score_off_rule
培训人数|100人|90人|40| -> score_off_rule
培训人数|≥1.2万人|1.1万人|40| -> score_off_rule
培训人数|≥1.2万人|11000人|40| -> score_off_rule
覆盖率|≥95%|94%|40| -> none
覆盖率|≥95%|90%|40| -> score_off_rule
覆盖率|100%|95%|40| -> score_off_rule
覆盖率|≥95|90|40| -> score_off_rule
覆盖率|95%以上|90%|40| -> score_off_rule
覆盖率|达到95%|90%|40| -> score_off_rule
成本|≤249万元|260万元|40| -> direction_misread score_off_rule
成本|≤249万元|260|40| -> direction_misread score_off_rule
成本|≤249万元|2600000元|40| -> direction_misread score_off_rule
成本|249万元以内|260万元|40| -> direction_misread score_off_rule
成本|控制在249万元以内|260万元|40| -> direction_misread score_off_rule
成本|≤249万元|200万元|32.13|成本节约 -> direction_misread
成本|≤249万元|200万元|32.13| -> direction_misread met_marked_down
培训人数|≥100人|120人|35| -> met_marked_down
培训人数|≥100人|120人|33.33| -> met_marked_down
培训人数|≥100人|100人|38| -> met_marked_down
培训人数|≥100人|100人|38|无 -> met_marked_down
培训人数|≥100人|100人|38|无偏差 -> met_marked_down
培训人数|≥100人|100人|38|不适用 -> met_marked_down
培训人数|≥100人|90人|36| -> lost_without_reason
培训人数|≥100人|90人|36|— -> lost_without_reason
培训人数|≥100人|90人|30|人员减少 -> score_off_rule
培训人数|≥100人|90人|20|人员减少 -> score_off_rule
培训人数|≥100人|0人|40| -> score_off_rule
培训人数|≥100人|0人|20|项目推迟 -> score_off_rule
培训人数|≥100人|未完成|40| -> score_off_rule
效果|有效提升|未达成|40| -> score_off_rule
效果|有效提升|部分达成|40| -> score_off_rule
效果|有效提升|达成预期指标|30| -> met_marked_down
效果|有效提升|达成预期指标|30|无 -> met_marked_down
及时率|100%|105%|40| -> actual_impossible
满意度|≥90%|120%|40| -> actual_impossible
满意度|≥90%|-5%|40| -> actual_impossible score_off_rule
满意度|≥90%|980%|40| -> actual_impossible
参保率|≥95%|150|40| -> actual_impossible
培训人数|≥100人|-5人|40| -> actual_impossible score_off_rule
成本|≤100万元|-5万元|40| -> actual_impossible
事故数|0起|2起|40| -> score_off_rule
事故数|0|2|40| -> score_off_rule
事故数|=0起|1起|20|意外 -> score_off_rule
事故数|≤0起|1起|40| -> direction_misread score_off_rule
培训人数|≥100人|100人|45| -> score_above_weight total_above_100
天数|≤5天|8天|40| -> direction_misread score_off_rule
天数|5个工作日内|8个工作日|40| -> direction_misread score_off_rule
天数|≤5天|8天|16|延误 -> none
天数|≤5天|8天|25|延误 -> none
投诉率|≥5%|6%|40| -> direction_of_target
满意度|≤90%|95%|40| -> direction_misread direction_of_target score_off_rule
满意度|≤90%|95%|37.78|超出 -> direction_of_target
完成时间|2022年12月底前|2023年3月|40| -> score_off_rule
完成时间|2022年12月31日前|2023年3月15日|40| -> score_off_rule
完成时间|2022年12月31日前|2023.3.15|40| -> score_off_rule
完成时间|12月底前|未完成|40| -> score_off_rule
数量|3-5个|2个|40| -> score_off_rule
数量|3-5个|6个|40| -> none
培训人数|≥100人|已完成90人|40| -> score_off_rule
效果|明显|不明显|40| -> score_off_rule
效果|良好|一般|40| -> none
覆盖率|全覆盖|80%|40| -> score_off_rule
人数|≥12345人|1235人|40| -> score_off_rule
"""


@pytest.mark.parametrize("line", JUDGED.strip().split("\n"))
def test_a_score_against_the_words_of_target_and_actual(line):
    cells, found = line.split(" -> ")
    assert sorted(codes(form(*cells.split("|")))) == found.replace("none", "").split()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("actual", ["105%", "120"])
def test_more_than_all_is_impossible_however_the_cell_holds_it(way, actual):
    assert codes(form("合格率", "100%", actual), way) == ["actual_impossible"]
