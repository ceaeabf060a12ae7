"""The list of requests: what it can be asked for, and what it tells of each request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple, Self, TypeVar

from ctrack.domain.lifecycle import step_of
from ctrack.domain.statuses import PAUSED, Holder, Stage, Status, holder, stage
from ctrack.domain.vocabulary import Direction, Labelled, Outcome, Urgency
from ctrack.domain.wording import N_

PAGE_SIZE = 50
NOBODY = "none"
"""What stands in the address for requests without an officer."""


class Party(NamedTuple):
    """An authority or officer that a filter names: number, code and name."""

    id: int | None
    code: str
    name: str


class Sort(StrEnum):
    """What the list can be sorted by; with a hyphen before it, the other way round."""

    OPENED = "opened"
    HELD = "held"
    REFERENCE = "reference"
    STATE = "state"
    STATUS = "status"


class Queue(Labelled):
    """Requests that wait for the same deed, in the order in which delay hurts."""

    RESULTS_TO_SEND = "results-to-send", N_("Executed, results not sent")
    TO_APPROVE = "to-approve", N_("Proposed, to be approved")
    TO_ANSWER = "to-answer", N_("Questions of authorities to answer")
    OVERDUE = "overdue", N_("Overdue")
    PRESERVATION = "preservation", N_("Preservation running out")
    URGENT = "urgent", N_("Urgent")
    DUE_THIS_WEEK = "due-this-week", N_("Due this week")
    TO_ACKNOWLEDGE = "to-acknowledge", N_("To acknowledge")
    TO_REVIEW = "to-review", N_("To review")
    MARKED = "marked", N_("Marked for review")
    TO_TRANSFER = "to-transfer", N_("Accepted and not transferred")
    NOT_TAKEN_IN_CHARGE = "not-taken-in-charge", N_("Transferred, not taken in charge")
    TO_CONFIRM = "to-confirm", N_("Oral and not confirmed in writing")
    REVIEW_DUE = "review-due", N_("Postponed, review due")
    TO_CLOSE = "to-close", N_("To close")
    PAUSED_TOO_LONG = "paused-too-long", N_("Paused for long")
    INCOMPLETE = "incomplete", N_("Facts missing")


WATCHED = frozenset(
    {
        Queue.OVERDUE,
        Queue.URGENT,
        Queue.DUE_THIS_WEEK,
        Queue.MARKED,
        Queue.PAUSED_TOO_LONG,
        Queue.INCOMPLETE,
    }
)
"""Queues that look at the same work from another side: not counted as more of it."""

DAYS_AHEAD = 7
"""Today and the six days after it: what is due this week."""

LONG_PAUSE = 60
"""After so many days somebody should ask whether a pause still has its reason."""

RUNNING_OUT = 14
"""So many days before its end a preservation is worth a warning (the rule's first)."""


PAUSED_STAGES = (Status.INFO_REQUESTED, Status.POSTPONED, Status.LITIGATION)
"""The stages of the ready-made list of paused requests, in the order of the flow."""

NEWEST_FIRST = f"-{Sort.OPENED}"


@dataclass(frozen=True)
class Filters:
    """What the list is asked for. Values of one kind are alternatives to each other.

    `text` is looked for in references, names and subjects; `since` and `until` are
    days between which the request was received or sent, `closed_since` and
    `closed_until` days between which it was closed.
    """

    text: str = ""
    direction: tuple[Direction, ...] = ()
    status: tuple[Status, ...] = ()
    state: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    nature: tuple[str, ...] = ()
    offence: tuple[str, ...] = ()
    authority: tuple[Party, ...] = ()
    officer: tuple[Party, ...] = ()
    urgency: tuple[Urgency, ...] = ()
    queue: tuple[Queue, ...] = ()
    is_overdue: bool = False
    is_open: bool = False
    is_restricted: bool = False
    since: date | None = None
    until: date | None = None
    closed_since: date | None = None
    closed_until: date | None = None
    sort: str = NEWEST_FIRST
    page: int = 1

    @property
    def sorted_by(self) -> tuple[Sort, bool]:
        """The sort, and whether it runs downwards."""
        return Sort(self.sort.removeprefix("-")), self.sort.startswith("-")

    @property
    def query(self) -> dict[str, list[str]]:
        """The same as stands in the address, the page and the usual sort left out."""
        found: dict[str, list[str]] = {}
        for name, _, value in self.parts():
            found.setdefault(name, []).append(value)
        if self.sort != NEWEST_FIRST:
            found["sort"] = [self.sort]
        return found

    def parts(self) -> list[tuple[str, Any, str]]:
        """Each filter in use: its name in the address, its value, and as it is written.

        The order is that of the chips above the list.
        """
        found: list[tuple[str, Any, str]] = []
        for attribute, name in _SINGLE.items():
            value = getattr(self, attribute)
            if value:
                found.append((name, value, _written(value)))
        for name in MANY:
            for value in getattr(self, name):
                found.append((name, value, _written(value)))
        return found

    def without(self, name: str, value: Any) -> Self:
        """The filters when this one is taken away; from the first page."""
        changed: dict[str, Any] = {"page": 1}
        for attribute, in_address in _SINGLE.items():
            if in_address == name:
                changed[attribute] = _EMPTY[attribute]
        if name in MANY:
            changed[name] = tuple(v for v in getattr(self, name) if v != value)
        return replace(self, **changed)

    @property
    def number(self) -> int:
        """How many filters are in use."""
        return len(self.parts())


_SINGLE = {
    "text": "q",
    "is_open": "open",
    "is_overdue": "overdue",
    "is_restricted": "restricted",
    "since": "from",
    "until": "to",
    "closed_since": "closed_from",
    "closed_until": "closed_to",
}
MANY = (
    "direction",
    "status",
    "state",
    "basis",
    "nature",
    "offence",
    "authority",
    "officer",
    "urgency",
    "queue",
)
"""The filters that may repeat, by their names in the address and in `Filters`."""

_EMPTY = {field.name: field.default for field in fields(Filters)}


def _written(value: Any) -> str:
    if value is True:
        return "1"
    if isinstance(value, Party):
        return value.code
    return value.isoformat() if isinstance(value, date) else str(value)


@dataclass(frozen=True, slots=True)
class OpenTransfer:
    """An authority that has something to do, and by when."""

    authority: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class ListedRequest:
    """One line of the list, in plain values.

    `subject`, `officer` and who holds it by name are empty for those who see coded
    facts only. `basis` is the code of the primary one, `other_bases` the number of
    the others.
    """

    id: int
    reference: str
    direction: Direction
    status: Status
    partner_state: str
    counted_from: date
    closed_on: date | None
    outcome: Outcome | None
    subject: str = ""
    urgency: Urgency = Urgency.NORMAL
    is_restricted: bool = False
    basis: str = ""
    article: str = ""
    other_bases: int = 0
    held_since: date | None = None
    due_on: date | None = None
    """The first of its deadlines; None while it is paused, or closed."""
    paused_since: date | None = None
    wished_on: date | None = None
    review_on: date | None = None
    officer: str = ""
    originator: str = ""
    transfers: tuple[OpenTransfer, ...] = ()
    natures: tuple[str, ...] = ()
    """Codes of the assistance asked for; only where nothing but codes is told."""

    @property
    def stage(self) -> Stage:
        """What its status means."""
        return stage(self.direction, self.status)

    @property
    def holder(self) -> Holder:
        """Whose move it is."""
        return holder(self.direction, self.status, len(self.transfers))

    @property
    def next_step(self) -> str:
        """The label of the step that usually follows; empty where we only wait."""
        code = self.stage.next_step
        return step_of(self.direction, code).label if code else ""

    @property
    def is_open(self) -> bool:
        """Whether it has not been closed."""
        return self.status is not Status.CLOSED

    @property
    def is_paused(self) -> bool:
        """Whether the clock stands still; then nothing is late."""
        return self.status in PAUSED or self.paused_since is not None

    @property
    def is_urgent(self) -> bool:
        """Whether it is to be done before others."""
        return self.urgency is not Urgency.NORMAL

    def days_late(self, today: date) -> int:
        """By how many days it is late; 0 or less where it is not."""
        if self.due_on is None or self.is_paused:
            return 0
        return (today - self.due_on).days

    def days_open(self, today: date) -> int:
        """Calendar days from receipt or sending until it was closed, or until today."""
        return ((self.closed_on or today) - self.counted_from).days

    def days_held(self, today: date) -> int | None:
        """Calendar days with the present holder; None once nobody has it."""
        if not self.is_open or self.held_since is None:
            return None
        return (today - self.held_since).days


Value = TypeVar("Value")


class Slice(NamedTuple):
    """Some of the rows that share a value: how many to pass over, how many to take."""

    value: Any
    skip: int
    take: int


def slices(
    counts: Mapping[Value, int], order: Sequence[Value], offset: int, limit: int
) -> list[Slice]:
    """Which rows make up a page when rows are ordered by a value of few kinds.

    `order` is the order of the values, `counts` the number of rows of each. So a page
    can be sorted by what people read (the name of a State) though the database keeps
    its code, without sorting the whole register.
    """
    found: list[Slice] = []
    for value in order:
        number = counts.get(value, 0)
        if offset < number and limit > 0:
            take = min(number - offset, limit)
            found.append(Slice(value, offset, take))
            limit -= take
        offset = max(0, offset - number)
    return found
