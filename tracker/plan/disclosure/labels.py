"""What the sentences say about their own figures: years, comparisons, "no change", increases, balance."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise, takewhile

from tracker.plan.disclosure.assets import AssetTable
from tracker.plan.disclosure.figures import Figure
from tracker.plan.disclosure.proofs import wan
from tracker.plan.disclosure.prose import Prose
from tracker.plan.disclosure.public import check_public
from tracker.plan.disclosure.wordings import NO_CHANGE, UP
from tracker.plan.findings import finding
from tracker.plan.model import Finding

_LABELLED = re.compile(r"^(20\d\d)年度?(?:部门|单位|本级|本年|当年|全年|预算|总)*(收入|支出|收支)")
_TOPIC = re.compile(
    r"(?:^|。)(20\d\d)年度?[，,]?[^，。；：]{0,24}?(机关运行经费|“三公”经费|安排政府采购|政府采购预算)"
)
_COMPARISON = re.compile(r"(?:较|比|与|同)(20\d\d)年")
_LAST_YEAR = re.compile(r"上(?:一)?年|去年")
_PERCENT = re.compile(
    r"[，,]?(?:同比)?(?:增长|下降|减少|增加|降低|增幅|降幅|上升)(?:了|约|为|达)?(\d+(?:\.\d+)?)%"
)


def check_sentences(
    prose: Prose, figures: Sequence[Figure], assets: AssetTable | None, year: int | None
) -> list[Finding]:
    """Every contradiction between the sentences and their figures."""
    findings = [
        *_no_change(prose, figures),
        *_increments(prose.text, figures),
        *_balance(figures),
        *check_public(prose, figures),
        *_shares(prose.text, figures),
        *_stated_twice(figures),
    ]
    if year is not None:
        findings += [
            *_year_labels(figures, year),
            *_topics(prose, year),
            *_totals_compared(figures, year),
            *_comparisons(prose, year),
            *_asset_date(prose, assets, year),
        ]
    return findings


def _year_labels(figures: Sequence[Figure], year: int) -> Iterator[Finding]:
    labelled = [(figure, found) for figure in figures if (found := _LABELLED.match(figure.label))]
    right = {found[2] for _, found in labelled if int(found[1]) == year}
    for figure, found in labelled:
        compared = int(found[1]) < year and found[2] in right
        if int(found[1]) != year and not compared and "决算" not in figure.label:
            yield finding(
                "year_label_differs",
                "label",
                "warning",
                f"{year}年的预算公开中，“{figure.label}”写作{found[1]}年；应为{year}年。",
                f"In the disclosure for {year} “{figure.label}” is labelled {found[1]}; it should say {year}.",
                figure.line,
            )


def _topics(prose: Prose, year: int) -> Iterator[Finding]:
    """2021年，我局机关运行经费安排…: a section about another year, where its sentence names no other."""
    for found in _TOPIC.finditer(prose.text):
        sentence = prose.text[found.start(1) : prose.text.find("。", found.end())]
        settled = re.search("决算|执行|预计|结转", sentence)
        if int(found[1]) == year or f"{year}年" in sentence or settled:
            continue
        yield finding(
            "year_label_differs",
            "label",
            "warning",
            f"{year}年的预算公开中，“{found[2]}”写作{found[1]}年；应为{year}年。",
            f"In the disclosure for {year} “{found[2]}” is labelled {found[1]}; it should say {year}.",
            prose.line_at(found.start(1)),
        )


def _totals_compared(figures: Sequence[Figure], year: int) -> Iterator[Finding]:
    """The total that is compared with last year's must be the one the budget states."""
    income, spending = _totals(figures)
    if income is None or spending is None or abs(income.best - spending.best) > income.rounding * 2:
        return
    compared = re.compile(
        rf"^(?:{year}年度?)?(?:部门|单位|预算)*(?:收支|部门预算|单位预算)(?:总|预算|安排)*$"
    )
    for whole, following in pairwise(figures):
        if compared.match(whole.name) is None or following.change is None or whole.change is not None:
            continue
        if abs(whole.best - income.best) > whole.rounding + income.rounding:
            yield finding(
                "figure_differs",
                "conflict",
                "warning",
                f"“{whole.label}”为{wan(whole.best)}，收入、支出总额却为{wan(income.best)}；应一致。",
                f"“{whole.label}” is {wan(whole.best)}, yet income and expenditure are {wan(income.best)}.",
                whole.line,
                income.line,
            )


def _comparisons(prose: Prose, year: int) -> Iterator[Finding]:
    for found in _COMPARISON.finditer(prose.text):
        base = int(found[1])
        if _only_joins(prose.text, found):
            continue
        line = prose.line_at(found.start())
        if base == year and not _compares_settlement(prose.text, found):
            yield finding(
                "compared_with_itself",
                "label",
                "error",
                f"{year}年预算“{found[0]}”比较，等于与自己比较；应为{year - 1}年。",
                f"The budget for {year} is compared with {base}, itself; it should be {year - 1}.",
                line,
            )
        elif base < year - 1 and _speaks_of_last_year(prose, found.start(), year):
            yield finding(
                "compared_with_wrong_year",
                "label",
                "warning",
                f"与上年比较却写作“{found[0]}”；{year}年的上年应为{year - 1}年。",
                f"A comparison with the year before says {base}; the year before {year} is {year - 1}.",
                line,
            )


def _only_joins(text: str, found: re.Match[str]) -> bool:
    """2021年与2022年…: two years named together, not one compared with the other's budget."""
    sentence = re.match("[^。；]{0,40}", text[found.end() :])
    joined = found[0][0] in "与同" and not re.search(
        "比|持平|相同|一致|变化|增|减", sentence[0] if sentence else ""
    )
    return joined or re.search(r"20\d\d年度?$", text[: found.start()]) is not None


def _compares_settlement(text: str, found: re.Match[str]) -> bool:
    """与2022年决算…相比 in a later document, or 与2022年以来: not a comparison of the budget with itself."""
    return re.match(r"度?(决算|执行|以来|底|末|初)", text[found.end() : found.end() + 4]) is not None


def _speaks_of_last_year(prose: Prose, at: int, year: int) -> bool:
    """Whether the section is about the year before: its heading says so, or the document elsewhere compares with it."""
    nearby = prose.text[max(0, at - 80) : at + 60]
    others = {int(found[1]) for found in _COMPARISON.finditer(prose.text)}
    budget = prose.text[at : at + 12].find("预算") >= 0
    if _LAST_YEAR.search(nearby) is not None or (budget and year - 1 in others):
        return True
    beside = re.search(r"元[，,（(]?$", prose.text[max(0, at - 8) : at]) and re.match(
        r"[^。；]{0,16}(?:增加|减少|持平|无变化|无增减|相同)", prose.text[at + 1 :]
    )
    return beside is not None and (year - 1 in others or _LAST_YEAR.search(prose.text) is not None)


def _no_change(prose: Prose, figures: Sequence[Figure]) -> Iterator[Finding]:
    for found in NO_CHANGE.finditer(prose.text):
        owner = next((n for n in range(len(figures) - 1, -1, -1) if figures[n].end <= found.start()), None)
        if owner is None or prose.text.count("。", figures[owner].end, found.start()):
            continue
        whole = figures[owner]
        parts = _inside(figures[owner + 1 :], whole)
        changes = [f for f in parts if f.change]
        net = sum((f.best if f.change in UP else -f.best for f in changes), Decimal(0))
        if net and whole.change is None:
            yield finding(
                "no_change_beside_change",
                "label",
                "error",
                f"“{whole.name}”称“{found[0]}”，其中却有{changes[0].name}{wan(changes[0].best)}；总额也应变化。",
                f"“{whole.name}” is said not to have changed, but a part of it did: "
                f"{changes[0].name} {wan(changes[0].best)}.",
                whole.line,
                changes[0].line,
            )


def _inside(figures: Sequence[Figure], whole: Figure) -> list[Figure]:
    """The figures in the brackets that follow a figure."""
    inner = takewhile(lambda figure: figure.depth > whole.depth, figures)
    return [figure for figure in inner if figure.sentence == whole.sentence]


def _increments(text: str, figures: Sequence[Figure]) -> Iterator[Finding]:
    """A较B增加D: the difference of the totals must be the increase stated, and its percentage too."""
    for new, old, change in zip(figures, figures[1:], figures[2:], strict=False):
        compared = re.match(r"较|比|与", old.label) and change.change and new.sentence == change.sentence
        if not compared or old.change or new.change or change.start - old.end > 12:
            continue
        stated = change.best if change.change in UP else -change.best
        actual = new.best - old.best
        slack = new.rounding + old.rounding + change.rounding
        if abs(actual - stated) > slack:
            yield _increment_differs(new, old, change, actual)
        percent = _PERCENT.match(text, change.end)
        if percent and old.best:
            yield from _percent_differs(new, old, change, Decimal(percent[1]), actual)


def _increment_differs(new: Figure, old: Figure, change: Figure, actual: Decimal) -> Finding:
    word, en = ("增加", "an increase") if actual >= 0 else ("减少", "a decrease")
    return finding(
        "increment_differs",
        "arithmetic",
        "error",
        f"{wan(new.best)}比{wan(old.best)}应为{word}{wan(abs(actual))}，文中写作{change.change}{wan(change.best)}。",
        f"{wan(new.best)} against {wan(old.best)} is {en} of {wan(abs(actual))}, "
        f"but the text says {change.change} {wan(change.best)}.",
        change.line,
        new.line,
    )


def _percent_differs(
    new: Figure, old: Figure, change: Figure, stated: Decimal, actual: Decimal
) -> Iterator[Finding]:
    true = abs(actual) * 100 / old.best
    decimals = Decimal(1).scaleb(stated.as_tuple().exponent)  # type: ignore[arg-type]
    if abs(true - stated) > decimals:
        yield finding(
            "increment_percent_differs",
            "arithmetic",
            "error",
            f"{wan(old.best)}到{wan(new.best)}的变化为{true:.2f}%，文中写作{stated}%。",
            f"From {wan(old.best)} to {wan(new.best)} is a change of {true:.2f}%, not {stated}%.",
            change.line,
        )


def _shares(text: str, figures: Sequence[Figure]) -> Iterator[Finding]:
    """A，较上年增加D，增长P%: last year's amount is A - D, so P is known."""
    for new, change in pairwise(figures):
        percent = _PERCENT.match(text, change.end)
        said = re.match(r"(?:较|比|与|同比)?[^元]{0,14}$", change.label)
        near = 0 <= change.start - len(change.label) - new.end <= 2 and new.change is None
        if percent is None or not change.change or not said or not near:
            continue
        actual = change.best if change.change in UP else -change.best
        if new.best > actual and not re.match("较|比|与", new.label):
            yield from _share_differs(new, change, Decimal(percent[1]), actual)


def _share_differs(new: Figure, change: Figure, stated: Decimal, actual: Decimal) -> Iterator[Finding]:
    old = new.best - actual
    true = abs(actual) * 100 / old
    decimals = Decimal(1).scaleb(stated.as_tuple().exponent)  # type: ignore[arg-type]
    slack = decimals + 100 * (change.rounding + new.rounding) * (1 + true / 100) / old
    if abs(true - stated) > slack:
        yield finding(
            "increment_percent_differs",
            "arithmetic",
            "error",
            f"{wan(new.best)}比上年{change.change}{wan(change.best)}，即变化{true:.2f}%，文中写作{stated}%。",
            f"{wan(new.best)} after a change of {wan(actual)} is a change by {true:.2f}%, not {stated}%.",
            change.line,
        )


def _totals(figures: Sequence[Figure]) -> tuple[Figure | None, Figure | None]:
    """The budget's income and expenditure, each the first total of its kind that has parts."""
    wholes = {figure.parent for figure in figures}
    totals = [f for n, f in enumerate(figures) if n in wholes and f.parent is None and not f.change]
    income = next((f for f in totals if _is_total(f, "收入")), None)
    return income, next((f for f in totals if _is_total(f, "支出")), None)


def _balance(figures: Sequence[Figure]) -> Iterator[Finding]:
    """Income and expenditure against each other."""
    income, spending = _totals(figures)
    if income is None or spending is None:
        return
    if abs(income.best - spending.best) > income.rounding + spending.rounding:
        yield finding(
            "income_expenditure_differ",
            "arithmetic",
            "error" if income.label[:4] == spending.label[:4] else "warning",
            f"收支不平衡：“{income.label}”{wan(income.best)}，“{spending.label}”{wan(spending.best)}，"
            f"相差{wan(abs(income.best - spending.best))}；收入与支出应相等。",
            f"Income {wan(income.best)} and expenditure {wan(spending.best)} do not balance; they should be equal.",
            income.line,
            spending.line,
        )


def _is_total(figure: Figure, kind: str) -> bool:
    other = "支出" if kind == "收入" else "收入"
    return (
        kind in figure.label
        and other not in figure.label
        and re.search("预算|总|合计", figure.label) is not None
    )


def _stated_twice(figures: Sequence[Figure]) -> Iterator[Finding]:
    """One figure stated in two places with two amounts."""
    first: dict[str, Figure] = {}
    for figure in figures:
        if figure.change or figure.parent is not None or len(figure.name) < 6:
            continue
        known = first.setdefault(figure.name, figure)
        if (
            abs(known.best - figure.best) > known.rounding + figure.rounding
            and known.sentence != figure.sentence
        ):
            yield finding(
                "figure_differs",
                "conflict",
                "warning",
                f"“{figure.name}”一处为{wan(known.best)}，另一处为{wan(figure.best)}。",
                f"“{figure.name}” is {wan(known.best)} in one place and {wan(figure.best)} in another.",
                known.line,
                figure.line,
            )


def _asset_date(prose: Prose, assets: AssetTable | None, year: int) -> Iterator[Finding]:
    if assets is None or assets.date is None or assets.date[0] == year - 1:
        return
    spoken = re.search(r"上年末|上年底", prose.text)
    if spoken and assets.date[0] < year:
        date = "{}-{:02d}-{:02d}".format(*assets.date)
        yield finding(
            "asset_date_differs",
            "label",
            "warning",
            f"正文称上年末固定资产，{year}年的上年末为{year - 1}-12-31，表中截止时间为{date}；两处应一致。",
            f"The text speaks of the end of {year - 1}, the asset table of {date}; both should name one day.",
            assets.date_line,
            prose.line_at(spoken.start()),
        )
