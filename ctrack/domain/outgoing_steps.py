"""The steps of requests that we send to other States: one row each."""

from ctrack.domain.guards import (
    confirmed_in_writing,
    nothing_provided,
    oral_and_unconfirmed,
    primary_basis_named,
    some_pending,
)
from ctrack.domain.permissions import Permission
from ctrack.domain.statuses import STAGES, Status
from ctrack.domain.step import Field, Follow, Step
from ctrack.domain.vocabulary import Direction
from ctrack.domain.wording import N_

_S = Status
_OPEN = frozenset(STAGES[Direction.OUTGOING]) - {_S.CLOSED}
_ANSWERED = frozenset({_S.RESPONSE_COMPLETE, _S.REFUSED_ABROAD, _S.NO_LONGER_NEEDED})
_ABROAD = frozenset({_S.SENT, _S.ACKNOWLEDGED, _S.POSTPONED, _S.RESPONSE_PARTIAL})


def _from(*statuses: Status) -> frozenset[Status]:
    return frozenset(statuses)


OUTGOING: tuple[Step, ...] = (
    Step(
        "submit",
        N_("Submit for review"),
        _from(_S.DRAFT, _S.RETURNED_TO_ORIGINATOR),
        _S.CA_REVIEW,
        "SUBMITTED",
        may=(Field.NOTE,),
    ),
    Step(
        "return-to-originator",
        N_("Return to the originating authority"),
        _from(_S.CA_REVIEW),
        _S.RETURNED_TO_ORIGINATOR,
        "RETURNED_TO_ORIGINATOR",
        needs=(Field.DEFICIENCIES,),
        may=(Field.NOTE,),
        source="UNTOC art. 18(15)",
    ),
    Step(
        "translate",
        N_("Send to translation"),
        _from(_S.CA_REVIEW),
        _S.TRANSLATION,
        "TRANSLATION_ORDERED",
        may=(Field.NOTE,),
        source="UNTOC art. 18(14)",
    ),
    Step(
        "receive-translation",
        N_("Record the translation"),
        _from(_S.TRANSLATION),
        _S.CA_REVIEW,
        "TRANSLATION_RECEIVED",
        may=(Field.NOTE,),
        source="UNTOC art. 18(14)",
    ),
    Step(
        "send",
        N_("Send to the requested State"),
        _from(_S.CA_REVIEW, _S.TRANSLATION),
        _S.SENT,
        "SENT",
        may=(Field.NOTE,),
        guards=(primary_basis_named,),
        milestone="sent_on",
        source="UNTOC art. 18(13)",
    ),
    Step(
        "record-acknowledgement",
        N_("Record their acknowledgement"),
        _from(_S.SENT),
        _S.ACKNOWLEDGED,
        "ACKNOWLEDGED_ABROAD",
        may=(Field.PARTNER_REFERENCE, Field.NOTE),
        milestone="acknowledged_on",
    ),
    Step(
        "record-response",
        N_("Record their response"),
        _ABROAD,
        Follow.BY_MEASURES,
        "RESPONSE_RECEIVED",
        needs=(Field.MEASURE_OUTCOMES,),
        may=(Field.NOTE,),
        guards=(some_pending,),
        milestone="executed_on",
    ),
    Step(
        "record-question",
        N_("Record that they ask for information"),
        _from(_S.SENT, _S.ACKNOWLEDGED, _S.RESPONSE_PARTIAL),
        _S.INFO_REQUESTED,
        "INFORMATION_ASKED_OF_US",
        needs=(Field.NOTE,),
        source="UNTOC art. 18(16)",
    ),
    Step(
        "send-information",
        N_("Send the information asked for"),
        _from(_S.INFO_REQUESTED),
        Follow.BACK,
        "INFORMATION_SENT",
        may=(Field.NOTE,),
        source="UNTOC art. 18(16)",
    ),
    Step(
        "record-postponement",
        N_("Record their postponement"),
        _from(_S.SENT, _S.ACKNOWLEDGED),
        _S.POSTPONED,
        "POSTPONED_ABROAD",
        needs=(Field.REVIEW_ON,),
        may=(Field.NOTE,),
        source="UNTOC art. 18(25)",
    ),
    Step(
        "record-resumption",
        N_("Record the end of the postponement"),
        _from(_S.POSTPONED),
        Follow.BACK,
        "RESUMED_ABROAD",
        may=(Field.NOTE,),
        source="UNTOC art. 18(25)",
    ),
    Step(
        "record-refusal",
        N_("Record their refusal"),
        _ABROAD | {_S.INFO_REQUESTED},
        _S.REFUSED_ABROAD,
        "REFUSED_ABROAD",
        may=(Field.REFUSAL_GROUNDS, Field.NOTE),
        guards=(nothing_provided,),
        source="UNTOC art. 18(23)",
    ),
    Step(
        "no-longer-needed",
        N_("Tell them it is no longer needed"),
        _ABROAD | {_S.INFO_REQUESTED},
        _S.NO_LONGER_NEEDED,
        "NO_LONGER_NEEDED",
        needs=(Field.REASONS,),
        source="UNTOC art. 18(24)",
    ),
    Step(
        "close",
        N_("Close"),
        _OPEN,
        _S.CLOSED,
        "CLOSED",
        needs=(Field.OUTCOME,),
        may=(Field.NOTE,),
        noted_guards=(confirmed_in_writing,),
        milestone="closed_on",
    ),
    Step(
        "confirm-in-writing",
        N_("Record our confirmation in writing"),
        _ABROAD | {_S.INFO_REQUESTED} | _ANSWERED,
        Follow.STAY,
        "CONFIRMED_IN_WRITING",
        may=(Field.NOTE,),
        guards=(oral_and_unconfirmed,),
        milestone="confirmed_in_writing_on",
        source="UNTOC art. 18(14)",
    ),
    Step(
        "reopen",
        N_("Reopen"),
        _from(_S.CLOSED),
        Follow.BACK,
        "REOPENED",
        needs=(Field.REASONS,),
        permission=Permission.REOPEN,
    ),
    Step(
        "assign",
        N_("Assign to an officer"),
        _OPEN,
        Follow.STAY,
        "ASSIGNED",
        needs=(Field.OFFICER,),
    ),
    Step(
        "note",
        N_("Add a note"),
        _OPEN | {_S.CLOSED},
        Follow.STAY,
        "NOTED",
        needs=(Field.NOTE,),
    ),
)
