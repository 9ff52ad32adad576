"""Rule sets as files: the delivered ones and a bureau's own."""

from importlib.resources import files

import pytest

from tracker.rules.loading import RuleSetError, load_rule_set, parse_rule_set, rule_set_names

NATIONAL = files("tracker.rules.data").joinpath("national-2020.toml").read_text(encoding="utf-8")


def test_the_delivered_rule_sets_load_under_their_own_names():
    assert rule_set_names()[0] == "national-2020"
    assert set(rule_set_names()) == {"national-2020", "national-2021-cost", "hubei", "sichuan", "hebei"}
    for name in rule_set_names():
        assert load_rule_set(name).key == f"{name}/1"


def test_a_bureau_brings_its_own_file(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text("\ufeff" + NATIONAL.replace('"national-2020"', '"own"'), encoding="utf-8")
    assert load_rule_set(own).name == "own"


FAULTS = [
    ("weight = 30", "weight = 31", "100"),
    ("minimum = 80", "minimum = 95", "等级"),
    ("low = 60, high = 80, default = 60", "low = 61, high = 80, default = 61", "首尾相接"),
    ('default = 100', 'default = 70', "缺省值"),
    ('layout = "national"', 'layout = "moon"', "layout"),
    ('ceiling = "linear"', 'ceilling = "linear"', "ceilling"),
    ("inclusive = true", 'inclusive = "yes"', "inclusive"),
    ("threshold = 30", "threshold = nan", "有限"),
    ('"满意度" = "效益"', '"满意度" = "月亮"', "missing_to"),
    ("[execution]", "[execution", "TOML"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "word"), FAULTS)
def test_a_wrong_file_is_refused_with_a_sentence(right, wrong, word):
    assert right in NATIONAL
    with pytest.raises(RuleSetError, match=word):
        parse_rule_set(NATIONAL.replace(right, wrong, 1), origin="own.toml")


def test_an_unknown_name_lists_the_known_ones(tmp_path):
    with pytest.raises(RuleSetError, match="national-2021-cost"):
        load_rule_set("nowhere")
    with pytest.raises(RuleSetError, match="打不开"):
        load_rule_set(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(RuleSetError, match="UTF-8"):
        load_rule_set(tmp_path / "bad.toml")
