"""Counting: every table of the statistics, from the statistical facts only."""

from ctrack.queries.statistics.answers import Statistics, counting, one_view

__all__ = ["Statistics", "counting", "one_view"]
