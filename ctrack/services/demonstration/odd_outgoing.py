"""Outgoing requests whose lives are out of the ordinary."""

from ctrack.domain.closing import likely_outcome
from ctrack.domain.vocabulary import (
    Channel,
    LinkKind,
    MeasureOutcome,
    Outcome,
    RequestForm,
    Urgency,
    UrgencyReason,
)
from ctrack.services.demonstration import incoming, outgoing
from ctrack.services.demonstration.scene import Scene

_FULL, _PART = MeasureOutcome.PROVIDED_FULL, MeasureOutcome.PROVIDED_PARTIAL


def by_telephone(scene: Scene) -> None:
    """Asked by telephone, confirmed on Monday, answered within the week."""
    desk = scene.outgoing(
        *(
            "FR",
            100,
            "Preservation of a mailbox before it is deleted",
            "DATA_PRESERVATION",
        ),
        bases="COE185 29",
        offences="CYBERCRIME EXTORTION",
        channel=Channel.NETWORK_24_7,
        form=RequestForm.ORAL,
        urgency=Urgency.URGENT,
        urgency_reason=UrgencyReason.DATA_LOSS,
        name="mailbox",
    )
    desk.take("send")
    desk.wait(2)
    desk.take("confirm-in-writing")
    outgoing.acknowledge(desk)
    desk.wait(3)
    outgoing.respond(desk, {0: _FULL})
    desk.wait(4)
    desk.close(Outcome.GRANTED_FULL)


def then_in_full(scene: Scene) -> None:
    """What had been preserved is asked for, and comes in three parts."""
    desk = scene.outgoing(
        *("FR", 92, "Contents of the mailbox that was preserved"),
        "DATA_STORED_ACCESS; DATA_PARTIAL_DISCLOSURE; TESTIMONY/STMT_WITNESS",
        bases="COE185 31; UNTOC 18",
        offences="CYBERCRIME EXTORTION",
        link=LinkKind.RELATES_TO,
        linked_to="mailbox",
    )
    desk.wait(2)
    desk.take("translate")
    desk.wait(6)
    desk.take("receive-translation")
    outgoing.send(desk)
    desk.wait(5)
    outgoing.acknowledge(desk)
    desk.wait(15)
    outgoing.respond(desk, {1: _FULL})
    desk.wait(15)
    outgoing.respond(desk, {0: _PART})
    desk.wait(15)
    outgoing.respond(desk, {2: MeasureOutcome.NOT_POSSIBLE})
    desk.wait(8)
    desk.close(likely_outcome(desk.status, desk.outcomes))


def never_answered(scene: Scene) -> None:
    """Chased, resubmitted, and closed for lack of reply after three years."""
    desk = scene.outgoing(
        *("AE", 1400, "Tracing of a buyer of gold", "TRACE_EVIDENCE"),
        bases="UNTOC 18",
        offences="LAUNDERING",
    )
    desk.wait(10)
    outgoing.send(desk)
    for note in (
        "First reminder.",
        "Second reminder.",
        "Raised at the bilateral talks.",
    ):
        desk.wait(200)
        desk.take("note", note=note)
    desk.wait(500)
    desk.close(Outcome.LAPSED)


def reopened(scene: Scene) -> None:
    """They sent more after the file had been closed."""
    desk = scene.outgoing(
        *("NO", 280, "Catch reports of three trawlers", "DOCUMENTS/DOC_GOV_RESTRICTED"),
        bases="COE030 3",
        offences="ENVIRONMENT",
    )
    desk.wait(4)
    outgoing.send(desk)
    desk.wait(60)
    outgoing.respond(desk, {0: _PART})
    desk.wait(10)
    desk.close(Outcome.GRANTED_PART)
    desk.wait(40)
    incoming.reopen(desk)


def given_up(scene: Scene) -> None:
    """Never sent: the prosecutor found what he needed at home."""
    desk = scene.outgoing("JE", 75, "Statements of a trust", "DOCUMENTS/DOC_BANK")
    desk.wait(3)
    outgoing.return_to_originator(desk, "POLICE_ROUTE")
    desk.wait(20)
    desk.close(Outcome.WITHDRAWN, "Obtained by police cooperation.")


SCRIPTS = (by_telephone, then_in_full, never_answered, reopened, given_up)
