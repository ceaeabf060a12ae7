"""A case: a registered request and the people who work on it."""

import pytest

from tests.cases import Case, outgoing


@pytest.fixture
def case(make):
    """An incoming request with two measures, just registered."""
    return Case()


@pytest.fixture
def accepted(make):
    """An incoming request with three measures, accepted under UNTOC."""
    case = Case(natures=["DOCUMENTS", "TESTIMONY", "SERVICE"])
    return case.walk("review", "accept")


@pytest.fixture
def ours(make):
    """An outgoing request, in review."""
    return Case(outgoing())


@pytest.fixture
def abroad(make):
    """An outgoing request that has been sent."""
    return Case(outgoing()).walk("send")
