"""Facts as they were known at two moments, for the requests where they differ."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from ctrack.domain.edition_changes import Change, Known, Told, behind, changes
from ctrack.domain.statistics.cells import Cell
from ctrack.domain.statistics.questions import Question
from ctrack.extensions import db
from ctrack.models import Authority, Event, Fact, FactMention, User
from ctrack.queries.statistics import one_view
from ctrack.queries.statistics.naming import may_be_named

_CODES = ("partner_state", "primary_basis", "primary_offence")
_DAYS = ("acknowledged_on", "transferred_on", "executed_on", "results_sent_on")
_KINDS = {
    "basis": "bases",
    "nature": "natures",
    "offence": "offences",
    "ground": "grounds",
    "authority": "authorities",
}


def since(question: Question, until: datetime | None, user: User) -> list[Change]:
    """What has become known after the day of a question and before `until` (now: None).

    From the facts, and from the kinds of events: no text that anybody wrote is read.
    An edition asks for a period and perhaps a direction, and has no filters. Which
    request it is, `user` is told by the rule of `statistics/naming.py`.
    """
    before = question.known_before
    if before is None:
        return []
    pairs = _pairs(question, before, until, user)
    return changes(pairs, question.period, _told(question, before, until))


def of_figure(then: Question, later: Question, cell: Cell, user: User) -> list[Change]:
    """The requests that change one figure between two days, and by how much.

    What they add and take away is together the difference of the figure.
    """
    before, until = then.known_before, later.known_before
    if before is None:
        return []
    with one_view() as asking:
        counted = []
        for question in (then, later):
            with asking(question) as figures:
                behind_it = figures.behind(cell, seen_by=user)
                counted.append(behind_it.of_requests(_known_anew(then, before, until)))
    was, now = counted
    adds = {key: now.get(key, 0) - was.get(key, 0) for key in {**was, **now}}
    pairs = _pairs(then, before, until, user)
    return behind(pairs, adds, _told(then, before, until))


def _known_anew(
    question: Question, before: datetime, until: datetime | None
) -> Select[int]:
    """The requests of which something has become known between the two moments."""
    begun = [Fact.known_from >= before]
    if until is not None:
        begun.append(Fact.known_from < until)
    return select(Fact.mla_request_id).where(
        Fact.central_authority_id == question.central_authority_id,
        or_(and_(*begun), and_(*_ended(before, until))),
    )


def _pairs(
    question: Question, before: datetime, until: datetime | None, user: User
) -> list[tuple[Known | None, Known | None]]:
    then = _versions(question, _ended(before, until), user)
    later = _versions(question, _begun(before, until), user)
    return [(then.get(key), later.get(key)) for key in {**then, **later}]


def _ended(before: datetime, until: datetime | None) -> list[ColumnElement[bool]]:
    """Known at the first moment, and replaced before the second."""
    found = [Fact.known_from < before, Fact.known_until >= before]
    return found if until is None else [*found, Fact.known_until < until]


def _begun(before: datetime, until: datetime | None) -> list[ColumnElement[bool]]:
    """Known at the second moment, and not yet at the first."""
    if until is None:
        return [Fact.known_from >= before, Fact.known_until.is_(None)]
    return [
        Fact.known_from >= before,
        Fact.known_from < until,
        or_(Fact.known_until.is_(None), Fact.known_until >= until),
    ]


def _versions(
    question: Question, known: Iterable[ColumnElement[bool]], user: User
) -> dict[int, Known]:
    wanted = [Fact.central_authority_id == question.central_authority_id, *known]
    if question.direction is not None:
        wanted.append(Fact.direction == question.direction.value)
    statement = select(
        Fact.id,
        Fact.mla_request_id,
        Fact.reference,
        Fact.direction,
        Fact.opened_on,
        Fact.closed_on,
        Fact.outcome,
        may_be_named(user, as_now=False).label("is_named"),
        Fact.partner_state,
        Fact.primary_basis,
        Fact.primary_offence,
        *(getattr(Fact, name) for name in _DAYS),
    ).where(*wanted)
    mentions = _mentions(select(Fact.id).where(*wanted))
    return {
        row.mla_request_id: Known(
            request_id=row.mla_request_id,
            reference=row.reference,
            direction=row.direction,
            opened_on=row.opened_on,
            closed_on=row.closed_on,
            outcome=row.outcome,
            is_named=row.is_named,
            codes={name: getattr(row, name) for name in _CODES}
            | {name: str(getattr(row, name) or "") for name in _DAYS}
            | mentions.get(row.id, {}),
        )
        for row in db.session.execute(statement)
    }


def _mentions(facts: Select[Any]) -> dict[int, dict[str, str]]:
    """The codes that facts mention, by fact and field."""
    listed: dict[int, dict[str, list[str]]] = defaultdict(
        lambda: {name: [] for name in _KINDS.values()}
    )
    statement = (
        select(
            FactMention.fact_id,
            FactMention.kind,
            FactMention.code,
            FactMention.outcome,
        )
        .where(FactMention.fact_id.in_(facts), FactMention.kind.in_(_KINDS))
        .order_by(FactMention.fact_id, FactMention.kind, FactMention.position)
    )
    names = _authorities()
    for fact_id, kind, code, outcome in db.session.execute(statement):
        told = names.get(code, code) if kind == "authority" else code
        listed[fact_id][_KINDS[kind]].append(f"{told} {outcome}" if outcome else told)
    return {
        fact_id: {name: "; ".join(codes) for name, codes in by_name.items()}
        for fact_id, by_name in listed.items()
    }


def _authorities() -> dict[str, str]:
    """The names of authorities by their number as text, as facts hold it."""
    rows = db.session.execute(select(Authority.id, Authority.name))
    return {str(number): name for number, name in rows}


def _told(
    question: Question, before: datetime, until: datetime | None
) -> dict[int, Told]:
    statement = (
        select(Event.mla_request_id, Event.kind, Event.is_correction)
        .where(
            Event.central_authority_id == question.central_authority_id,
            Event.entered_at >= before,
            Event.mla_request_id.is_not(None),
        )
        .distinct()
    )
    if until is not None:
        statement = statement.where(Event.entered_at < until)
    kinds: dict[int, set[str]] = defaultdict(set)
    corrected: set[int] = set()
    for request_id, kind, is_correction in db.session.execute(statement):
        if request_id is None:
            continue
        kinds[request_id].add(kind)
        if is_correction:
            corrected.add(request_id)
    return {
        request_id: Told(frozenset(found), request_id in corrected)
        for request_id, found in kinds.items()
    }
