"""The simulated year as a list of steps: who would have recorded what on which day.

Everything is drawn from one seeded generator and from the plan itself; amounts are sized by the plan's own
ceilings and standards. No step stands for a real payment, and nobody's name or number occurs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from random import Random
from typing import NamedTuple, TypeAlias

from events.values import last_day_of, months_of
from tracker.plan.model import DepartmentIndicator, Indicator, Plan, Project
from tracker.requests import (
    AcknowledgeAlert,
    ExplainDeviation,
    RecordAppropriation,
    RecordDisbursement,
    RecordMeasurement,
    RecordReceipt,
    RecordReturn,
    Request,
    Reverse,
)
from tracker.working_calendar import nth_working_day_of_next_month

Known: TypeAlias = Mapping[str, str]
"""Labels of earlier steps and the ids of the events they made."""

NOTE = "模拟数据 simulated"
OFFICE_BUDGET_FEN = 12_000_000
"""What a project gets whose indicators name no ceiling: 12万元."""


class Step(NamedTuple):
    """Something done on a day: a request made of the events recorded so far, or the check of a month."""

    day: str
    label: str
    request: Callable[[Known], Request] | None = None
    check: str | None = None


class Benefit(NamedTuple):
    """A project that pays people every month: how many, and how much in a month."""

    project: Project
    people: int
    month_fen: int


def year_of_steps(plan: Plan, seed: int) -> list[Step]:
    """Every step of the year in order of days; the same plan and seed give the same steps."""
    assert plan.year is not None, "a plan for a year"
    random = Random(seed)
    steps: list[Step] = []
    for project in plan.projects:
        steps += _money(plan.year, project, random)
        steps += _measurements(plan.year, project, random)
    steps += [_promised(plan.year, row, random) for row in plan.department_indicators]
    steps += _incidents(plan, plan.year)
    steps = _forgotten(steps, plan)
    steps += [Step(_after_deadline(month), f"check-{month}", check=month) for month in months_of(plan.year)]
    return sorted(steps, key=lambda step: (step.day, step.check is not None))


def budget_fen(project: Project) -> int:
    """What the project is granted for the year, from its own ceiling or standard."""
    ceiling = _ceiling(project)
    if ceiling is not None:
        return ceiling
    benefit = _per_person(project)
    return benefit.month_fen * 12 if benefit is not None else OFFICE_BUDGET_FEN * 4


def _ceiling(project: Project) -> int | None:
    for row in project.indicators:
        if row.source == "spending" and row.target.value is not None:
            return int(Fraction(row.target.value) * 100)
    return None


def _per_person(project: Project) -> Benefit | None:
    """The monthly payment of a project with a per-person standard: a yuan under the ceiling, people by the plan."""
    standards = [row for row in project.indicators if row.source == "per_person" and row.period == "month"]
    caps = [
        Fraction(row.target.value) for row in standards if row.target.value and row.target.comparator == "<="
    ]
    if not standards:
        return None
    each_fen = int((min(caps) - 1) * 100) if caps else 10_000
    people = _planned_people(project)
    return Benefit(project, people, each_fen * people)


def _planned_people(project: Project) -> int:
    """People on the monthly list: the plan's headcount of recipients where it names them, else a round number."""
    for row in project.indicators:
        if "领取" in row.level3 and row.target.unit == "人" and row.target.value is not None:
            return int(Fraction(row.target.value))
    return 3_000


def _money(year: int, project: Project, random: Random) -> Iterator[Step]:
    total = budget_fen(project)
    code = project.code

    def grant(_: Known) -> Request:
        return RecordAppropriation(
            project=code, amount_fen=total, document=f"模拟预〔{year}〕1号", on=f"{year}-01-10"
        )

    yield Step(f"{year}-01-10", f"{code}-grant", grant)
    yield from _receipts(year, code, total)
    if any(row.source in ("people_on_time", "per_person", "amount_on_time") for row in project.indicators):
        yield from _monthly_payments(year, project, total, random)
    else:
        yield from _office_payments(year, code, total, random)


def _receipts(year: int, code: str, total: int) -> Iterator[Step]:
    for number, part in enumerate((95, 5)):
        day, amount = f"{year}-0{1 + 6 * number}-20", total * part // 100

        def arrive(_: Known, day: str = day, amount: int = amount) -> Request:
            return RecordReceipt(project=code, amount_fen=amount, on=day, note=NOTE)

        yield Step(day, f"{code}-receipt-{number}", arrive)


def _monthly_payments(year: int, project: Project, total: int, random: Random) -> Iterator[Step]:
    benefit = _per_person(project)
    people = benefit.people if benefit else max(2, min(_planned_people(project), total // 12 // 60_000))
    month_fen = benefit.month_fen if benefit else total * random.randint(970, 995) // 12_000
    for month in months_of(year):
        due = f"{month}-15"
        missing = random.choice((0, 0, 0, 1, 2)) if people > 200 else 0

        def pay(_: Known, month: str = month, due: str = due, missing: int = missing) -> Request:
            each = month_fen // people
            return RecordDisbursement(
                project=project.code,
                amount_fen=month_fen - each * missing,
                due_on=due,
                paid_on=due,
                people_due=people,
                people_paid=people - missing,
                voucher=f"MN-{project.code}-{month[5:]}",
                payee="代发银行（模拟）",
                note=NOTE,
            )

        yield Step(due, f"{project.code}-pay-{month}", pay)


def _office_payments(year: int, code: str, total: int, random: Random) -> Iterator[Step]:
    for number, day in enumerate((f"{year}-03-22", f"{year}-06-21", f"{year}-09-20", f"{year}-12-12")):
        amount = total * random.randint(225, 249) // 1000

        def pay(_: Known, number: int = number, day: str = day, amount: int = amount) -> Request:
            return RecordDisbursement(
                project=code,
                amount_fen=amount,
                due_on=day,
                paid_on=day,
                voucher=f"MN-{code}-Q{number + 1}",
                payee="定点供应单位（模拟）",
                note=NOTE,
            )

        yield Step(day, f"{code}-pay-q{number + 1}", pay)


def _measurements(year: int, project: Project, random: Random) -> Iterator[Step]:
    for row in project.indicators:
        match row.source:
            case "ratio" if row.period == "month":
                yield from (_ratio(row, month, random) for month in months_of(year))
            case "ratio":
                yield _ratio(row, str(year), random)
            case "value" if row.rollup == "sum":
                yield from _counts(row, year, random)
            case "value":
                yield _value(row, year, random)
            case "band":
                yield _band(row, year, random)
            case _:
                continue


def _promised(year: int, row: DepartmentIndicator, random: Random) -> Step:
    """What the department reached of a goal of its own, typed for the year."""
    if row.target.value is None:
        return _band(row, year, random)
    return _ratio(row, str(year), random) if row.target.unit == "%" else _value(row, year, random)


def _reported(period: str) -> str:
    """The day a period's figures are typed: the third working day after it."""
    month = period if len(period) == 7 else f"{period}-12"
    return nth_working_day_of_next_month(month, 3)


def _ratio(row: Indicator | DepartmentIndicator, period: str, random: Random) -> Step:
    target = Fraction(row.target.value or 0)
    whole = 1000
    least = int(target * whole / 100)
    above = min((whole - least) // 2, max(1, least // 10))
    reached = min(whole, least + random.randint(0, max(1, above)))

    def measure(_: Known) -> Request:
        return RecordMeasurement(
            indicator=row.code, period=period, numerator=str(reached), denominator=str(whole), evidence=NOTE
        )

    return Step(_reported(period), f"{row.code}-{period}", measure)


def _counts(row: Indicator, year: int, random: Random) -> Iterator[Step]:
    target = int(Fraction(row.target.value or 0))
    total = target + random.randint(0, max(1, target // 10))
    for number, month in enumerate((f"{year}-03", f"{year}-06", f"{year}-09", f"{year}-12")):
        part = total // 4 + (1 if number < total % 4 else 0)

        def measure(_: Known, month: str = month, part: int = part) -> Request:
            return RecordMeasurement(indicator=row.code, period=month, value=str(part), evidence=NOTE)

        yield Step(_reported(month), f"{row.code}-{month}", measure)


def _value(row: Indicator | DepartmentIndicator, year: int, random: Random) -> Step:
    target = Fraction(row.target.value or 0)
    above = 0 if row.target.comparator == "=" else random.randint(0, max(1, int(target) // 50))
    reached = min(target + above, Fraction(100)) if row.target.unit == "分" else target + above

    def measure(_: Known) -> Request:
        return RecordMeasurement(indicator=row.code, period=str(year), value=str(reached), evidence=NOTE)

    return Step(_reported(str(year)), f"{row.code}-{year}", measure)


def _band(row: Indicator | DepartmentIndicator, year: int, random: Random) -> Step:
    share = str(random.choice((90, 95, 100)))

    def measure(_: Known) -> Request:
        return RecordMeasurement(indicator=row.code, period=str(year), band="met", share=share, evidence=NOTE)

    return Step(_reported(str(year)), f"{row.code}-{year}", measure)


def _after_deadline(month: str) -> str:
    """The first working day after the reporting deadline."""
    return nth_working_day_of_next_month(month, 6)


def _incidents(plan: Plan, year: int) -> Iterator[Step]:
    """What goes wrong in the year, and how it is put right."""
    paying = [
        project
        for project in plan.projects
        if any(row.source == "people_on_time" for row in project.indicators) and _ceiling(project)
    ]
    if paying:
        yield from _supplement_and_late_month(paying[0], year)
        yield from _failed_and_reissued(paying[0], year)
    office = [project for project in plan.projects if project not in paying and _ceiling(project)]
    if office:
        yield from _correction(office[0], year)


def _forgotten(steps: list[Step], plan: Plan) -> list[Step]:
    """One month's figure is forgotten: it opens an alert, is typed a week later, and the next look closes it."""
    rows = (
        row
        for row in plan.indicators()
        if row.source == "ratio" and row.period == "month" and "时效" in row.level2
    )
    row = next(rows, None)
    if row is None:
        return steps
    month = f"{plan.year}-05"
    late, again = f"{plan.year}-06-16", f"{plan.year}-06-17"
    moved = [step._replace(day=late) if step.label == f"{row.code}-{month}" else step for step in steps]
    return [*moved, Step(again, f"check-again-{month}", check=month)]


def _supplement_and_late_month(project: Project, year: int) -> Iterator[Step]:
    """A second list of the month is paid late in August; money is added for it in July; somebody explains."""
    code, extra = project.code, budget_fen(project) // 50
    indicator = next(row for row in project.indicators if row.source == "people_on_time")
    august = f"{year}-08"

    def supplement(_: Known) -> Request:
        return RecordAppropriation(
            project=code,
            amount_fen=extra * 2,
            kind="supplement",
            document=f"模拟追〔{year}〕7号",
            on=f"{year}-07-05",
        )

    def late(_: Known) -> Request:
        people = max(2, budget_fen(project) // 12 // 60_000 // 4)
        return RecordDisbursement(
            project=code,
            amount_fen=extra,
            due_on=f"{august}-15",
            paid_on=f"{year}-09-02",
            people_due=people,
            people_paid=people,
            voucher=f"MN-{code}-08B",
            payee="代发银行（模拟）",
            note=NOTE,
        )

    def acknowledge(_: Known) -> Request:
        return AcknowledgeAlert(
            alert=f"timeliness:{indicator.code}:{august}", note="已与代发银行核对，九月初补发（模拟）"
        )

    def explain(_: Known) -> Request:
        return ExplainDeviation(
            indicator=indicator.code,
            reason="八月新增人员名册送达较晚，九月二日发放（模拟）",
            measure="新增人员名册提前五个工作日送银行（模拟）",
        )

    yield Step(f"{year}-07-05", f"{code}-supplement", supplement)
    yield Step(f"{year}-09-02", f"{code}-late", late)
    yield Step(_day_after_check(august), f"{code}-ack", acknowledge)
    yield Step(f"{year}-12-20", f"{code}-explain", explain)


def _day_after_check(month: str) -> str:
    return nth_working_day_of_next_month(month, 7)


def _failed_and_reissued(project: Project, year: int) -> Iterator[Step]:
    """One person's payment of April comes back and is paid again in May."""
    code = project.code
    month_fen = budget_fen(project) * 985 // 12_000
    each = month_fen // max(2, budget_fen(project) // 12 // 60_000)

    def back(known: Known) -> Request:
        return RecordReturn(
            of=known[f"{code}-pay-{year}-04"],
            amount_fen=each,
            people=1,
            on=f"{year}-04-19",
            note="账号有误退回（模拟）",
        )

    def again(known: Known) -> Request:
        return RecordDisbursement(
            project=code,
            amount_fen=each,
            paid_on=f"{year}-05-06",
            people_paid=1,
            reissue_of=known[f"{code}-pay-{year}-04"],
            voucher=f"MN-{code}-04R",
            note="退票重发（模拟）",
        )

    yield Step(f"{year}-04-19", f"{code}-return", back)
    yield Step(f"{year}-05-06", f"{code}-reissue", again)


def _correction(project: Project, year: int) -> Iterator[Step]:
    """A payment is typed wrong and undone the next day by a new event."""
    code, amount = project.code, budget_fen(project) // 100

    def wrong(_: Known) -> Request:
        day = f"{year}-05-11"
        return RecordDisbursement(
            project=code, amount_fen=amount, due_on=day, paid_on=day, voucher=f"MN-{code}-X", note=NOTE
        )

    def undo(known: Known) -> Request:
        return Reverse(event=known[f"{code}-wrong"], reason="金额录错，冲销后按原凭证另记（模拟）")

    def right(_: Known) -> Request:
        day = f"{year}-05-12"
        return RecordDisbursement(
            project=code,
            amount_fen=amount * 9 // 10,
            due_on=day,
            paid_on=day,
            voucher=f"MN-{code}-X",
            note=NOTE,
        )

    yield Step(f"{year}-05-11", f"{code}-wrong", wrong)
    yield Step(f"{year}-05-12", f"{code}-1-undo", undo)
    yield Step(f"{year}-05-12", f"{code}-2-right", right)


def last_day(plan: Plan) -> str:
    """The day the simulated year has been told to its end: after December's check."""
    assert plan.year is not None, "a plan for a year"
    return max(_day_after_check(f"{plan.year}-12"), last_day_of(f"{plan.year + 1}-01")[:8] + "15")
