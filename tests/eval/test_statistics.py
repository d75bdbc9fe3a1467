"""Intervals say how much so few cases can tell; the same values always give the same."""

import random

import pytest

from eval.statistics import estimate


def test_more_cases_tell_more() -> None:
    few, many = estimate([1.0] * 9 + [0.0]), estimate(([1.0] * 9 + [0.0]) * 40)

    assert few.value == many.value == 0.9
    assert few.low < many.low < 0.9 < many.high < few.high


def test_an_interval_is_near_that_of_the_normal_approximation() -> None:
    """400 cases, share 0.8: standard error 0.02, so 0.8 ± 0.0392 (Wald)."""
    found = estimate([1.0] * 320 + [0.0] * 80)

    assert (found.low, found.high) == pytest.approx((0.7608, 0.8392), abs=0.005)


def test_it_holds_the_true_mean_in_about_95_of_100_samples() -> None:
    chance = random.Random(7)
    inside = 0
    for _ in range(200):
        found = estimate([float(chance.random() < 0.7) for _ in range(100)])
        inside += found.low <= 0.7 <= found.high

    assert 0.9 <= inside / 200 <= 0.99


def test_the_same_values_give_the_same_interval() -> None:
    assert estimate([0.0, 1.0, 1.0]) == estimate([0.0, 1.0, 1.0])


def test_no_values_have_no_mean() -> None:
    with pytest.raises(ValueError, match="no values"):
        estimate([])
