"""Which requests a person may be told the reference of, wherever figures are explained.

Statistics count restricted requests like all others, and whoever reads statistics reads
their coded facts. Which request it is, is told only to those who may see the request:
in the list behind a figure as in the rows of the workbook.
"""

from typing import Any

from sqlalchemy import ColumnElement, case, exists, select, true
from sqlalchemy.orm import aliased

from ctrack.domain.permissions import Permission
from ctrack.domain.statistics.tables import RESTRICTED
from ctrack.models import Fact, MLARequest, User
from ctrack.queries.statistics.population import Condition
from ctrack.queries.visibility import requests_seen_by


def reference(user: User | None, *, as_now: bool) -> ColumnElement[Any]:
    """The reference of a fact, or RESTRICTED in its place."""
    return case((may_be_named(user, as_now=as_now), Fact.reference), else_=RESTRICTED)


def may_be_named(user: User | None, *, as_now: bool) -> Condition:
    """Whether this person may be told which request it is, as things are now.

    People who see coded facts only are told of none that is restricted today, even
    where the figures are those of a day on which it was not. `as_now`: the facts that
    are asked are those of today. Without a person it is whoever runs the machine.
    """
    if user is None:
        return true()
    if user.may(Permission.READ_REQUESTS):
        return exists(
            select(MLARequest.id)
            .where(MLARequest.id == Fact.mla_request_id, requests_seen_by(user))
            .correlate(Fact)
        )
    if as_now:
        return Fact.is_restricted.is_(False)
    today = aliased(Fact)
    return exists(
        select(today.id)
        .where(
            today.mla_request_id == Fact.mla_request_id,
            today.known_until.is_(None),
            today.is_restricted.is_(False),
        )
        .correlate(Fact)
    )
