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
