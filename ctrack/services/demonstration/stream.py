"""The requests of the demonstration, one after the other, as they were entered."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from heapq import heappop, heappush, merge
from random import Random

from ctrack import clock
from ctrack.domain.events import EventKind
from ctrack.domain.records import EventRecord, RequestRecord
from ctrack.domain.references import compose
from ctrack.domain.statuses import Status
from ctrack.domain.vocabulary import Confidentiality, Direction, LinkKind
from ctrack.services.demonstration import incoming, odd_cases, outgoing
from ctrack.services.demonstration.cases import Case, Cases
from ctrack.services.demonstration.desk import Desk
from ctrack.services.demonstration.diary import PastToday, Present
from ctrack.services.demonstration.office import Office

SEED = 1818
"""Articles 18 and 18 again; any number would do, but always the same."""
YEARS = 6
_BEGINNING = datetime(1900, 1, 1, tzinfo=UTC)
INCOMING = 0.68


def requests(number: int, office: Office, present: Present) -> Iterator[RequestRecord]:
    """As many requests as were asked for, in the order of their entry."""
    odd = sorted(odd_cases.all_of(office, present), key=_entered_at)[-number:]
    lives = _by_entry(_lives(number - len(odd), office, present))
    yield from _numbered(merge(lives, odd, key=_entered_at))


def _entered_at(case: Case) -> datetime:
    return case.record.entered_at or _BEGINNING


def _lives(number: int, office: Office, present: Present) -> Iterator[Case]:
    rng = Random(SEED)  # noqa: S311 (the same demonstration every time)
    cases = Cases(office)
    span = YEARS * 365.25
    for place in range(number):
        # A little more every year.
        ago = span * (1 - ((place + 0.5) / number) ** 0.9)
        day = _working_day(present.today - timedelta(days=round(ago)))
        is_incoming = rng.random() < INCOMING
        direction = Direction.INCOMING if is_incoming else Direction.OUTGOING
        case = cases.draw(rng, direction, day)
        desk = Desk(case, office, present, rng, _first_status(rng, direction))
        _put_in_hand(desk)
        with suppress(PastToday):
            (incoming if is_incoming else outgoing).live(desk)
        yield case


def _by_entry(cases: Iterator[Case]) -> Iterator[Case]:
    """Cases that come by the day of receipt, in the order in which they were entered.

    No more wait in memory than have come since the day on which the next was entered.
    """
    waiting: list[tuple[datetime, int, Case]] = []
    for number, case in enumerate(cases):
        heappush(waiting, (_entered_at(case), number, case))
        while clock.day_of(waiting[0][0]) < (case.record.received_on or date.min):
            yield heappop(waiting)[2]
    while waiting:
        yield heappop(waiting)[2]


def _working_day(day: date) -> date:
    """The day itself, or the Friday before the weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _first_status(rng: Random, direction: Direction) -> Status:
    if direction is Direction.INCOMING:
        return Status.REGISTERED
    return Status.DRAFT if rng.random() < 0.2 else Status.CA_REVIEW


def _put_in_hand(desk: Desk) -> None:
    """Say at registration who works on it, and who may see it when few may."""
    if desk.rng.random() < 0.4:
        desk.record.officer_id = desk.officer.id
    if desk.record.confidentiality is Confidentiality.RESTRICTED:
        desk.name_officers()


def _numbered(cases: Iterator[Case]) -> Iterator[RequestRecord]:
    """Give our references in the order of entry, and link to what came before."""
    last: dict[tuple[Direction, int], int] = {}
    by_name: dict[str, str] = {}
    of_partner: dict[tuple[Direction, str], str] = {}
    for case in cases:
        record = case.record
        year = (record.received_on or record.sent_on or date.min).year
        number = last[record.direction, year] = (
            last.get((record.direction, year), 0) + 1
        )
        record.reference = compose(record.direction, year, number)
        key = (record.direction, record.partner_state)
        earlier = by_name.get(case.linked_to) if case.linked_to else of_partner.get(key)
        if case.link is not None and earlier is not None:
            _link(record, case.link, earlier)
        of_partner[key] = record.reference
        if case.name:
            by_name[case.name] = record.reference
        yield record


def _link(record: RequestRecord, kind: LinkKind, earlier: str) -> None:
    """The first thing that is done with the request after it has been entered."""
    record.links.append((kind, earlier))
    moment = record.entered_at or _BEGINNING
    event = EventRecord(
        EventKind.LINKED,
        happened_on=clock.day_of(moment),
        entered_at=moment,
        details={"reference": earlier, "link": kind.value},
        actor_id=record.entered_by_id,
    )
    record.events.insert(0, event)
