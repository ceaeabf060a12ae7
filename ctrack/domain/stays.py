"""Dated stays: with whom a request lay, from which day until which.

The rule (decision 16):

* A request passes from hand to hand in the order in which the deeds were entered. The
  day of a deed counts, not the day of its entry; one that lies before the deed entered
  before it counts as that deed's day, since a late entry does not take the file from
  its next holder. Of several deeds of one day the last one counts: stays of no day
  vanish.
* While an incoming request is ours to see to, the competent authorities have it on the
  days on which a transfer to them is open, and we have it on all others. Several may
  have it at once: such a stay names each of them, and its days are theirs in equal
  parts, so that every day of a request is counted once.
* While it stands still (additional information, postponement, court challenge) the
  clock of those who execute stands still too, though their transfers are open.
* A day that was corrected replaces that of the deed: the day of receipt, of sending,
  of closing, and of a complete response from abroad.
* From its closing to its reopening a request lies with nobody.
* What an old register does not tell is not guessed: without the day of a transfer its
  days are ours; without that of a response they are the other State's.

Stays have an order, no gaps, and do not overlap: their days add up to those from
receipt or sending until closing. Those of our own requests before they were sent come
first and are not counted in statistics, which count from sending.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from ctrack.domain.course import Course, Move
from ctrack.domain.custody import Custody
from ctrack.domain.statuses import Holder, Status, stage


class Stay(NamedTuple):
    """Where a request lay from a day until another, or until now (None)."""

    since: date
    until: date | None
    holder: Holder
    authorities: tuple[str, ...] = ()
    """The competent authorities that had it, each with an equal part of the days."""

    def days(self, end: date) -> int:
        """How many days it lasted, by the day `end` where it has not ended."""
        return (min(self.until or end, end) - self.since).days


class Turn(NamedTuple):
    """From this day on it is at this stage."""

    on: date
    status: Status


_S = Status
_PREPARED = frozenset({_S.DRAFT, _S.CA_REVIEW, _S.RETURNED_TO_ORIGINATOR,
                       _S.TRANSLATION})  # fmt: skip


def stays(
    course: Course, moves: Sequence[Move], custodies: Sequence[Custody]
) -> list[Stay]:
    """The stays of a request, by the rule above; none before it has come or gone."""
    begun_on = course.begun_on
    if begun_on is None:
        return []
    turns = _in_order(_turns(course, moves), begun_on)
    spans = [
        (custody.since, custody.ended_on, custody.authority)
        for custody in custodies
        if custody.since is not None
    ]
    found = []
    is_incoming = course.is_incoming
    for since, until in _intervals(course, begun_on, turns, spans):
        holder = _holder(course, _at(turns, since))
        authorities: tuple[str, ...] = ()
        if is_incoming and spans and holder is Holder.CENTRAL:
            authorities = _having(spans, since)
            holder = Holder.COMPETENT if authorities else Holder.CENTRAL
        found.append(Stay(since, until, holder, authorities))
    return list(_joined(found, course.opened_on))


_Span = tuple[date, date | None, str]


def _turns(course: Course, moves: Sequence[Move]) -> list[Turn]:
    """The stages in the order of the log, with the days that have been corrected."""
    turns = list(_as_entered(course, moves[0].before if moves else course.status))
    for move in moves:
        if move.closed_on is not None:
            if turns[-1].status is _S.CLOSED:
                turns.pop()
            turns.append(Turn(move.closed_on, _S.CLOSED))
        turns.append(Turn(move.on, move.after))
    if course.closed_on is not None:
        if turns[-1].status is _S.CLOSED:  # the last stay ends by itself
            turns.pop()
    elif _holder(course, turns[-1].status) is not _holder(course, course.status):
        # A correction has moved it, which the log does not tell as a move.
        turns.append(Turn(course.held_since or turns[-1].on, course.status))
    return turns if course.is_incoming else list(_corrected(course, turns))


def _as_entered(course: Course, status: Status) -> Iterator[Turn]:
    """What the days tell of the time before the first move; `status` is its stage."""
    begun_on = course.begun_on or date.min
    usual = Holder.CENTRAL
    if course.is_incoming:
        yield Turn(begun_on, _S.REGISTERED)
    elif status in _PREPARED or course.sent_on is None:
        yield Turn(begun_on, status if status in _PREPARED else _S.CA_REVIEW)
        return
    else:
        yield Turn(begun_on, _S.CA_REVIEW)
        yield Turn(course.sent_on, _S.SENT)
        answered = status in {_S.RESPONSE_COMPLETE, _S.CLOSED}
        if answered and course.executed_on is not None:
            yield Turn(course.executed_on, _S.RESPONSE_COMPLETE)
            return
        usual = Holder.FOREIGN
    if _holder(course, status) not in {usual, Holder.NONE}:
        yield Turn(course.last_known_on or begun_on, status)


def _corrected(course: Course, turns: Sequence[Turn]) -> Iterator[Turn]:
    """Turns of our own request with its days of sending and of complete response."""
    answers = [n for n, t in enumerate(turns) if t.status is _S.RESPONSE_COMPLETE]
    was_prepared = True
    for number, turn in enumerate(turns):
        day = None
        if was_prepared and turn.status not in _PREPARED:
            was_prepared, day = False, course.sent_on
        if answers and number == answers[-1]:
            day = course.executed_on
        yield turn if day is None else Turn(day, turn.status)


def _in_order(turns: Iterable[Turn], begun_on: date) -> list[Turn]:
    """None before the one that was entered before it."""
    ordered, latest = [], begun_on
    for turn in turns:
        latest = max(latest, turn.on)
        ordered.append(Turn(latest, turn.status))
    return ordered


def _intervals(
    course: Course, begun_on: date, turns: Iterable[Turn], spans: Iterable[_Span]
) -> Iterator[tuple[date, date | None]]:
    """The shortest intervals within which nothing changes."""
    days = {begun_on, course.opened_on, *(turn.on for turn in turns)}
    for since, until, _ in spans:
        days |= {since, until}
    end = course.ended_on
    cuts = sorted(
        day
        for day in days
        if day is not None and begun_on <= day and (end is None or day < end)
    )
    if cuts:
        yield from zip(cuts, [*cuts[1:], end], strict=True)


def _at(turns: Sequence[Turn], day: date) -> Status:
    """The stage on this day: the last one that had begun."""
    for turn in reversed(turns):
        if turn.on <= day:
            return turn.status
    raise LookupError(day)


def _holder(course: Course, status: Status) -> Holder:
    """Who has it at this stage; whether we or an authority, transfers must tell."""
    if status is _S.TRANSLATION:
        return Holder.TRANSLATION
    held_by = stage(course.direction, status).holder
    return Holder.CENTRAL if held_by is Holder.COMPETENT else held_by


def _having(spans: Iterable[_Span], day: date) -> tuple[str, ...]:
    """The authorities that have it on this day."""
    return tuple(
        sorted(
            {
                authority
                for since, until, authority in spans
                if since <= day and (until is None or day < until)
            }
        )
    )


def _joined(found: Iterable[Stay], opened_on: date | None) -> Iterator[Stay]:
    """Neighbours that differ in nothing as one; never across the opening day."""
    last: Stay | None = None
    for stay in found:
        if last is None:
            last = stay
        elif last[2:] == stay[2:] and stay.since != opened_on:
            last = last._replace(until=stay.until)
        else:
            yield last
            last = stay
    if last is not None:
        yield last
