"""What must be done by when: the kinds of deadlines, and the rules that set terms."""

from collections.abc import Iterable
from dataclasses import dataclass

from ctrack.domain.calendars import CalendarUse
from ctrack.domain.deadlines import Term, Unit
from ctrack.domain.vocabulary import Direction, Labelled, Matter
from ctrack.domain.wording import N_


class DeadlineKind(Labelled):
    """What is due, in the order in which a request meets it."""

    ACKNOWLEDGEMENT = "ACKNOWLEDGEMENT", N_("Acknowledgement of receipt")
    ORAL_CONFIRMATION = "ORAL_CONFIRMATION", N_("Confirmation in writing")
    REVIEW = "REVIEW", N_("Review of the request")
    DECISION = "DECISION", N_("Decision on execution")
    INFORMATION_LAPSE = "INFORMATION_LAPSE", N_("Answer to our question")
    POSTPONEMENT_REVIEW = "POSTPONEMENT_REVIEW", N_("Review of the postponement")
    TRANSFER = "TRANSFER", N_("Transfer to an authority")
    ANSWER = "ANSWER", N_("Answer of the authority")
    EXECUTION = "EXECUTION", N_("Execution")
    RESULTS = "RESULTS", N_("Sending of results")
    ACKNOWLEDGEMENT_ABROAD = (
        "ACKNOWLEDGEMENT_ABROAD",
        N_("Acknowledgement by the requested State"),
    )
    STATUS_REPLY = "STATUS_REPLY", N_("Reply to a status enquiry")
    PRESERVATION = "PRESERVATION", N_("End of the preservation")
    SAFE_CONDUCT = "SAFE_CONDUCT", N_("End of the safe conduct")
    OTHER = "OTHER", N_("Another day to be kept")
    REMINDER_AUTHORITY = "REMINDER_AUTHORITY", N_("Reminder to the authority")
    REMINDER_STATE = "REMINDER_STATE", N_("Reminder to the other State")


_K = DeadlineKind

COUNTED_FROM: dict[DeadlineKind, str] = {
    _K.ACKNOWLEDGEMENT: N_("the day of receipt"),
    _K.ORAL_CONFIRMATION: N_("the day of receipt or sending"),
    _K.REVIEW: N_("the day of receipt, or of reopening"),
    _K.DECISION: N_("the day of receipt, or of reopening"),
    _K.INFORMATION_LAPSE: N_("the day of our question"),
    _K.POSTPONEMENT_REVIEW: N_("the day of the postponement"),
    _K.TRANSFER: N_("the day of acceptance"),
    _K.ANSWER: N_("the day of the transfer"),
    _K.EXECUTION: N_("the day of acceptance"),
    _K.RESULTS: N_("the day of execution"),
    _K.ACKNOWLEDGEMENT_ABROAD: N_("the day of sending"),
    _K.STATUS_REPLY: N_("the day of the enquiry"),
    _K.PRESERVATION: N_("the day of receipt or sending, or of the preservation"),
    _K.SAFE_CONDUCT: N_("the day from which the person is no longer needed"),
    _K.OTHER: N_("the day on which it was set"),
    _K.REMINDER_AUTHORITY: N_("the day of the transfer"),
    _K.REMINDER_STATE: N_("the day of sending"),
}
"""The base day of each kind, in words."""

BY_HAND = (_K.STATUS_REPLY, _K.PRESERVATION, _K.SAFE_CONDUCT, _K.OTHER)
"""What an officer may add to a request: its base day is no day of the life cycle."""
REMINDERS = (_K.REMINDER_AUTHORITY, _K.REMINDER_STATE)
"""No deadlines: how long others may be silent before they are reminded."""

COUNTED_BY: dict[DeadlineKind, CalendarUse] = {
    _K.ANSWER: CalendarUse.AUTHORITIES,
    _K.INFORMATION_LAPSE: CalendarUse.STATE,
    _K.ACKNOWLEDGEMENT_ABROAD: CalendarUse.STATE,
}
"""Whose calendar tells the working days, where it is not the office that has to act."""


@dataclass(frozen=True)
class Rule:
    """How long somebody has for something, and for which requests this is said.

    What is None or empty holds for all. `stands_still` tells whether pauses stop the
    clock; `warn_before` are days before the end on which it is worth a warning.
    """

    code: str
    kind: DeadlineKind
    term: Term
    direction: Direction | None = None
    matter: Matter | None = None
    instrument: str = ""
    stands_still: bool = True
    warn_before: tuple[int, ...] = ()

    def holds_for(
        self, direction: Direction, matter: Matter, instruments: Iterable[str]
    ) -> bool:
        """Whether it is said of such a request."""
        return (
            self.direction in {None, direction}
            and self.matter in {None, matter}
            and (not self.instrument or self.instrument in instruments)
        )

    @property
    def narrowness(self) -> tuple[bool, bool, bool, int, str]:
        """More for what is said of fewer requests: instrument, matter, direction.

        Of two as narrow the shorter one counts; the code decides what is left.
        """
        days = self.term.count * (30 if self.term.unit is Unit.MONTHS else 1)
        return (
            bool(self.instrument),
            self.matter is not None,
            self.direction is not None,
            -days,
            self.code,
        )


def chosen(
    rules: Iterable[Rule],
    direction: Direction,
    matter: Matter,
    instruments: Iterable[str],
) -> dict[DeadlineKind, Rule]:
    """The rule of each kind that holds for a request: the narrowest one."""
    cited = frozenset(instruments)
    found: dict[DeadlineKind, Rule] = {}
    for rule in rules:
        if not rule.holds_for(direction, matter, cited):
            continue
        other = found.get(rule.kind)
        if other is None or rule.narrowness > other.narrowness:
            found[rule.kind] = rule
    return found
