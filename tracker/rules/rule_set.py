"""A scoring rule set as a value: every local rule of self-evaluation and monitoring, with its documentation.

The fields are those of the TOML files under ``tracker/rules/data``; ``tracker.rules.loading`` reads them.
All points and percentages are exact decimals; a field no table knows is a mistake, not a comment.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import msgspec

Band = Literal["met", "partly", "missed"]
Layout = Literal["national", "hebei", "sichuan"]
CeilingRule = Literal["linear", "inverse"]
Edge = Literal["upper", "lower"]


class LevelGroup(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Level-1 classes that share one weight evenly among all their indicators."""

    levels: tuple[str, ...]
    """Level-1 names without 指标: 产出, 效益, 满意度, 成本. 效果 is read as 效益."""
    weight: Decimal
    """Points of the group as a whole."""


class Cap(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The highest total a project may have when its execution rate is low."""

    below: Decimal
    """Execution rate in percent under which the cap holds."""
    at_most: Decimal
    """The highest total then."""


class ExecutionRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the budget's execution is scored."""

    weight: Decimal
    """Points of the execution rate; 0 leaves it out."""
    caps: tuple[Cap, ...] = ()
    """Caps on the total by execution rate; none by default."""
    cap_edge: Edge = "upper"
    """Which row a rate exactly on an edge belongs to: ``upper`` (not capped by it) or ``lower``."""
    reason_below: Decimal | None = None
    """A reason is demanded when the execution rate (percent) is below this; None never demands one."""


class OvershootRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What happens when a target of ≥, > or = was plainly set too low."""

    threshold: Decimal = Decimal(30)
    """Percent above the target from which a ≥ or > indicator is flagged."""
    inclusive: bool = True
    """Whether exactly ``threshold`` percent above is flagged (以上 includes the figure itself)."""
    deduction: Decimal = Decimal(0)
    """Points taken off a flagged ≥ or > indicator, never below 0; 0 flags and demands a reason only."""
    any_excess_of_equal: bool = True
    """Whether any excess over an = target is flagged."""


class BandRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One band of a qualitative indicator, in percent of its weight."""

    low: Decimal
    """Lowest share of the weight, included."""
    high: Decimal
    """Highest share; included only for the best band."""
    default: Decimal
    """The share taken when nobody gave one."""


class BandRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The three bands: 达成年度指标, 部分达成并具有一定效果, 未达成且效果较差."""

    met: BandRule
    partly: BandRule
    missed: BandRule


class GradeRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A grade and the lowest total it begins with."""

    name: str
    """优, 良, 中 or 差."""
    minimum: Decimal
    """The lowest total (two decimals) that has this grade."""


class ReasonRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which deviations must be explained before a form is complete."""

    below_weight: bool = True
    """A score below its weight needs a reason."""
    measure_below_weight: bool = True
    """A score below its weight needs an improvement measure too."""
    overshoot: bool = True
    """A flagged overshoot needs a reason."""


class LightRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Thresholds of the monitoring lights, in percent of what the months passed would give."""

    red_below: Decimal = Decimal(60)
    yellow_below: Decimal = Decimal(80)
    blue_from: Decimal = Decimal(120)
    explain_yellow: bool = True
    """Whether yellow needs an explanation as red does."""


class RuleSet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A named, versioned set of scoring rules; its name and version are printed on the form it scored."""

    name: str
    """Short name used on the command line: ``national-2020``."""
    version: str
    """Changes whenever a figure in the file changes."""
    title: str
    """Chinese title, shown to people."""
    title_en: str
    """English title."""
    source: str
    """The document the rules come from, or 'setting' where it could not be confirmed."""
    layout: Layout
    """The form that goes with the rules."""
    groups: tuple[LevelGroup, ...]
    """Weights of the level-1 classes; with the execution weight they sum to 100."""
    execution: ExecutionRule
    missing_to: dict[str, str] = msgspec.field(default_factory=dict)
    """Where an empty class passes its weight on (满意度 → 效益); others spread theirs in proportion."""
    cost_of_its_own: bool = False
    """Whether level-2 成本指标 under 产出 counts as the level-1 class 成本."""
    benefit_name: str = "效益"
    """What the form calls 效益: 效果 in Hebei."""
    ceiling: CeilingRule = "linear"
    """Score of an exceeded ≤ target: ``linear`` (1 − (A−T)/T) × w, or ``inverse`` w × T/A."""
    score_step: Decimal = Decimal("0.01")
    """Scores are rounded half up to this: 0.01, or 1 for whole points."""
    weight_step: Decimal = Decimal("0.01")
    """Weights split by the program are rounded to this, the remainder on the last indicator."""
    combine_units: Literal["none", "sum_then_score"] = "none"
    """Hubei: actuals of several units are summed (ratios weighted by money) before they are scored."""
    overshoot: OvershootRule = OvershootRule()
    bands: BandRules
    grades: tuple[GradeRule, ...]
    """Best first; the last begins at 0."""
    reasons: ReasonRule = ReasonRule()
    lights: LightRule = LightRule()

    @property
    def key(self) -> str:
        """Name and version as recorded and printed: ``national-2020/1``."""
        return f"{self.name}/{self.version}"
