"""The rows of deadlines and pauses, computed from what is known of a request."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ctrack.domain.calendars import Calendar, CalendarUse
from ctrack.domain.deadline_rules import COUNTED_BY, DeadlineKind, Rule, chosen
from ctrack.domain.deadlines import Extension, Term, Terms, due, earliest
from ctrack.domain.obligations import Obligation, Phase, Situation, obligations
from ctrack.domain.pauses import Pause
from ctrack.queries.timing import Timing
from ctrack.services.bulk import Row


@dataclass
class Known:
    """A deadline that is kept already, with its extensions."""

    row: Row
    extensions: list[Extension] = field(default_factory=list)

    @property
    def key(self) -> tuple[DeadlineKind, int]:
        """What tells it from the others of its request."""
        return self.row["kind"], self.row["place"]


@dataclass(frozen=True)
class Planned:
    """What is to be stored of a request's deadlines, and what follows for itself."""

    rows: list[Row]
    """Those that are new or different, without the id of their request."""
    due_on: date | None
    paused_since: date | None


def plan(
    situation: Situation,
    timing: Timing,
    pauses: Sequence[Pause],
    known: Iterable[Known] = (),
) -> Planned:
    """The deadlines of a request, from the set of its facts.

    What is done and has no row yet gets none: nobody waits for it.
    """
    rules = chosen(
        timing.rules, situation.direction, situation.matter, situation.instruments
    )
    present = {one.key: one for one in known}
    planned = []
    for obligation in obligations(situation, rules, pauses):
        one = present.pop((obligation.kind, obligation.place), None)
        if one is None and not obligation.is_open:
            continue
        calendar = calendar_of(timing, situation, obligation.kind, obligation.place)
        planned.append((_row(obligation, rules, calendar, pauses, one), one))
    is_closed = situation.phase is Phase.CLOSED
    planned += [
        (_kept(one, is_closed, timing.calendar, pauses), one)
        for one in present.values()
    ]
    open_days = [row["current_on"] for row, _ in planned if row["is_open"]]
    paused_since = earliest(pause.since for pause in pauses if pause.until is None)
    is_held = is_closed or paused_since is not None
    return Planned(
        [row for row, one in planned if one is None or one.row != row],
        None if is_held else earliest(open_days),
        None if is_closed else paused_since,
    )


def calendar_of(
    timing: Timing, situation: Situation, kind: DeadlineKind, place: int
) -> Calendar:
    """The calendar of whoever has to act: the office, an authority, or the State."""
    use = COUNTED_BY.get(kind)
    if use is CalendarUse.STATE:
        return timing.of_states.get(situation.partner_state, timing.calendar)
    if use is CalendarUse.AUTHORITIES and timing.of_authorities:
        authority_id = situation.authority_of(place)
        return timing.of_authorities.get(authority_id, timing.calendar)
    return timing.calendar


def _row(
    obligation: Obligation,
    rules: Mapping[DeadlineKind, Rule],
    calendar: Calendar,
    pauses: Sequence[Pause],
    known: Known | None,
) -> Row:
    """The row of something to be done; what is over is left as it was."""
    old = known.row if known else None
    is_open = obligation.is_open and not (old and old["settled_on"])
    told = {"is_open": is_open, "met_on": obligation.met_on}
    is_over = old is not None and not old["is_open"] and not is_open
    if old is not None and is_over and old["base_on"] == obligation.base_on:
        return old | told
    rule = rules.get(obligation.kind)
    row: Row = {
        "kind": obligation.kind,
        "place": obligation.place,
        "rule_code": rule.code if rule else None,
        "base_on": obligation.base_on,
        "count": rule.term.count if rule else 0,
        "unit": rule.term.unit if rule else Term(0).unit,
        "rolls": rule.term.rolls if rule and obligation.until is None else False,
        "stands_still": rule.stands_still if rule else True,
        "until": obligation.until,
        **told,
        "settled_on": old["settled_on"] if old else None,
        "is_by_hand": False,
        "note": old["note"] if old else "",
    }
    return _computed(row, calendar, pauses, known)


def _kept(
    known: Known, is_closed: bool, calendar: Calendar, pauses: Sequence[Pause]
) -> Row:
    """What was set by hand, or belongs to a fact that is no longer there."""
    row = known.row
    if not row["is_by_hand"]:
        return row | {"is_open": False}
    is_open = not is_closed and row["settled_on"] is None
    if not is_open and not row["is_open"]:
        return row
    told = {"is_open": is_open, "met_on": row["settled_on"]}
    return _computed(row | told, calendar, pauses, known)


def _computed(
    row: Row, calendar: Calendar, pauses: Sequence[Pause], known: Known | None
) -> Row:
    extensions = known.extensions if known else []
    found = due(terms_of(row, calendar, pauses, extensions))
    return row | {"original_on": found.original, "current_on": found.current}


def terms_of(
    row: Mapping[str, Any],
    calendar: Calendar,
    pauses: Iterable[Pause],
    extensions: Iterable[Extension],
) -> Terms:
    """What the days of a row follow from."""
    return Terms(
        row["base_on"],
        Term(row["count"], row["unit"], row["rolls"]),
        row["until"],
        tuple(extensions),
        tuple(pauses) if row["stands_still"] else (),
        calendar,
    )
