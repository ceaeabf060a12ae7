"""Which editions readers take together."""

from datetime import date

import pytest

from ctrack import clock
from ctrack.domain.editions import EditionStatus
from ctrack.domain.statistics.questions import Period, Question
from ctrack.extensions import db
from ctrack.models import Edition
from ctrack.queries import editions

from ..factories import the_office


@pytest.fixture
def publish(make):
    """Stores an edition of some years."""
    author = make.User()

    def published(first, last, status=EditionStatus.RELEASED):
        edition = Edition(
            central_authority_id=the_office().id,
            slug=f"{first}-{last}-{status.name}",
            title=f"{first} to {last}",
            office="Office",
            starts_on=date(first, 1, 1),
            ends_on=date(last, 12, 31),
            as_at=date(2026, 1, 1),
            threshold=5,
            status=status,
            completeness=[],
            limits={},
            software="0",
            frozen_at=clock.now(),
            frozen_by=author,
        )
        db.session.add(edition)
        db.session.flush()
        return edition

    return published


def compared_with(first, last):
    period = Period(date(first, 1, 1), date(last, 12, 31))
    found = editions.comparable(Question(period, the_office().id, None, None))
    return [edition.title for edition in found]


def test_those_that_share_days_or_adjoin_are_compared(publish):
    publish(2018, 2019)
    publish(2021, 2021)
    publish(2022, 2025, EditionStatus.WITHDRAWN)
    publish(2021, 2023, EditionStatus.SUBMITTED)

    assert compared_with(2020, 2021) == ["2018 to 2019", "2021 to 2021", "2022 to 2025"]


def test_those_that_share_days_with_one_of_them_are_compared_too(publish):
    """2021 to 2023, less 2021, less 2023, is 2022; and so is any longer chain."""
    publish(2021, 2021)
    publish(2021, 2023)
    publish(2018, 2021)
    publish(2016, 2018)

    chain = ["2021 to 2021", "2021 to 2023", "2018 to 2021", "2016 to 2018"]
    assert compared_with(2023, 2023) == chain


def test_a_year_that_only_adjoins_one_of_them_is_not(publish):
    publish(2020, 2020)
    publish(2021, 2021)

    assert compared_with(2022, 2022) == ["2021 to 2021"]
    assert compared_with(2023, 2023) == []
