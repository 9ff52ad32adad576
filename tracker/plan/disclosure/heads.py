"""A project's head above its table: name, budget, as far as the form prints them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from tracker.plan.disclosure.lines import Line
from tracker.plan.disclosure.vocabulary import PROJECT_LABELS
from tracker.plan.model import PlannedBudget
from tracker.plan.spending import SpendingPlan, spending_plan_under_labels

_LABELS = re.compile("|".join(sorted(map(re.escape, PROJECT_LABELS), key=len, reverse=True)))
_NUMBER = re.compile(r"(\d[\d,，]*(?:\.\d+)?)(亿元|万元|元)?")
_UNIT = re.compile(r"单位[:：]?(亿元|万元|元)")
_SCALES = {"元": 100, "万元": 1_000_000, "亿元": 10_000_000_000}
_TITLE = re.compile(
    r"^(?:\d{1,3}[、.．]|（\d{1,3}）|[(]\d{1,3}[)])?(?P<name>.{2,60}?)(?:项目)?(?:支出)?绩效目标(?:申报)?表$"
)


class Head(NamedTuple):
    """What a project's head says; None where it is silent."""

    name: str | None
    code: str | None
    budget: PlannedBudget | None
    spending_plan: SpendingPlan | None


def read_head(lines: Sequence[Line]) -> Head:
    """Read the labelled cells above a table."""
    relevant = _last_form(lines)
    text = "\n".join(line.text for line in relevant)
    cells = _cells(text)
    scale = _SCALES[found[1]] if (found := _UNIT.search(text)) else _SCALES["万元"]
    return Head(_name(cells, relevant), _code(cells), _budget(cells, scale), _spending(relevant))


def head_start(lines: Sequence[Line]) -> int | None:
    """The number of the line where the form above a table begins; None where only sentences stand there."""
    form = _last_form(lines)
    told = any(_TITLE.fullmatch(line.text) or _LABELS.match(line.text) for line in form)
    return form[0].number if told else None


def head_from_cells(cells: dict[str, str]) -> Head:
    """The head of a project whose labelled cells are known."""
    return Head(
        cells.get("项目名称") or None,
        _code(cells),
        _budget(cells, _SCALES["万元"]),
        spending_plan_under_labels(cells),
    )


def _last_form(lines: Sequence[Line]) -> Sequence[Line]:
    """Only what belongs to this table: from its title, or from the first of its labels, on."""
    for index in range(len(lines) - 1, -1, -1):
        if _TITLE.fullmatch(lines[index].text):
            return lines[index:]
    first = next((n for n, line in enumerate(lines) if _LABELS.match(line.text)), len(lines))
    return lines[max(0, first - 2) :]


def _cells(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    marks = list(_LABELS.finditer(text))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    for mark, end in zip(marks, ends, strict=bool(marks)):
        found.setdefault(mark[0], text[mark.end() : end].replace("\n", "").strip("：:"))
    return found


def _name(cells: dict[str, str], lines: Sequence[Line]) -> str | None:
    name = cells.get("项目名称")
    if name:
        return name
    titled = next((m["name"] for line in lines if (m := _TITLE.fullmatch(line.text))), None)
    return titled if titled and not titled.endswith(("部门", "项目", "预算")) else None


def _code(cells: dict[str, str]) -> str | None:
    code = cells.get("项目编码") or cells.get("项目编号") or ""
    return code if re.fullmatch(r"[0-9A-Za-z-]{4,40}", code) else None


def _budget(cells: dict[str, str], scale: int) -> PlannedBudget | None:
    total = _amount(cells.get("预算数"), scale)
    if total is None:
        return None
    fiscal = next(
        (
            a
            for key in ("其中：财政资金", "其中：财政", "财政资金")
            if (a := _amount(cells.get(key), scale)) is not None
        ),
        None,
    )
    return PlannedBudget(total, fiscal, _amount(cells.get("其他资金"), scale))


def _spending(lines: Sequence[Line]) -> SpendingPlan | None:
    """The percentages stand after their labels, or in the line below them; spaces part them."""
    return spending_plan_under_labels(_cells(" ".join(line.printed for line in lines)))


def _amount(cell: str | None, scale: int) -> int | None:
    found = _NUMBER.match((cell or "").removeprefix("资金"))
    if found is None:
        return None
    unit = _SCALES[found[2]] if found[2] else scale
    return int(Decimal(re.sub("[,，]", "", found[1])) * unit)
