"""The days on which requests stood still, of many requests at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, literal, select

from ctrack.domain import pauses
from ctrack.domain.pauses import Span
from ctrack.extensions import db
from ctrack.models import Pause

Standstills = Mapping[int, Sequence[Span]]


def standstills(requests: Select[Any]) -> Standstills:
    """The paused days of the requests whose ids this statement gives, by id."""
    found: dict[int, list[pauses.Pause]] = defaultdict(list)
    rows = db.session.execute(
        select(Pause.mla_request_id, Pause.since, Pause.until, Pause.category).where(
            Pause.mla_request_id.in_(requests)
        )
    )
    for request_id, since, until, category in rows:
        found[request_id].append(pauses.Pause(since, until, category))
    return {request_id: pauses.union(each) for request_id, each in found.items()}


def of_one(request_id: int) -> Sequence[Span]:
    """The paused days of one request."""
    found = standstills(select(literal(request_id)))
    return found.get(request_id, ())


def is_paused(spans: Sequence[Span], day: date) -> bool:
    """Whether this day is one of them."""
    return any(span.since <= day < span.until for span in spans)
