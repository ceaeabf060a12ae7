"""The stages of a request, and whose clock runs in each."""

from dataclasses import dataclass
from enum import StrEnum

from ctrack.domain.vocabulary import Direction, Labelled
from ctrack.domain.wording import N_


class Holder(Labelled):
    """Who has the file: the question behind every delay (Canada's audit of 2014)."""

    CENTRAL = "central", N_("Central authority")
    COMPETENT = "competent", N_("Competent authority")
    FOREIGN = "foreign", N_("The other State")
    COURT = "court", N_("Court")
    POSTPONED = "postponed", N_("Postponed")
    ORIGINATOR = "originator", N_("Originating authority")
    TRANSLATION = "translation", N_("Translation")
    """Only in the stays of a request: in the lists, what is translated is ours."""
    NONE = "none", N_("Nobody")


class Status(StrEnum):
    """The stage of a request; label and holder depend on the direction."""

    RECEIVED = "RECEIVED"
    REGISTERED = "REGISTERED"
    UNDER_REVIEW = "UNDER_REVIEW"
    INFO_REQUESTED = "INFO_REQUESTED"
    ACCEPTED = "ACCEPTED"
    TRANSFERRED = "TRANSFERRED"
    IN_EXECUTION = "IN_EXECUTION"
    PARTIALLY_EXECUTED = "PARTIALLY_EXECUTED"
    EXECUTED = "EXECUTED"
    RESULTS_TRANSMITTED = "RESULTS_TRANSMITTED"
    POSTPONED = "POSTPONED"
    LITIGATION = "LITIGATION"
    REFUSED = "REFUSED"
    DRAFT = "DRAFT"
    CA_REVIEW = "CA_REVIEW"
    RETURNED_TO_ORIGINATOR = "RETURNED_TO_ORIGINATOR"
    TRANSLATION = "TRANSLATION"
    SENT = "SENT"
    ACKNOWLEDGED = "ACKNOWLEDGED"
    RESPONSE_PARTIAL = "RESPONSE_PARTIAL"
    RESPONSE_COMPLETE = "RESPONSE_COMPLETE"
    NO_LONGER_NEEDED = "NO_LONGER_NEEDED"
    REFUSED_ABROAD = "REFUSED_ABROAD"
    CLOSED = "CLOSED"


@dataclass(frozen=True)
class Stage:
    """What a status means in one direction."""

    label: str
    holder: Holder
    next_step: str
    """The step that usually follows, by its code; empty where we only wait."""


_S, _H = Status, Holder

STAGES: dict[Direction, dict[Status, Stage]] = {
    Direction.INCOMING: {
        _S.RECEIVED: Stage(N_("Received"), _H.CENTRAL, "review"),
        _S.REGISTERED: Stage(N_("Registered"), _H.CENTRAL, "review"),
        _S.UNDER_REVIEW: Stage(N_("Under review"), _H.CENTRAL, "accept"),
        _S.INFO_REQUESTED: Stage(
            N_("Additional information requested"), _H.FOREIGN, "receive-information"
        ),
        _S.ACCEPTED: Stage(N_("Accepted"), _H.CENTRAL, "transfer"),
        _S.TRANSFERRED: Stage(
            N_("Transferred to competent authority"), _H.COMPETENT, ""
        ),
        _S.IN_EXECUTION: Stage(N_("In execution"), _H.COMPETENT, ""),
        _S.PARTIALLY_EXECUTED: Stage(N_("Partially executed"), _H.COMPETENT, ""),
        _S.EXECUTED: Stage(
            N_("Executed, results not sent"), _H.CENTRAL, "send-results"
        ),
        _S.RESULTS_TRANSMITTED: Stage(N_("Results transmitted"), _H.CENTRAL, "close"),
        _S.POSTPONED: Stage(N_("Postponed"), _H.POSTPONED, "resume"),
        _S.LITIGATION: Stage(
            N_("Suspended by a court challenge"), _H.COURT, "end-suspension"
        ),
        _S.REFUSED: Stage(N_("Refused"), _H.CENTRAL, "close"),
        _S.CLOSED: Stage(N_("Closed"), _H.NONE, ""),
    },
    Direction.OUTGOING: {
        _S.DRAFT: Stage(N_("Draft"), _H.ORIGINATOR, "submit"),
        _S.CA_REVIEW: Stage(
            N_("In review at the central authority"), _H.CENTRAL, "send"
        ),
        _S.RETURNED_TO_ORIGINATOR: Stage(
            N_("Returned to the originating authority"), _H.ORIGINATOR, "submit"
        ),
        _S.TRANSLATION: Stage(N_("In translation"), _H.CENTRAL, "receive-translation"),
        _S.SENT: Stage(N_("Sent"), _H.FOREIGN, "record-acknowledgement"),
        _S.ACKNOWLEDGED: Stage(
            N_("Acknowledged by the requested State"), _H.FOREIGN, ""
        ),
        _S.INFO_REQUESTED: Stage(
            N_("Further information asked of us"), _H.ORIGINATOR, "send-information"
        ),
        _S.POSTPONED: Stage(
            N_("Postponed by the requested State"), _H.FOREIGN, "record-resumption"
        ),
        _S.RESPONSE_PARTIAL: Stage(
            N_("Partial response received"), _H.FOREIGN, "record-response"
        ),
        _S.RESPONSE_COMPLETE: Stage(N_("Response complete"), _H.ORIGINATOR, "close"),
        _S.NO_LONGER_NEEDED: Stage(N_("No longer needed"), _H.CENTRAL, "close"),
        _S.REFUSED_ABROAD: Stage(
            N_("Refused by the requested State"), _H.CENTRAL, "close"
        ),
        _S.CLOSED: Stage(N_("Closed"), _H.NONE, ""),
    },
}


def stage(direction: Direction, status: Status) -> Stage:
    """What the status means in this direction."""
    return STAGES[direction][status]


def holder(direction: Direction, status: Status, open_transfers: int) -> Holder:
    """Who has the file; without an open transfer, execution lies with us."""
    holds = STAGES[direction][status].holder
    if holds is Holder.COMPETENT and open_transfers == 0:
        return Holder.CENTRAL
    return holds


PAUSED = frozenset({_S.INFO_REQUESTED, _S.POSTPONED, _S.LITIGATION})
"""Stages in which the clock of those who execute stands still."""

RAIL: dict[Direction, tuple[Status, ...]] = {
    Direction.INCOMING: (
        _S.REGISTERED,
        _S.ACCEPTED,
        _S.TRANSFERRED,
        _S.IN_EXECUTION,
        _S.PARTIALLY_EXECUTED,
        _S.EXECUTED,
        _S.RESULTS_TRANSMITTED,
        _S.CLOSED,
    ),
    Direction.OUTGOING: (
        _S.DRAFT,
        _S.CA_REVIEW,
        _S.SENT,
        _S.ACKNOWLEDGED,
        _S.RESPONSE_PARTIAL,
        _S.RESPONSE_COMPLETE,
        _S.CLOSED,
    ),
}
"""The usual way through the life cycle, shown as a rail on the request's page."""
