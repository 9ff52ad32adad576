"""Several units' actuals as one, by hand."""

from fractions import Fraction

from tracker.rules.combining import UnitActual, combined_actual


def test_counts_are_summed():
    assert combined_actual([UnitActual(120), UnitActual(80)], relative=False) == 200


def test_rates_are_weighted_by_money():
    assert combined_actual([UnitActual(90, 300), UnitActual(100, 100)], relative=True) == Fraction(185, 2)
    assert combined_actual([UnitActual(90), UnitActual(100)], relative=True) == 95


def test_no_units_make_no_actual():
    assert combined_actual([], relative=True) is None
