"""Counting: every table of the statistics, from the statistical facts only."""

from ctrack.queries.statistics.answers import Statistics, counting

__all__ = ["Statistics", "counting"]
