"""Incoming requests that several authorities have had in their hands."""

from ctrack.domain.vocabulary import MeasureOutcome, Outcome, PartyRole
from ctrack.services.demonstration import incoming
from ctrack.services.demonstration import transfer_desk as transfers
from ctrack.services.demonstration.incoming import accept_soon
from ctrack.services.demonstration.scene import Scene, people

_FULL, _PART = MeasureOutcome.PROVIDED_FULL, MeasureOutcome.PROVIDED_PARTIAL


def nine_measures(scene: Scene) -> None:
    """Nine measures at four authorities: part done, part refused, part blocked."""
    desk = scene.incoming(
        *("IT", 195),
        "Laundering of tax-fraud proceeds through Callan Trust & Fiduciary"
        " (operation Laguna)",
        "DOCUMENTS/DOC_BANK: Statements of eleven accounts;"
        " CONF_PROVISIONAL: Freezing of the balance of USD 4.2 million;"
        " DOCUMENTS/DOC_COMPANY: Beneficial owners of six companies;"
        " TESTIMONY/STMT_WITNESS: The relationship manager;"
        " TESTIMONY/STMT_SUSPECT: The nominee director;"
        " SEARCH_SEIZE_FREEZE: Office of the nominee director;"
        " TRACE_EVIDENCE: Onward payments since 2022;"
        " INFO_EVIDENCE_EXPERT/LOCATE_PERSON: Whereabouts of the notary;"
        " VIDEO_HEARING: The notary, once found",
        bases="UNTOC 18; COE030 3; COE198 17",
        offences="LAUNDERING TAX_CUSTOMS OCG",
        persons=people(
            ("Silvana Zanardelli", PartyRole.SUSPECT, "1971-08-30", "IT"),
            ("Fabrizio Lo Presti", PartyRole.SUSPECT, "1968", "IT"),
            ("Callan Trust & Fiduciary", PartyRole.LEGAL_PERSON),
            ("Bastien Fenwick", PartyRole.WITNESS, "", "FR"),
        ),
        name="laguna",
    )
    desk.wait(3)
    desk.take("acknowledge")
    desk.wait(11)
    desk.take("review")
    incoming.ask_for_information(desk, "LAW_PENALTY_MISSING")
    desk.wait(25)
    desk.take("receive-information")
    desk.wait(6)
    incoming.accept(desk)
    desk.wait(3)
    court = transfers.send(desk, "HIGH-COURT", [0, 1, 5])
    police = transfers.send(desk, "POLICE-FCD", [3, 4, 7])
    unit = transfers.send(desk, "FIU", [0, 6])
    registry = transfers.send(desk, "COMPANY-REGISTRY", [2])
    desk.wait(2)
    for place in (court, police, unit, registry):
        transfers.take(desk, place, "take-in-charge", expects=60)
    desk.wait(12)
    transfers.report(desk, registry, {2: _FULL})
    desk.wait(18)
    transfers.report(desk, unit, {0: _PART, 6: MeasureOutcome.NOT_POSSIBLE})
    transfers.report(desk, court, {0: _FULL, 5: MeasureOutcome.REFUSED})
    desk.wait(8)
    transfers.report(desk, police, {3: _FULL})
    desk.take("send-part-results")
    desk.wait(20)
    transfers.take(desk, police, "progress", note="Two of the three have been found.")
    desk.wait(20)
    transfers.take(desk, court, "block", note="Waiting for the registrar’s valuation.")


def passed_on(scene: Scene) -> None:
    """From the district court to a prosecutor, and on to the police."""
    desk = scene.incoming(
        *("ES", 130),
        "Witness of the collision off Lower Marsh",
        "TESTIMONY/STMT_WITNESS; INFO_EVIDENCE_EXPERT",
        bases="COE030 3",
        offences="HOMICIDE",
    )
    accept_soon(desk)
    court = transfers.send(desk, "DISTRICT-COURT", [0, 1])
    desk.wait(9)
    prosecutor = transfers.pass_on(desk, court, "PP-SOUTH")
    desk.wait(14)
    transfers.take(desk, prosecutor, "take-in-charge")
    desk.wait(20)
    transfers.report(desk, prosecutor, {0: _FULL})
    desk.wait(6)
    police = transfers.pass_on(desk, prosecutor, "POLICE-COAST")
    desk.wait(5)
    transfers.take(desk, police, "take-in-charge", expects=30)


def queried(scene: Scene) -> None:
    """The unit has asked us something, and waits."""
    desk = scene.incoming(
        *(
            "KR",
            77,
            "Online investment fraud, 41 victims: 콜란 거래소 exchange records",
        ),
        "DOCUMENTS/DOC_BANK",
        bases="AD_HOC; BILAT-KR 1",
    )
    accept_soon(desk)
    place = transfers.send(desk, "FIU", [0])
    desk.wait(5)
    transfers.take(desk, place, "take-in-charge")
    desk.wait(35)
    transfers.take(desk, place, "query", note="For which period are records needed?")


def declined(scene: Scene) -> None:
    """The unit says it is not for them; the court has it now."""
    desk = scene.incoming(
        *("EG", 96, "Bank records of حسام الدين عبد الرحمن السيد and two companies"),
        "DOCUMENTS/DOC_BANK",
        bases="UNCAC 46; BILAT-EG 3",
        offences="EMBEZZLEMENT",
        persons=people(
            ("حسام الدين عبد الرحمن السيد", PartyRole.SUSPECT, "1979", "EG"),
            ("مؤسسة السيد للمقاولات", PartyRole.LEGAL_PERSON, "", "EG"),
        ),
    )
    accept_soon(desk)
    place = transfers.send(desk, "FIU", [0])
    desk.wait(8)
    transfers.take(desk, place, "decline")
    desk.wait(3)
    place = transfers.send(desk, "HIGH-COURT", [0])
    desk.wait(4)
    transfers.take(desk, place, "take-in-charge", expects=60)


def recalled(scene: Scene) -> None:
    """Withdrawn while two authorities were at work."""
    desk = scene.incoming(
        *("DE", 260, "Zeugenvernehmung und Kontounterlagen, Verfahren gegen Großmann"),
        "TESTIMONY/STMT_WITNESS; DOCUMENTS/DOC_BANK",
        bases="COE030 3",
    )
    accept_soon(desk)
    transfers.send(desk, "PP-SOUTH", [0])
    transfers.send(desk, "HIGH-COURT", [1])
    desk.wait(30)
    transfers.recall_all(desk, "The accused has pleaded guilty.")
    desk.wait(2)
    desk.close(Outcome.WITHDRAWN)


SCRIPTS = (nine_measures, passed_on, queried, declined, recalled)
