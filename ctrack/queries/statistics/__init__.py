"""Counting: every table of the statistics, from the statistical facts only."""

from ctrack.queries.statistics.counting import Statistics, counting

__all__ = ["Statistics", "counting"]
