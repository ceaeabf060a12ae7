"""Editions of statistics: freezing, holding against limits, releasing, withdrawing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ctrack import clock
from ctrack.domain.disclosure.publication import for_the_public
from ctrack.domain.edition_quality import read_limits, usual_limits
from ctrack.domain.editions import (
    Deed,
    EditionStatus,
    Order,
    check_open,
    slug_of,
)
from ctrack.domain.errors import ChangedMeanwhile, Invalid, StepNotOpen, problem
from ctrack.domain.events import EventKind
from ctrack.domain.frozen_tables import Frozen, freeze
from ctrack.domain.statistics.tables import Figures, Row
from ctrack.domain.wording import N_
from ctrack.extensions import db
from ctrack.models import Edition, EditionTable, User
from ctrack.queries import editions
from ctrack.queries.statistics import counting
from ctrack.services import events
from ctrack.services.editions_compared import era_of, public_beside
from ctrack.services.linear_programs import solve

_COMPLETENESS = "quality"


@dataclass(frozen=True)
class Counted:
    """What is to be stored: the tables as published, and how complete they are."""

    tables: Sequence[Frozen]
    completeness: Sequence[Row]


Follow = Callable[[Iterable[str], Callable[[], int]], Iterable[str]]
"""Gives what it is given, and may tell how many of that number have gone by."""


def _unfollowed(names: Iterable[str], _number: Callable[[], int]) -> Iterable[str]:
    return names


def count(order: Order, follow: Follow = _unfollowed) -> Counted:
    """Count the tables of an edition, and hide what must be hidden.

    Reads only, and may take long: to be called outside a transaction.
    """
    wanted = dict.fromkeys((*order.tables, _COMPLETENESS))
    with counting(order.question) as statistics:
        tables: dict[str, Figures] = {
            name: statistics.table(name)
            for name in follow(wanted, lambda: len(wanted) + 1)
        }
    completeness = [list(row) for row in tables[_COMPLETENESS].rows]
    chosen = {name: tables[name] for name in order.tables}
    public = _for_the_public(order, chosen)
    return Counted([freeze(figures) for figures in public.values()], completeness)


def _for_the_public(
    order: Order, tables: Mapping[str, Figures]
) -> Mapping[str, Figures]:
    """Hide what must be hidden, also from who compares with editions of before."""
    question = order.question
    return for_the_public(
        tables, order.threshold, solve, era_of(question), public_beside(question)
    )


def keep(order: Order, counted: Counted, *, version: str, by: User) -> Edition:
    """Store what was counted as a draft; `version` is that of the software."""
    as_at = order.question.as_at
    if as_at is None:
        raise ValueError("an edition is as at a day")
    edition = Edition(
        central_authority_id=by.central_authority_id,
        slug=slug_of(order.question, editions.slugs()),
        title=order.title,
        office=by.central_authority.name,
        starts_on=order.question.period.start,
        ends_on=order.question.period.end,
        as_at=as_at,
        direction=order.question.direction,
        threshold=order.threshold,
        status=EditionStatus.DRAFT,
        completeness=[list(row) for row in counted.completeness],
        limits=usual_limits(counted.completeness),
        software=version,
        frozen_at=clock.now(),
        frozen_by=by,
        tables=[
            EditionTable(
                position=place,
                name=frozen.name,
                definition=dict(frozen.definition),
                columns=[dict(column) for column in frozen.columns],
                rows=[list(row) for row in frozen.rows],
                totals=None if frozen.totals is None else list(frozen.totals),
            )
            for place, frozen in enumerate(counted.tables)
        ],
    )
    db.session.add(edition)
    db.session.flush()
    _tell(EventKind.EDITION_FROZEN, edition, by)
    return edition


def change_limits(
    edition: Edition, fields: Mapping[str, str], *, by: User, seen: int | None
) -> None:
    """Change how complete a draft must be, with the reason.

    Raises ChangedMeanwhile, also where it is no draft any more, and Invalid for what is
    no percentage and for a missing reason.
    """
    _check_seen(edition, seen)
    if edition.status is not EditionStatus.DRAFT:
        raise ChangedMeanwhile(N_("This edition is no draft any more."))
    limits = read_limits(fields, [check.name for check in edition.checks])
    if limits == edition.limits:
        return
    reason = _reason(fields.get("reason", ""))
    changes: dict[str, list[str | None]] = {
        name: [f"{edition.limits.get(name, 0)} %", f"{limit} %"]
        for name, limit in limits.items()
        if limit != edition.limits.get(name, 0)
    }
    edition.limits, edition.limits_reason = limits, reason
    db.session.flush()
    _tell(EventKind.EDITION_LIMITS_CHANGED, edition, by, changes=changes, note=reason)


def take(
    edition: Edition, deed: Deed, *, by: User, seen: int | None, reason: str = ""
) -> None:
    """Do one of the deeds of the table.

    Raises StepNotOpen where the table has none from there, ChangedMeanwhile where
    somebody else did something since the page `seen` was made, and Invalid where a
    reason is missing: also for releasing what is not complete enough.
    """
    _check_seen(edition, seen)
    check_open(deed, edition.status)
    is_lenient = deed.code == "release" and not edition.is_complete_enough
    if deed.code == "release" and (others := editions.released_since(edition)):
        raise StepNotOpen(
            N_(
                "%(title)s has been released since these figures were frozen. Whoever "
                "compares the two could work out what is hidden. Send this draft back, "
                "and freeze it again."
            ),
            title=others[0].title,
        )
    if deed.needs_reason or is_lenient:
        reason = _reason(reason)
    edition.status = deed.target
    _STAMPS[deed.code](edition, by, reason)
    if deed.target is EditionStatus.DISCARDED:
        for table in edition.tables:
            db.session.delete(table)
    db.session.flush()
    _tell(deed.event, edition, by, note=reason)


def _submitted(edition: Edition, by: User, reason: str) -> None:
    edition.submitted_at, edition.submitted_by = clock.now(), by
    edition.returned_reason = ""


def _returned(edition: Edition, by: User, reason: str) -> None:
    edition.submitted_at, edition.submitted_by = None, None
    edition.returned_reason = reason


def _released(edition: Edition, by: User, reason: str) -> None:
    edition.released_at, edition.released_by = clock.now(), by
    edition.released_reason = reason


def _withdrawn(edition: Edition, by: User, reason: str) -> None:
    edition.withdrawn_at, edition.withdrawn_by = clock.now(), by
    edition.withdrawn_reason = reason


def _discarded(edition: Edition, by: User, reason: str) -> None:
    """Nothing but the line in the event log is kept of it."""


_STAMPS = {
    "submit": _submitted,
    "return": _returned,
    "release": _released,
    "withdraw": _withdrawn,
    "discard": _discarded,
}


def _check_seen(edition: Edition, seen: int | None) -> None:
    if seen is not None and seen != edition.version:
        raise ChangedMeanwhile(
            N_(
                "Somebody else has done something with this edition since you opened "
                "the page. Nothing of yours was stored. This is how it stands now."
            )
        )


def _reason(text: str) -> str:
    if not text.strip():
        raise Invalid([problem("reason", N_("Give the reason; it is kept."))])
    return text.strip()


def _tell(kind: EventKind, edition: Edition, by: User, **more: Any) -> None:
    events.record(kind, by=by, details={"edition": edition.title}, **more)
