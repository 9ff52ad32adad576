"""What the budget's own figures prove: sums that do not hold, and what a misprinted figure must have been."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tracker.plan.disclosure.assets import AssetRow, AssetTable
from tracker.plan.disclosure.figures import Figure
from tracker.plan.findings import finding
from tracker.plan.model import Finding

_POWERS = tuple(Decimal(10) ** k for k in range(-8, 9) if k)
_ENUMERATES = re.compile(r"(主要为|主要是|主要用于|主要包括|包括|分别为|分别是|具体为)[:：]?$")


@dataclass
class Group:
    """A total and the parts a sentence says it has; ``stated`` is False where the whole is only guessed."""

    total: Figure
    parts: list[Figure]
    stated: bool = True


def wan(fen: Decimal | int) -> str:
    """An amount as people print it in such documents."""
    amount = Decimal(fen) / 1_000_000
    text = format(amount.quantize(Decimal("0.000001")), "f").rstrip("0").rstrip(".")
    return f"{text}万元"


def prove_figures(figures: Sequence[Figure], text: str) -> list[Finding]:
    """Correct what can be proved, in place, and report it and every sum that does not hold."""
    groups = [*_stated_groups(figures), *_listed_groups(figures, text)]
    findings = []
    for group in groups:
        findings += _repair(group)
    for group in groups:
        if group.stated:
            findings += _sum_differs(group)
    return findings + _too_large(groups) + _separators(figures)


def _stated_groups(figures: Sequence[Figure]) -> Iterator[Group]:
    for index, total in enumerate(figures):
        parts = [f for f in figures if f.parent == index and bool(f.change) == bool(total.change)]
        if len(parts) >= 2:
            yield Group(total, parts)


def _listed_groups(figures: Sequence[Figure], text: str) -> Iterator[Group]:
    """A list (主要为 a，b) whose whole is not named: any earlier amount of the paragraph may be it."""
    for index, first in enumerate(figures):
        if (
            _ENUMERATES.search(
                text[max(0, first.start - len(first.label) - 8) : first.start - len(first.label)]
            )
            is None
        ):
            continue
        parts = [figure for figure in figures[index:] if figure.sentence == first.sentence]
        earlier = [figure for figure in figures[:index] if first.sentence - figure.sentence <= 1]
        if len(parts) >= 2:
            yield from (Group(total, parts, stated=False) for total in reversed(earlier))


def _tolerance(figures: Sequence[Figure]) -> Decimal:
    return sum((figure.rounding for figure in figures), Decimal(0))


def _summed(total: Figure, parts: Sequence[Figure]) -> Decimal:
    return sum((part.towards(total) for part in parts), Decimal(0))


def _holds(total: Figure, parts: Sequence[Figure]) -> bool:
    difference = abs(total.best - _summed(total, parts))
    return difference <= _tolerance([total, *parts])


def _plausible_parts(group: Group) -> Iterator[Sequence[Figure]]:
    """The parts as listed, without those whose opening bracket was lost, and without parts of a part."""
    yield group.parts
    if any(part.bracket_lost for part in group.parts):
        yield [part for part in group.parts if not part.bracket_lost]
    nested = _without_nested(group.parts)
    if len(nested) < len(group.parts):
        yield nested


def _without_nested(parts: Sequence[Figure]) -> list[Figure]:
    """Leave out runs of parts that add up to the part just before them: 基本支出 5，包括 2 和 3."""
    kept: list[Figure] = []
    position = 0
    while position < len(parts):
        kept.append(parts[position])
        ends = [
            end
            for end in range(position + 3, len(parts) + 1)
            if _holds(parts[position], parts[position + 1 : end])
        ]
        position = ends[0] if ends else position + 1
    return kept


def _repair(group: Group) -> list[Finding]:
    """A figure misprinted by a power of ten, or with misplaced separators, that one correction makes fit."""
    suspects = [
        f
        for f in group.parts
        if f.corrected is None and (not f.well_grouped or (f.fen > group.total.best and not _opposed(group)))
    ]
    for suspect in suspects:
        for parts in _plausible_parts(group):
            found = _proved(group.total, suspect, parts)
            if found is not None:
                suspect.corrected = found
                return [] if not suspect.well_grouped else [_unit_finding(group.total, suspect)]
    return []


def _opposed(group: Group) -> bool:
    """Whether some parts grow and others shrink: then one alone may be more than the whole."""
    return any(part.towards(group.total) < 0 for part in group.parts)


def _proved(total: Figure, suspect: Figure, parts: Sequence[Figure]) -> int | None:
    if suspect not in parts:
        return None
    others = [part for part in parts if part is not suspect]
    needed = total.best - _summed(total, others)
    needed = -needed if suspect.towards(total) < 0 else needed
    if needed <= 0:
        return None
    slack = _tolerance([total, *others])
    for power in (Decimal(1), *_POWERS):
        exact = suspect.fen / power
        if abs(exact - needed) <= slack + suspect.rounding / power:
            return int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    return None


def _unit_finding(total: Figure, suspect: Figure) -> Finding:
    proved = wan(suspect.corrected or 0)
    return finding(
        "amount_unit_impossible",
        "unit",
        "error",
        f"“{suspect.name}”印作{suspect.printed}{suspect.unit}，比它所属的“{total.name}”还大；由其他数字可证应为{proved}。",
        f"“{suspect.name}” is printed as {suspect.printed}{suspect.unit}, more than “{total.name}” it belongs to; "
        f"the other figures prove {proved}.",
        suspect.line,
        total.line,
    )


def _separators(figures: Sequence[Figure]) -> list[Finding]:
    findings = []
    for figure in figures:
        if figure.well_grouped:
            continue
        proved = f"；由合计可证应为{wan(figure.corrected)}" if figure.corrected is not None else ""
        proved_en = f"; the total proves {wan(figure.corrected)}" if figure.corrected is not None else ""
        findings.append(
            finding(
                "separator_misplaced",
                "arithmetic",
                "error",
                f"“{figure.name}”的数字{figure.printed}千分位逗号位置不对{proved}。",
                f"The thousands separators of {figure.printed} (“{figure.name}”) are misplaced{proved_en}.",
                figure.line,
            )
        )
    return findings


def _is_partial(group: Group) -> bool:
    """Whether the list need not be complete: it ends in 等, or names only a few of the parts."""
    summed = _summed(group.total, group.parts)
    if summed >= group.total.best:
        return False
    named = re.search("收入|支出|收支|三公", group.total.name) is not None and len(group.parts) >= 3
    whole = named or _is_split(group)
    return group.parts[-1].goes_on or not (whole or summed * 10 >= group.total.best * 9)


def _is_split(group: Group) -> bool:
    """Whether the parts are the two all spending is made of."""
    names = [part.name for part in group.parts]
    return all(any(word in name for name in names) for word in ("基本支出", "项目"))


def _sum_differs(group: Group) -> list[Finding]:
    if any(_holds(group.total, parts) for parts in _plausible_parts(group)) or _is_partial(group):
        return []
    total = _summed(group.total, group.parts)
    return [
        finding(
            "parts_differ_from_total",
            "arithmetic",
            "error",
            f"“{group.total.name}”为{wan(group.total.best)}，其中各项之和为{wan(total)}，"
            f"相差{wan(abs(total - group.total.best))}；合计应等于各项之和。",
            f"“{group.total.name}” is {wan(group.total.best)} but its parts add up to {wan(total)}, "
            f"a difference of {wan(abs(total - group.total.best))}; the total should be their sum.",
            group.total.line,
            *dict.fromkeys(part.line for part in group.parts),
        )
    ]


def _too_large(groups: Sequence[Group]) -> list[Finding]:
    """A part larger than its whole that no correction explains."""
    return [
        finding(
            "part_exceeds_total",
            "unit",
            "error",
            f"“{part.name}”{part.printed}{part.unit}大于它所属的“{group.total.name}”{wan(group.total.best)}；部分不应大于总额。",
            f"“{part.name}” {part.printed}{part.unit} is larger than “{group.total.name}” "
            f"{wan(group.total.best)} it belongs to; a part cannot exceed its whole.",
            part.line,
            group.total.line,
        )
        for group in groups
        for part in group.parts
        if group.stated
        and not _opposed(group)
        and part.best > group.total.best + _tolerance([group.total, part])
        and not any(_holds(group.total, parts) for parts in _plausible_parts(group))
    ]


def prove_assets(table: AssetTable, figures: Sequence[Figure]) -> list[Finding]:
    """Check the asset table against its own total and against the sentence that names the total."""
    total = next((row for row in table.rows if row.total and row.fen is not None), None)
    if total is None or total.fen is None:
        return []
    named = next(
        (f for f in figures if "固定资产" in f.name and "拟" not in f.name and "购置" not in f.name), None
    )
    parts = [row for row in table.rows if row.fen is not None and not row.total and not row.part]
    if named is not None:
        return _against_sentence(total, parts, named, table.rows)
    return _asset_sum(total, parts, table.rows)


def _against_sentence(
    total: AssetRow, parts: list[AssetRow], named: Figure, table_rows: Sequence[AssetRow]
) -> list[Finding]:
    assert total.fen is not None
    if abs(total.fen - named.best) <= named.rounding * 2:
        return _asset_sum(total, parts, table_rows)
    total.corrected = int(named.best)
    scaled = _scaled_parts(parts, named)
    for row, fen in scaled:
        row.corrected = fen
    power = next((p for p in _POWERS if total.fen / p == named.best), None)
    lost = "，疑漏小数点" if power else ""
    lost_en = "; a decimal point was probably lost" if power else ""
    names = "、".join(row.name for row, _ in scaled)
    shown = f"；“{names}”同此" if names else ""
    if not power and not scaled:
        total.corrected = None
    return [
        finding(
            "asset_total_differs",
            "arithmetic",
            "error",
            f"固定资产表的“{total.name}”印作{total.printed}万元，正文为{wan(named.best)}{lost}{shown}；两处应一致。",
            f"The asset table prints {total.printed} as “{total.name}”, the text says "
            f"{wan(named.best)}{lost_en}; both should agree.",
            total.line,
            named.line,
            *(row.line for row, _ in scaled),
        )
    ]


def _scaled_parts(parts: list[AssetRow], named: Figure) -> list[tuple[AssetRow, int]]:
    """The part that, divided by a power of ten, makes the parts add up to the total of the sentence."""
    amounts = [row.fen or Decimal(0) for row in parts]
    for row, amount in zip(parts, amounts, strict=True):
        needed = named.best - (sum(amounts) - amount)
        if amount > named.best and any(amount / power == needed for power in _POWERS):
            return [(row, int(needed))]
    return []


def _asset_sum(total: AssetRow, parts: list[AssetRow], table_rows: Sequence[AssetRow]) -> list[Finding]:
    """The rows against their total, unless a row has one figure that may be its quantity or its worth."""
    assert total.fen is not None
    summed = sum((row.fen or Decimal(0) for row in parts), Decimal(0))
    if any(row.half_empty for row in table_rows):
        return []
    if len(parts) < 2 or abs(summed - total.fen) <= Decimal(10_000) * len(parts):
        return []
    return [
        finding(
            "parts_differ_from_total",
            "arithmetic",
            "error",
            f"固定资产表各项之和为{wan(summed)}，与“{total.name}”{wan(total.fen)}不符。",
            f"The asset table's rows add up to {wan(summed)}, not to “{total.name}” {wan(total.fen)}.",
            total.line,
        )
    ]
