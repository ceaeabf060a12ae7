"""One request at each stage of the life cycle, so that none is ever missing."""

from ctrack.domain.statuses import Status
from ctrack.domain.vocabulary import MeasureOutcome, Outcome, Urgency, UrgencyReason
from ctrack.services.demonstration import incoming, interruptions, outgoing
from ctrack.services.demonstration import transfer_desk as transfers
from ctrack.services.demonstration.desk import Desk
from ctrack.services.demonstration.incoming import accept_soon
from ctrack.services.demonstration.scene import Scene

_FULL, _PART = MeasureOutcome.PROVIDED_FULL, MeasureOutcome.PROVIDED_PARTIAL


def just_in(scene: Scene) -> None:
    """Yesterday's post and this morning's."""
    subject = "Service of a summons on Hélène Peyrol, hearing in spring"
    scene.incoming(
        "FR", 1, subject, "SERVICE", bases="COE030 7", status=Status.RECEIVED
    )
    subject = "Accounts of Montalbano Costruzioni S.r.l."
    bases = "UNTOC 18; COE030 3"
    scene.incoming(
        *("IT", 0, subject, "DOCUMENTS/DOC_BANK"), bases=bases, status=Status.RECEIVED
    )
    subject = "Crew of the motor vessel Nordlys: statements of two witnesses"
    scene.incoming("NO", 0, subject, "TESTIMONY/STMT_WITNESS", bases="COE030 3")
    subject = "Statements of victims of an investment fraud in Northquay"
    scene.outgoing(
        *("GB", 0, subject, "TESTIMONY/STMT_VICTIM"),
        bases="COE030 3",
        status=Status.DRAFT,
    )


def under_review(scene: Scene) -> None:
    """Begun last week."""
    subject = "Service of a summons on 渡辺 陽翔, hearing in January"
    desk = scene.incoming("JP", 9, subject, "SERVICE", bases="RECIPROCITY")
    desk.wait(2)
    desk.take("acknowledge")
    desk.wait(1)
    desk.take("review")


def information_requested(scene: Scene) -> None:
    """Asked five months ago, and no answer."""
    subject = (
        "Trafficking in persons for domestic servitude: statements of three victims"
    )
    desk = scene.incoming(
        *("NG", 173, subject, "TESTIMONY/STMT_VICTIM"),
        bases="UNTOC-TIP; UNTOC 18",
        offences="TRAFFICKING_PERSONS",
    )
    desk.wait(6)
    desk.take("review")
    desk.wait(8)
    incoming.ask_for_information(desk, "PERSON_UNIDENTIFIED", "LINK_MISSING")


def accepted(scene: Scene) -> None:
    """Accepted, and waiting to be sent to an authority, though it is urgent."""
    subject = "Freezing of three accounts held by Inversiones Río Claro S.A.S."
    desk = scene.incoming(
        *("CO", 21, subject, "CONF_PROVISIONAL; DOCUMENTS/DOC_BANK"),
        bases="UNCAC 46; BILAT-CO 6",
        offences="EMBEZZLEMENT LAUNDERING",
        urgency=Urgency.URGENT,
        urgency_reason=UrgencyReason.DISSIPATION,
    )
    desk.wait(2)
    desk.take("review")
    desk.wait(4)
    incoming.accept(desk)


def transferred(scene: Scene) -> None:
    """Sent to the police, who have not taken it in charge."""
    subject = "Smuggling of migrants by sea, motor vessel Deniz Yıldızı: port records"
    desk = scene.incoming(
        *("TR", 25, subject, "INFO_EVIDENCE_EXPERT: crew lists"),
        bases="UNTOC-SOM; UNTOC 18",
        offences="SMUGGLING_MIGRANTS",
    )
    accept_soon(desk)
    transfers.send(desk, "POLICE-COAST", [0])


def in_execution(scene: Scene) -> None:
    """Taken in charge, an expert to be heard."""
    subject = "Hearing by video conference of Dr Ingeborg Aasen-Thorvaldsdóttir"
    desk = scene.incoming(
        "ES", 56, subject, "VIDEO_HEARING", bases="COE182 9; COE030 3", offences="FRAUD"
    )
    accept_soon(desk)
    place = transfers.send(desk, "DISTRICT-COURT", [0])
    desk.wait(4)
    transfers.take(desk, place, "take-in-charge", expects=45)


def partially_executed(scene: Scene) -> None:
    """The registry has answered, the court has not."""
    subject = "Owners and accounts of Port Callan Shipping Agency"
    desk = scene.incoming(
        *("NL", 110, subject, "DOCUMENTS/DOC_COMPANY; DOCUMENTS/DOC_BANK"),
        bases="UNTOC 18; COE030 3",
        offences="LAUNDERING",
    )
    accept_soon(desk)
    registry = transfers.send(desk, "COMPANY-REGISTRY", [0])
    court = transfers.send(desk, "HIGH-COURT", [1])
    desk.wait(6)
    transfers.take(desk, registry, "take-in-charge")
    transfers.take(desk, court, "take-in-charge", expects=90)
    desk.wait(12)
    transfers.report(desk, registry, {0: _FULL})


def executed(scene: Scene) -> None:
    """The trap of every office: executed, and nobody has sent the results on."""
    subject = "Допрос свидетеля Нургалиева Ержана: witness in a customs fraud"
    desk = scene.incoming(
        *("KZ", 511, subject, "TESTIMONY/STMT_WITNESS"),
        bases="BILAT-KZ 5",
        offences="TAX_CUSTOMS",
    )
    accept_soon(desk)
    place = transfers.send(desk, "PP-NORTH", [0])
    desk.wait(20)
    transfers.take(desk, place, "take-in-charge")
    desk.wait(210)
    transfers.report(desk, place, {0: _FULL})


def results_transmitted(scene: Scene) -> None:
    """Sent; the other State has not said whether it is enough."""
    subject = "Police file on the burglaries at Żarnów"
    desk = scene.incoming(
        *("PL", 160, subject, "INFO_EVIDENCE_EXPERT"),
        bases="COE030 3",
        offences="BURGLARY",
    )
    accept_soon(desk)
    place = transfers.send(desk, "POLICE-FCD", [0])
    desk.wait(60)
    transfers.report(desk, place, {0: _PART})
    desk.wait(9)
    desk.take("send-results")


def postponed(scene: Scene) -> None:
    """Until our own proceedings have ended; to be looked at again in spring."""
    subject = "Records of Callan Trust & Fiduciary on a fund in liquidation"
    desk = scene.incoming(
        *("AU", 120, subject, "DOCUMENTS/DOC_BANK; TESTIMONY/STMT_WITNESS"),
        bases="BILAT-AU 1; HARARE 1",
        offences="FRAUD LAUNDERING",
    )
    accept_soon(desk)
    desk.consult("Video call: they can wait until charges have been brought here.")
    desk.wait(3)
    interruptions.postpone(desk, 240)


def litigation(scene: Scene) -> None:
    """The account holder has appealed."""
    subject = (
        "Embezzlement of school-meal funds: owners of Monte Belo Participações Ltda"
    )
    desk = scene.incoming(
        *("BR", 777, subject, "DOCUMENTS/DOC_BANK; DOCUMENTS/DOC_COMPANY"),
        bases="UNCAC 46; RECIPROCITY",
        offences="EMBEZZLEMENT LAUNDERING",
    )
    accept_soon(desk)
    place = transfers.send(desk, "HIGH-COURT", [0, 1])
    desk.wait(9)
    transfers.take(desk, place, "take-in-charge")
    desk.wait(600)
    interruptions.suspend(desk, "Court of Appeal, appeal 214")


def refused(scene: Scene) -> None:
    """Refused this week after a consultation, not closed yet."""
    subject = "Interception of the telephone of a journalist"
    desk = scene.incoming(
        *("VN", 70, subject, "DATA_INTERCEPTION"),
        bases="RECIPROCITY",
        offences="OTHER_OFFENCE",
    )
    desk.wait(3)
    desk.take("review")
    desk.wait(15)
    desk.consult()
    desk.wait(30)
    incoming.refuse(desk, "DUAL_CRIMINALITY", "ESSENTIAL_INTERESTS")


def drafts(scene: Scene) -> None:
    """What has not left the house."""
    subject = "Subscriber data for 14 accounts: ransomware against Port Callan hospital"
    scene.outgoing("US", 3, subject, "DATA_STORED_ACCESS", bases="COE185 31")
    subject = "Statement of the skipper of the Halcyon Trader"
    desk = scene.outgoing("GR", 16, subject, "TESTIMONY/STMT_WITNESS", bases="COE030 3")
    desk.wait(5)
    outgoing.return_to_originator(desk, "LINK_MISSING", "LAW_PENALTY_MISSING")
    subject = "Bank records of Hurtownia Brzozów Górny S.A."
    desk = scene.outgoing("PL", 12, subject, "DOCUMENTS/DOC_BANK", bases="UNTOC 18")
    desk.wait(4)
    desk.take("translate")


def abroad(scene: Scene) -> None:
    """What lies with the other State."""
    desk = _sent(scene, "CZ", 30, "Owner of the lorry that fled the scene")
    desk = _sent(scene, "AE", 461, "Tracing of assets of شركة النجار للتجارة العامة")
    desk.wait(45)
    outgoing.acknowledge(desk)
    desk = _sent(scene, "CH", 154, "Account-opening documents: State v. Petrosyan")
    desk.wait(90)
    desk.take("record-question")
    desk = _sent(scene, "DE", 140, "Search of a flat in Neuweiler")
    desk.wait(20)
    outgoing.postpone_abroad(desk, 180)
    desk = _sent(scene, "FR", 220, "Three bank accounts and two statements", 3)
    desk.wait(100)
    outgoing.respond(desk, {0: _FULL, 1: _PART})
    desk = _sent(scene, "RS", 190, "Criminal record of Miloš Čolaković")
    desk.wait(120)
    outgoing.respond(desk, {0: _FULL})
    desk = _sent(scene, "CA", 130, "Statement of a witness who has since returned")
    desk.wait(60)
    outgoing.no_longer_needed(desk)
    desk = _sent(scene, "IL", 240, "Records of an online casino")
    desk.wait(150)
    outgoing.refuse_abroad(desk, "DUAL_CRIMINALITY")


def _sent(
    scene: Scene, partner: str, ago: int, subject: str, measures: int = 1
) -> Desk:
    asked = ("DOCUMENTS/DOC_BANK", "DOCUMENTS/DOC_COMPANY", "TESTIMONY/STMT_WITNESS")
    desk = scene.outgoing(partner, ago, subject, "; ".join(asked[:measures]))
    desk.wait(6)
    outgoing.send(desk)
    return desk


def outcomes(scene: Scene) -> None:
    """Closed with each of the outcomes that no life above has."""
    desk = scene.incoming("SG", 300, "Letter meant for another State", "SERVICE")
    desk.wait(4)
    desk.close(Outcome.FORWARDED)
    desk = scene.incoming("PE", 420, "Four pages without a signature", "OTHER")
    desk.wait(4)
    desk.take("review")
    desk.wait(6)
    desk.close(Outcome.RETURNED)
    desk = scene.incoming("MX", 500, "Accounts of an unnamed company", "OTHER")
    desk.wait(4)
    desk.take("review")
    incoming.ask_for_information(desk, "FACTS_INSUFFICIENT")
    desk.wait(120)
    desk.close(Outcome.LAPSED)
    desk = scene.incoming("HK", 610, "Company that was never registered", "DOCUMENTS")
    accept_soon(desk)
    place = transfers.send(desk, "COMPANY-REGISTRY", [0])
    desk.wait(9)
    transfers.report(desk, place, {0: MeasureOutcome.NOT_POSSIBLE})
    desk.wait(3)
    desk.take("send-results")
    desk.wait(20)
    desk.close(Outcome.NO_RESULT)


SCRIPTS = (
    just_in,
    under_review,
    information_requested,
    accepted,
    transferred,
    in_execution,
    partially_executed,
    executed,
    results_transmitted,
    postponed,
    litigation,
    refused,
    drafts,
    abroad,
    outcomes,
)
