"""The department's budget figures in the sentences of the disclosure, with the relation each sentence states."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from events.values import MAX_FEN
from tracker.plan.disclosure.prose import Prose

_AMOUNT = re.compile(r"(?P<number>\d[\d,，]*(?:\.\d+)?)(?P<unit>亿元|万元|元)(?!以[上下内]|/)")
_WELL_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?|\d+(\.\d+)?")
_DELIMITERS = "，。；：:;！、（）()"
_SCALE = {"元": 100, "万元": 1_000_000, "亿元": 10_000_000_000}
_SHORT_BRACKET = re.compile(r"（[^（）]{1,4}）")
_LEAD = re.compile(
    r"^(?:其中|主要为|主要是|主要用于|包括|分别为|另外|以及|和|我局|我单位|我部门|本单位|本部门)+"
)
_TAIL = re.compile(r"(?:共计|合计|总计|共|计划安排|安排|投入|金额|为|是|约|了)+$")
_HEAD = re.compile(r"^(?:较|比|与)(?=20\d\d年)")
_CHANGE = re.compile(r"(增加|增长|减少|下降|增|减)(?:了|额)?(?:为|约)?$")
_GOVERNS = re.compile("其中|主要为|主要是|主要用于|主要包括|包括")
_COMPARISON = re.compile(r"较|比|与|同比")


@dataclass
class Figure:
    """An amount in a sentence: its name, its worth in fen, and what stands around it."""

    name: str
    label: str
    printed: str
    unit: str
    fen: Decimal
    start: int
    end: int
    line: int | None
    depth: int
    parent: int | None = None
    sentence: int = 0
    change: str | None = None
    corrected: int | None = None
    goes_on: bool = False
    """Whether 等 follows: the list it ends is not complete."""
    bracket_lost: bool = False
    """Whether a bracket closes behind it that nothing opened: the figure belongs to another one's brackets."""

    @property
    def rounding(self) -> Decimal:
        """Half of the last printed digit, in fen: how far the true figure may be off. Small whole numbers are exact."""
        decimals = len(self.printed.partition(".")[2])
        if not decimals and len(self.printed) <= 2:
            return Decimal(0)
        return Decimal(_SCALE[self.unit]) / 2 / Decimal(10) ** decimals

    def towards(self, total: Figure) -> Decimal:
        """What the figure adds to a total: a decrease takes away from an increase, and the other way round."""
        opposed = bool(self.change and total.change) and self.grows != total.grows
        return -self.best if opposed else self.best

    @property
    def grows(self) -> bool:
        """Whether the figure is an increase."""
        return (self.change or "").startswith("增")

    @property
    def well_grouped(self) -> bool:
        """Whether thousands separators, if any, stand where they should."""
        return _WELL_GROUPED.fullmatch(self.printed.replace("，", ",")) is not None

    @property
    def best(self) -> Decimal:
        """The amount as far as known: corrected where proved, else as printed."""
        return self.fen if self.corrected is None else Decimal(self.corrected)


def read_figures(prose: Prose) -> list[Figure]:
    """All amounts of money in the sentences, in order, with parents (其中) and bracket depth."""
    figures: list[Figure] = []
    for found in _AMOUNT.finditer(prose.text):
        fen = Decimal(re.sub("[,，]", "", found["number"])) * _SCALE[found["unit"]]
        label = _label_before(prose.text, found.start(), figures[-1].end if figures else 0)
        if fen > MAX_FEN * 100 or label is None:
            continue
        figures.append(_figure(prose, found, label, fen))
    for index in range(len(figures)):
        _relate(prose.text, figures, index)
    _part_lists(prose.text, figures)
    _tell_names_apart(figures)
    return figures


def _tell_names_apart(figures: list[Figure]) -> None:
    """Bare increases get the name of what increased, parts with a name already used that of their whole."""
    seen: set[str] = set()
    for index, figure in enumerate(figures):
        bare = figure.change is not None and len(figure.name) <= 2
        if bare or (figure.change and _COMPARISON.match(figure.name)):
            subject = next(
                (f for f in reversed(figures[:index]) if not f.change and f.depth <= figure.depth), None
            )
            figure.name = f"{subject.name}{'' if bare else '：'}{figure.name}" if subject else figure.name
        elif figure.name in seen and figure.parent is not None:
            figure.name = f"{figures[figure.parent].name}：{figure.name}"
        seen.add(figure.name)


def _figure(prose: Prose, found: re.Match[str], label: str, fen: Decimal) -> Figure:
    change = _CHANGE.search(label)
    return Figure(
        name=clean_name(label),
        label=label,
        printed=found["number"],
        unit=found["unit"],
        fen=fen,
        start=found.start(),
        end=found.end(),
        line=prose.line_at(found.start()),
        depth=_depth(prose.text, found.start()),
        goes_on=prose.text.startswith("等", found.end()),
        bracket_lost=prose.text.startswith("）", found.end()) and _depth(prose.text, found.start()) == 0,
        sentence=prose.text.count("。", 0, found.start()),
        change=change[1] if change else None,
    )


def _label_before(text: str, at: int, floor: int) -> str | None:
    """The words before an amount, back to the last mark of punctuation; （境） and its like stay inside."""
    start = at
    while start > floor:
        before = text[start - 1]
        if before == "）" and (bracket := _bracket_end(text, start, floor)) is not None:
            start = bracket
        elif before in _DELIMITERS:
            break
        else:
            start -= 1
    label = _LEAD.sub("", text[start:at])
    return label if 2 <= len(label) <= 60 else None


def _bracket_end(text: str, end: int, floor: int) -> int | None:
    opening = text.rfind("（", floor, end)
    if (
        opening >= 0
        and _SHORT_BRACKET.fullmatch(text[opening:end])
        and re.search(r"[\u4e00-\u9fff]$", text[floor:opening])
    ):
        return opening
    return None


def clean_name(label: str) -> str:
    """A label as a name: without the verb that leads to the amount."""
    name = _TAIL.sub("", label).replace("支出支出", "支出")
    name = re.sub(
        r"^[\u4e00-\u9fff（）]{3,40}(?:局|委|办|院|中心|会|厅|部|所|校)(?:计划)?安排(?=[\u4e00-\u9fff]{4})",
        "",
        name,
    )
    name = name.removeprefix("安排").removeprefix("计划")
    if not _CHANGE.search(label):
        name = _HEAD.sub("", name)
    return name if len(name) >= 2 else label


def _depth(text: str, at: int) -> int:
    sentence = text[max(text.rfind("。", 0, at) + 1, 0) : at]
    return max(0, sentence.count("（") - sentence.count("）"))


def _relate(text: str, figures: list[Figure], index: int) -> None:
    """Find the amount this one is a part of: the one before the nearest 其中 or 主要为 that still governs it."""
    figure = figures[index]
    floor = text.rfind("。", 0, figure.start) + 1
    ended = 0
    for governing in reversed(list(_GOVERNS.finditer(text, floor, figure.start))):
        owner = _owner(text, figures, governing.start())
        if owner is None or figure.depth < _depth(text, governing.start()) or _gives_reason(text, governing):
            continue
        if not _is_list(text, governing) and text.count("；", governing.start(), figure.start) > ended:
            ended += 1
            continue
        figure.parent = figures.index(owner)
        return


def _is_list(text: str, governing: re.Match[str]) -> bool:
    """Whether the word opens a list that goes on over semicolons."""
    return governing[0] == "其中" or text.startswith(("：", ":"), governing.end())


def _gives_reason(text: str, governing: re.Match[str]) -> bool:
    """主要是人员变动，…: the clause says why, it does not list amounts."""
    if governing[0] == "其中":
        return False
    clause = re.match(r"[：:]?[^，。；、]*", text[governing.end() :])
    return clause is None or re.search(r"\d元|\d[万亿]元", clause[0]) is None


def _part_lists(text: str, figures: list[Figure]) -> None:
    """A，其中 a、b；C: what follows the semicolon belongs beside A, unless the figures speak for A's list going on."""
    for index, total in enumerate(figures):
        parts = [f for f in figures if f.parent == index and f.depth == total.depth]
        cuts = [n for n in range(1, len(parts)) if "；" in text[parts[n - 1].end : parts[n].start]]
        if not cuts or _adds_up(total, parts):
            continue
        outer = None if total.parent is None else figures[total.parent]
        beside = [f for f in figures if outer is not None and f.parent == total.parent]
        proved = [
            n
            for n in cuts
            if _adds_up(total, parts[:n]) or (outer is not None and _adds_up(outer, [*beside, *parts[n:]]))
        ]
        if outer is None and not proved:
            continue
        for part in parts[(proved or cuts)[0] :]:
            part.parent = total.parent


def _adds_up(total: Figure, parts: list[Figure]) -> bool:
    alike = [part for part in parts if bool(part.change) == bool(total.change)]
    slack = sum((figure.rounding for figure in (total, *alike)), Decimal(0))
    summed = sum((part.towards(total) for part in alike), Decimal(0))
    return len(alike) > 1 and abs(summed - total.fen) <= slack


def _owner(text: str, figures: list[Figure], at: int) -> Figure | None:
    before = [figure for figure in figures if figure.end <= at]
    if not before:
        return None
    between = text[before[-1].end : at]
    bracketed = between.endswith("（") and "。" not in between
    return before[-1] if len(between) <= 6 or bracketed else None
