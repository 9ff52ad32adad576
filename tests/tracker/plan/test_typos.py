"""Slips of the keyboard in words that other tables have right; and names that differ rightly by one character."""

import random
from collections import Counter

import pytest

from tests.tracker.plan.bureaus import BUREAUS, TOWNSHIP
from tests.tracker.plan.mutations import changed, with_copy
from tests.tracker.plan.units import project_of
from tracker.plan.check import check_plan
from tracker.plan.checks.typos import check_typos
from tracker.plan.checks.wording import plain
from tracker.plan.exchange import published_plan
from tracker.plan.model import Indicator, Plan

SOUNDS = dict(
    zip(
        "放资金贴众满意及时保标员数率补助政知业工验收合经费群对发",
        "方姿今帖重漫义急实宝彪圆树律捕住正之叶公厌手和京废裙队罚",
        strict=True,
    )
)
LOOKS = dict(
    zip("未准人已贴员补险待发放象治资拨实享受社助", "末淮入己贻贝朴俭侍友效像冶贷拔买亨爱杜肋", strict=True)
)


def _mistyped(text: str, kind: str, source: random.Random) -> str | None:
    """The text with one slip inside it; None where it has no character for this kind."""
    places = list(range(1, len(text) - 1))
    source.shuffle(places)
    for at in places:
        one, following = text[at], text[at + 1]
        if not one.isalpha() or one.isascii():
            continue
        if kind == "sounds" and SOUNDS.get(one, one) != one:
            return text[:at] + SOUNDS[one] + text[at + 1 :]
        if kind == "looks" and one in LOOKS:
            return text[:at] + LOOKS[one] + text[at + 1 :]
        if kind == "swapped" and following.isalpha() and not following.isascii() and following != one:
            return text[:at] + following + one + text[at + 2 :]
        if kind == "doubled":
            return text[:at] + one + text[at:]
        if kind == "dropped":
            return text[:at] + text[at + 1 :]
    return None


def _repeated(plan: Plan, field: str) -> list[Indicator]:
    """Rows whose words another row has as well: without them nothing speaks against a slip."""
    counts = Counter(plain(getattr(row, field)) for row in plan.indicators())
    return [
        row
        for row in plan.indicators()
        if counts[plain(getattr(row, field))] > 1 and len(getattr(row, field)) > 4
    ]


def _plans() -> dict[str, Plan]:
    copied = {kind: with_copy(plan, plan.projects[0])[0] for kind, plan in BUREAUS.items()}
    return {
        "published": published_plan(),
        **{kind: with_copy(p, p.projects[1])[0] for kind, p in copied.items()},
    }


@pytest.mark.parametrize("kind", ["sounds", "looks", "swapped", "doubled", "dropped"])
def test_nearly_every_slip_is_found_in_its_row_and_no_row_beside_it(kind: str) -> None:
    source = random.Random(2024)
    made = found = 0
    for plan in _plans().values():
        before = {finding.message for finding in check_typos(plan)}
        for field in ("level3", "definition"):
            for row in source.sample(_repeated(plan, field), 5):
                wrong = _mistyped(getattr(row, field), kind, source)
                if wrong is None or wrong == getattr(row, field):
                    continue
                new = [
                    f
                    for f in check_typos(changed(plan, row.code, **{field: wrong}))
                    if f.message not in before
                ]
                assert all(row.code in {place.subject for place in f.where} for f in new), (row.code, wrong)
                assert {f.severity for f in new} <= {"note"}
                made += 1
                found += bool(new)

    assert made >= 40
    assert found >= (0.5 if kind == "dropped" else 0.95) * made


NEAR_NAMES = """
数量 上行班次合计 上行方向全年发车班次 ≥3000班次
数量 下行班次合计 下行方向全年发车班次 ≥3000班次
数量 男性参训人数 参加技能培训的男性 ≥60人
数量 女性参训人数 参加技能培训的女性 ≥80人
数量 新建农村公厕座数 当年新建的公厕座数 ≥12座
数量 改建农村公厕座数 当年改建的公厕座数 ≥9座
数量 县级河长巡河次数 县级河长全年巡河次数 ≥24次
数量 乡级河长巡河次数 乡级河长全年巡河次数 ≥48次
数量 村级河长巡河次数 村级河长全年巡河次数 ≥96次
数量 初中贫困生资助人数 受到资助的初中学生 ≥200人
数量 高中贫困生资助人数 受到资助的高中学生 ≥150人
数量 一类幼儿园个数 评为一类的幼儿园个数 ≥3个
数量 二类幼儿园个数 评为二类的幼儿园个数 ≥7个
数量 春季造林完成面积 春季完成的造林面积 ≥900亩
数量 秋季造林完成面积 秋季完成的造林面积 ≥700亩
质量 增值税退税准确率 办理准确的退税占全部退税的比率 ≥99%
质量 补贴对象认定准确率 认定准确的对象占全部对象的比率 ≥99%
质量 补助对象审核准确率 审核准确的对象占全部对象的比率 ≥99%
时效 资金拨付及时率 及时拨付的资金占应拨付资金的比率 ≥95%
时效 资金兑付及时率 及时兑付的资金占应兑付资金的比率 ≥95%
成本 项目总成本 项目的全部支出 ≤120万元
社会效益 受益群众人数 项目受益的群众 ≥5000人
服务对象满意度 受益群众满意度 对项目满意的群众占调查群众的比率 ≥90%
服务对象满意度 参训学员满意度 对培训满意的学员占调查学员的比率 ≥90%
"""


def test_names_that_differ_rightly_by_one_character_are_no_slips() -> None:
    project = project_of("P04", "综合事务", 1_200_000, "综合事务经费。", "年度计划", NEAR_NAMES)
    plan = Plan(unit="1", name="甲县乙局", year=2024, projects=(*TOWNSHIP.projects, project))

    assert [f for f in check_plan(plan) if f.code in ("probable_typo", "name_differs")] == []
