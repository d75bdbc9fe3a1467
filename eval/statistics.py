"""What so many cases can tell. Values in; means and intervals out. Chance comes from a fixed seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

RESAMPLES = 2000  # Efron, Tibshirani, 1993, 13.3: 1000 and more for intervals
CONFIDENCE = 0.95
SEED = 20240513


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over `cases`, and the interval that it lies in for 95 of 100 such sets."""

    value: float
    low: float
    high: float
    cases: int


def estimate(values: Sequence[float]) -> Estimate:
    """The mean with its percentile bootstrap interval.

    Source: Efron, Tibshirani, An Introduction to the Bootstrap, 1993, 13.3.

    >>> estimate([1.0, 1.0, 1.0])
    Estimate(value=1.0, low=1.0, high=1.0, cases=3)
    """
    if not values:
        raise ValueError("no values to take the mean of")
    sample = np.asarray(values, dtype=np.float64)
    drawn = np.random.default_rng(SEED).integers(0, len(sample), size=(RESAMPLES, len(sample)))
    means = sample[drawn].mean(axis=1)  # (RESAMPLES,)
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(means, [tail, 1 - tail])
    return Estimate(float(sample.mean()), float(low), float(high), len(sample))
