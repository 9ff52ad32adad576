"""Where an indicator's value is proposed to come from."""

import pytest

from tracker.plan.exchange import published_plan
from tracker.plan.propose import propose
from tracker.plan.targets import parse_target

CASES = """
时效指标 养老金发放及时率 月末实际领取养老金人数/月末应领取养老金人数 ≥95% people_on_time month ratio_of_sums
时效指标 补助及时发放率 在规定的时间内发放的资金数量占总数量的比率 ≥98% amount_on_time month ratio_of_sums
质量指标 补助金发放率 实际发放的补助金金额占计划发放金额的比率 ≥99% payment_rate year ratio_of_sums
时效指标 财政补助资金到位率 实际拨入财政专户的补助资金/应拨入的补助资金 ≥90% funds_arrival month ratio_of_sums
成本指标 养老保险金发放金额 年度累计发放养老金总金额 ≤249万元 spending year sum
成本指标 基础养老金平均水平 基础养老金每月发放金额 ≤116元 per_person month latest
经济效益指标 月人均基础养老金不低于全省平均水平 及时足额调整 ≥113元 per_person month latest
数量指标 参保人数 年度参加养老保险人数 ≥1.2万人 value year latest
数量指标 政策宣传次数 政策的宣传次数 ≥3次 value year sum
社会效益指标 增加就业人数 新增就业人数 ≥50人 value year sum
质量指标 参保率 已参保人数占应参保人数的比率 ≥90% ratio year ratio_of_sums
时效指标 参保缴费及时率 月末实际参保缴费人数/月末应参保缴费人数 ≥95% ratio month ratio_of_sums
时效指标 业务完成及时率 月末已完成业务量/应完成业务量 ≥95% ratio month ratio_of_sums
时效指标 业务完成率 年度已完成工作量/年度应完成工作量 ≥95% ratio year ratio_of_sums
服务对象满意度指标 群众满意度 对工作的满意度 ≥90分 value year latest
服务对象满意度指标 群众满意度 对工作的满意度 ≥90% ratio year ratio_of_sums
成本指标 生均资助标准 每名受助学生每年的资助标准 ≤2000元 per_person year latest
成本指标 每公里清理费用 清理一公里河道的平均费用 ≤17600元 value year latest
成本指标 村均运转经费 每个行政村全年的运转经费 ≤9万元 value year latest
成本指标 每亩造林补助标准 每亩新造林的补助数额 ≤500元 value year latest
成本指标 门诊次均费用 门诊患者每次就诊的平均费用 ≤180元 value year latest
成本指标 社会保险缴费金额 单位全年缴纳的社会保险费总额 ≤320万元 spending year sum
成本指标 培训费用 全年培训费用总额 ≤12万元 spending year sum
经济效益指标 林农户均增收 参与造林的林农每户增加的收入 ≥2600元 value year latest
时效指标 补贴资金到位及时率 按时到位的补贴资金占应到位补贴资金的比率 ≥98% funds_arrival month ratio_of_sums
时效指标 经费拨付及时率 按时拨付的经费占应拨付经费的比率 ≥98% amount_on_time month ratio_of_sums
时效指标 社会保险缴费及时率 按时缴纳社会保险费人数/应缴纳人数 ≥98% ratio month ratio_of_sums
质量指标 助学金足额发放率 足额发放的助学金金额占应发放助学金的比率 =100% payment_rate year ratio_of_sums
质量指标 资金支付率 实际支付资金占预算安排资金的比率 ≥95% payment_rate year ratio_of_sums
数量指标 发放人数 每月领取补贴的人数 ≥1200人 value year latest
数量指标 查处车辆数 全年查处的车辆数 ≥150辆 value year sum
数量指标 垃圾清运量 全年清运的生活垃圾量 ≥5600吨 value year sum
数量指标 培训班次 开展培训的班次 ≥4班次 value year sum
数量指标 补贴车辆数 享受补贴的公交车辆数 ≥86台 value year latest
时效指标 工程完成时间 工程全部完成的时间 ≤180天 value year latest
时效指标 工程完工期限 工程完工的最后日期 10月底前 band year none
服务对象满意度指标 参训学员满意率 满意学员占参训学员的比率 ≥90% ratio year ratio_of_sums
可持续影响指标 提升公共服务水平 提升公共服务水平 不断提高 band year none
"""


@pytest.mark.parametrize("case", CASES.strip().split("\n"))
def test_proposals(case: str) -> None:
    level2, level3, definition, target, source, period, rollup = case.split()
    proposal = propose(level2, level3, definition, parse_target(target).target)

    assert proposal[:3] == (source, period, rollup)
    assert 0 < proposal.confidence <= 100


def test_every_benefit_paid_monthly_is_computed_from_the_log() -> None:
    computed = {
        i.code for i in published_plan().indicators() if i.source in ("people_on_time", "amount_on_time")
    }

    assert {"P10.03", "P11.03", "P15.03", "P18.03", "P19.03", "P23.03", "P25.03", "P26.03"} <= computed
    assert {
        "P08.03",
        "P09.04",
        "P12.03",
        "P13.03",
        "P14.03",
        "P16.04",
        "P17.03",
        "P20.03",
        "P22.03",
    } <= computed
    assert "P24.03" not in computed
