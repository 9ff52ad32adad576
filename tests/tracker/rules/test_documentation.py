"""Every field of a rule set is explained in the documentation."""

from pathlib import Path

import msgspec
import pytest

from tracker.rules.rule_set import (
    BandRule,
    BandRules,
    Cap,
    ExecutionRule,
    GradeRule,
    LevelGroup,
    LightRule,
    OvershootRule,
    ReasonRule,
    RuleSet,
)

TEXT = (Path(__file__).parents[3] / "docs" / "scoring.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "table",
    [
        RuleSet,
        LevelGroup,
        Cap,
        ExecutionRule,
        OvershootRule,
        BandRule,
        BandRules,
        GradeRule,
        ReasonRule,
        LightRule,
    ],
)
def test_every_field_is_documented(table):
    missing = [field.name for field in msgspec.structs.fields(table) if field.name not in TEXT]
    assert missing == []
