"""Incoming requests whose lives are out of the ordinary."""

from datetime import timedelta
from typing import Any

from ctrack.domain.closing import likely_outcome
from ctrack.domain.vocabulary import (
    Channel,
    Confidentiality,
    LinkKind,
    MeasureOutcome,
    Outcome,
    PartyRole,
    RequestForm,
    Urgency,
    UrgencyReason,
)
from ctrack.services.demonstration import incoming
from ctrack.services.demonstration import transfer_desk as transfers
from ctrack.services.demonstration.desk import Desk
from ctrack.services.demonstration.incoming import accept_soon
from ctrack.services.demonstration.scene import Scene, people

_FULL, _PART = MeasureOutcome.PROVIDED_FULL, MeasureOutcome.PROVIDED_PARTIAL
_LIFE: dict[str, Any] = {
    "urgency": Urgency.EMERGENCY,
    "urgency_reason": UrgencyReason.LIFE,
}


def supplement(scene: Scene) -> None:
    """They ask for more in the same matter."""
    desk = scene.incoming(
        *("IT", 40, "Operation Laguna: two more accounts", "DOCUMENTS/DOC_BANK"),
        bases="UNTOC 18; COE030 3",
        offences="LAUNDERING",
        link=LinkKind.SUPPLEMENTS,
        linked_to="laguna",
    )
    accept_soon(desk)
    transfers.send(desk, "HIGH-COURT", [0], "Joins the request of May.")


def duplicate(scene: Scene) -> None:
    """The same letter again, by the diplomatic channel."""
    desk = scene.incoming(
        *(
            "IT",
            150,
            "Laundering through Callan Trust & Fiduciary",
            "DOCUMENTS/DOC_BANK",
        ),
        bases="UNTOC 18",
        offences="LAUNDERING",
        channel=Channel.DIPLOMATIC,
        form=RequestForm.WRITTEN,
        link=LinkKind.DUPLICATES,
        linked_to="laguna",
    )
    desk.wait(2)
    desk.close(Outcome.DUPLICATE, "Received by e-mail six weeks earlier.")


def oral(scene: Scene) -> None:
    """By telephone at night, confirmed two days later, executed the same week."""
    desk = scene.incoming(
        *("GB", 88, "Emergency: location of a telephone, child abducted"),
        "EMERGENCY_DISCLOSURE",
        bases="COE224 10; HARARE 1",
        offences="KIDNAPPING",
        channel=Channel.NETWORK_24_7,
        form=RequestForm.ORAL,
        **_LIFE,
    )
    desk.take("acknowledge")
    desk.take("review")
    incoming.accept(desk)
    place = transfers.send(desk, "POLICE-CYBER", [0], "By telephone at 02:40.")
    transfers.report(desk, place, {0: _FULL})
    desk.wait(2)
    desk.take("confirm-in-writing")
    desk.wait(1)
    _finish(desk)


def oral_unconfirmed(scene: Scene) -> None:
    """The letter that was promised has not come."""
    desk = scene.incoming(
        *("US", 6, "Emergency: threat to a school, subscriber data"),
        "EMERGENCY_DISCLOSURE; DATA_PRESERVATION",
        bases="COE224 10; BILAT-US 1",
        offences="TERRORISM",
        channel=Channel.NETWORK_24_7,
        form=RequestForm.ORAL,
        **_LIFE,
    )
    desk.take("review")
    incoming.accept(desk)
    transfers.send(desk, "POLICE-CYBER", [0, 1])


def refusal(scene: Scene) -> None:
    """Refused on two grounds, with reasons, after a consultation; and closed."""
    desk = scene.incoming(
        *("CN", 410, "关于调取黄文博银行账户资料的请求 (bank records of 黄文博)"),
        "DOCUMENTS/DOC_BANK; TESTIMONY/STMT_SUSPECT",
        bases="BILAT-CN 1",
        offences="OTHER_OFFENCE",
        persons=people(("黄文博", PartyRole.SUSPECT, "1983-02-11", "CN")),
    )
    desk.wait(5)
    desk.take("acknowledge")
    desk.wait(10)
    desk.take("review")
    desk.wait(20)
    desk.consult()
    desk.wait(60)
    desk.consult("They cannot give the assurance that was asked for.")
    desk.wait(14)
    incoming.refuse(desk, "TORTURE_FAIR_TRIAL", "DUAL_CRIMINALITY")
    desk.wait(7)
    desk.close(Outcome.REFUSED)


def restricted(scene: Scene) -> None:
    """Seen by two people only; the clerk who tries the demonstration is not one."""
    desk = scene.incoming(
        *("US", 60, "Accounts of a serving minister"),
        "DOCUMENTS/DOC_BANK; ASSET_FREEZE_TRACE",
        bases="UNCAC 46; BILAT-US 1",
        offences="BRIBERY",
        confidentiality=Confidentiality.RESTRICTED,
        remarks="Not by e-mail. Not to be mentioned outside the room.",
    )
    desk.officer = scene.office.clerks[1]
    desk.name_officers()
    desk.assign(scene.office.clerks[1])
    accept_soon(desk)
    place = transfers.send(desk, "ANTI-CORRUPTION", [0, 1])
    desk.wait(2)
    transfers.take(desk, place, "take-in-charge", expects=40)


def entered_late(scene: Scene) -> None:
    """Found behind a cabinet: entered weeks after it had come and been dealt with."""
    desk = scene.incoming(
        *("MA", 400, "استجواب شاهد: statement of the witness ليلى بن يوسف"),
        "TESTIMONY/STMT_WITNESS",
        bases="BILAT-MA 2",
        offences="THEFT",
        persons=people(("ليلى بن يوسف", PartyRole.WITNESS, "1990-01-17", "MA")),
    )
    desk.enter_late(47)
    accept_soon(desk)
    place = transfers.send(desk, "PP-NORTH", [0])
    desk.wait(40)
    transfers.report(desk, place, {0: _FULL})
    desk.wait(7)
    _finish(desk)


def corrected(scene: Scene) -> None:
    """Registered in a hurry, put right over a week."""
    desk = scene.incoming(
        *("HK", 33, "Records of 司徒氏集团控股有限公司", "DOCUMENTS/DOC_COMPANY"),
        bases="RECIPROCITY",
        offences="LAUNDERING",
    )
    received = desk.record.received_on or desk.day
    mistaken = (received - timedelta(days=30)).isoformat()
    desk.wait(1)
    desk.correct("received_on", mistaken, received.isoformat(), "Month misread.")
    desk.wait(2)
    desk.correct("partner_state", "CN", "HK")
    desk.wait(2)
    desk.correct("subject", "Records of a company", desk.record.subject)


def reopened(scene: Scene) -> None:
    """Closed too early, and open again."""
    desk = scene.incoming(
        *("CH", 330, "Statements of two bank clerks", "TESTIMONY/STMT_WITNESS"),
        bases="COE030 3; UNTOC 18",
        offences="LAUNDERING",
    )
    accept_soon(desk)
    place = transfers.send(desk, "PP-SOUTH", [0])
    desk.wait(80)
    transfers.report(desk, place, {0: _PART})
    desk.wait(6)
    _finish(desk)
    desk.wait(60)
    incoming.reopen(desk)
    desk.wait(1)
    desk.take("note", note="They ask for the second clerk; letter to the prosecutor.")


def very_slow(scene: Scene) -> None:
    """Five years, and nobody has asked."""
    desk = scene.incoming(
        *("ZA", 1950, "Ownership of a yacht and its mooring", "CONF_ENFORCE_ORDER"),
        bases="UNTOC 13; HARARE 1",
        offences="FRAUD LAUNDERING",
    )
    accept_soon(desk)
    place = transfers.send(desk, "ASSET-OFFICE", [0])
    desk.wait(90)
    transfers.take(desk, place, "take-in-charge")
    desk.wait(500)
    transfers.take(desk, place, "progress", note="The file has been found.")


def bodies(scene: Scene) -> None:
    """Not every partner is a State."""
    subject = "Whereabouts of a witness to events of 2011"
    measures = "INFO_EVIDENCE_EXPERT/LOCATE_PERSON"
    for partner, offence in (("ICC", "UNIVERSAL_JURISDICTION"), ("XK", "FORGERY")):
        desk = scene.incoming(
            partner, 45, subject, measures, bases="AD_HOC", offences=offence
        )
        accept_soon(desk)
    desk = scene.incoming(
        *("EPPO", 200, "Carousel fraud: registry extracts", "DOCUMENTS/DOC_COMPANY"),
        bases="RECIPROCITY",
        offences="TAX_CUSTOMS",
    )
    accept_soon(desk)
    incoming.execute_ourselves(desk)
    desk.wait(1)
    _finish(desk)


def _finish(desk: Desk) -> None:
    desk.take("send-results")
    desk.wait(5)
    desk.close(likely_outcome(desk.status, desk.outcomes))


SCRIPTS = (
    supplement,
    duplicate,
    oral,
    oral_unconfirmed,
    refusal,
    restricted,
    entered_late,
    corrected,
    reopened,
    very_slow,
    bodies,
)
