"""Mean, median and percentiles are those a spreadsheet gives."""

from collections import Counter
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctrack.domain.statistics.distributions import Distribution

days = st.lists(st.integers(0, 5000), min_size=1, max_size=60)


def distribution(values):
    return Distribution(Counter(values).items())


def percentile_inc(values, share):
    """As the documentation of PERCENTILE.INC tells it, over the list itself."""
    ordered = sorted(values)
    rank = share * (len(ordered) - 1)
    low, high = ordered[floor(rank)], ordered[ceil(rank)]
    return low + (rank - floor(rank)) * (high - low)


@given(days, st.sampled_from([25, 50, 75, 90, 0, 100]))
def test_percentiles_are_those_of_the_list_itself(values, percent):
    assert distribution(values).percentile(percent) == pytest.approx(
        percentile_inc(values, percent / 100)
    )


@given(days)
def test_count_mean_and_maximum_are_those_of_the_list_itself(values):
    found = distribution(values)

    assert found.count == len(values)
    assert found.mean == pytest.approx(sum(values) / len(values))
    assert found.maximum == max(values)


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [
        # from Microsoft's page on PERCENTILE.INC
        ([1, 2, 3, 4], 30, 1.9),
        ([10, 20], 50, 15),
        ([7], 90, 7),
        ([1, 1, 1, 100], 75, 25.75),
        (list(range(0, 480, 10)), 90, 423),
    ],
)
def test_percentiles_lie_on_the_line_between_neighbours(values, percent, expected):
    assert distribution(values).percentile(percent) == expected


def test_nothing_has_no_median():
    nothing = Distribution([])

    assert (nothing.count, nothing.mean, nothing.median, nothing.maximum) == (
        0,
        None,
        None,
        None,
    )
