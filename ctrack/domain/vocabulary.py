"""The closed lists of the trade: codes with their English labels.

The lists an office may extend (instruments, natures, offences, grounds) are tables.
"""

from enum import StrEnum
from typing import Self

from ctrack.domain.wording import N_


class Labelled(StrEnum):
    """A code with the label people read; compares equal to its code."""

    label: str

    def __new__(cls, code: str, label: str) -> Self:
        """Make a member from `"CODE", N_("Label")`."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member


class Direction(Labelled):
    """Whether we are asked or asking."""

    INCOMING = "incoming", N_("Incoming")
    OUTGOING = "outgoing", N_("Outgoing")


class Matter(Labelled):
    """The kind of cooperation (UNTOC art. 13 to 21, UNCAC art. 44 to 57)."""

    MLA = "MLA", N_("Mutual legal assistance")
    CONFISCATION = "CONFISCATION", N_("International cooperation for confiscation")
    DISPOSAL = "DISPOSAL", N_("Return, disposal or sharing of confiscated property")
    SPONTANEOUS = "SPONTANEOUS", N_("Spontaneous transmission of information")
    PRESERVATION = "PRESERVATION", N_("Expedited preservation of stored computer data")
    EIO = "EIO", N_("European Investigation Order")
    EXTRADITION = "EXTRADITION", N_("Extradition")
    TSP = "TSP", N_("Transfer of sentenced persons")
    JIT = "JIT", N_("Joint investigations")
    SIT = "SIT", N_("Special investigative techniques")
    TCP = "TCP", N_("Transfer of criminal proceedings")


class Channel(Labelled):
    """The way a request came or went (UNTOC art. 18(13))."""

    CA_DIRECT = "CA_DIRECT", N_("Directly between central authorities")
    DIPLOMATIC = "DIPLOMATIC", N_("Diplomatic channel")
    INTERPOL = "INTERPOL", N_("INTERPOL (urgent circumstances)")
    COMPETENT_DIRECT = "COMPETENT_DIRECT", N_("Directly between competent authorities")
    NETWORK_24_7 = "NETWORK_24_7", N_("24/7 contact point")
    LIAISON = "LIAISON", N_("Liaison magistrate or officer")
    EUROJUST_NETWORK = "EUROJUST_NETWORK", N_("Eurojust, EJN, IberRed or other network")


class RequestForm(Labelled):
    """The form of a request (UNTOC art. 18(14))."""

    WRITTEN = "WRITTEN", N_("Written")
    ELECTRONIC = "ELECTRONIC", N_("Electronic")
    ORAL = "ORAL", N_("Oral, to be confirmed in writing")


class Urgency(Labelled):
    """How pressing a request is (UNTOC art. 18(24))."""

    EMERGENCY = "EMERGENCY", N_("Emergency (risk to life or safety)")
    URGENT = "URGENT", N_("Urgent")
    NORMAL = "NORMAL", N_("Normal")


class UrgencyReason(Labelled):
    """Why a request is urgent."""

    CUSTODY = "CUSTODY", N_("Person in custody")
    HEARING = "HEARING", N_("Hearing or trial date")
    LIMITATION = "LIMITATION", N_("Limitation period")
    DISSIPATION = "DISSIPATION", N_("Risk of dissipation of assets")
    DATA_LOSS = "DATA_LOSS", N_("Risk of loss or alteration of evidence or data")
    LIFE = "LIFE", N_("Imminent danger to life or safety")
    OPERATION = "OPERATION", N_("Coordinated operation date")


class Confidentiality(Labelled):
    """How closely a request is kept (UNTOC art. 18(20))."""

    STANDARD = "STANDARD", N_("Standard (need to know)")
    CONFIDENTIAL = "CONFIDENTIAL", N_("Confidentiality requested by the other State")
    RESTRICTED = "RESTRICTED", N_("Restricted (named officers only)")


class ProceedingStage(Labelled):
    """Where the proceedings abroad stand (UNTOC art. 18(1))."""

    INVESTIGATION = "INVESTIGATION", N_("Investigation")
    PROSECUTION = "PROSECUTION", N_("Prosecution")
    TRIAL = "TRIAL", N_("Trial")
    APPEAL = "APPEAL", N_("Appeal")
    ENFORCEMENT = "ENFORCEMENT", N_("Enforcement or post-conviction")


class PartyRole(Labelled):
    """The part a person or entity has in the matter."""

    SUSPECT = "SUSPECT", N_("Suspect or accused")
    CONVICTED = "CONVICTED", N_("Convicted person")
    WITNESS = "WITNESS", N_("Witness")
    VICTIM = "VICTIM", N_("Victim")
    EXPERT = "EXPERT", N_("Expert")
    LEGAL_PERSON = "LEGAL_PERSON", N_("Legal person")
    THIRD_PARTY = "THIRD_PARTY", N_("Bona fide third party")
    RECORD_HOLDER = "RECORD_HOLDER", N_("Record holder or service provider")


class MeasureOutcome(Labelled):
    """What became of one measure ("requested or provided", paragraph 35(c))."""

    PENDING = "PENDING", N_("Pending")
    PROVIDED_FULL = "PROVIDED_FULL", N_("Provided in full")
    PROVIDED_PARTIAL = "PROVIDED_PARTIAL", N_("Provided in part")
    REFUSED = "REFUSED", N_("Refused")
    NOT_POSSIBLE = "NOT_POSSIBLE", N_("Not possible")
    WITHDRAWN = "WITHDRAWN", N_("Withdrawn")

    @property
    def is_final(self) -> bool:
        """Whether nothing more is expected."""
        return self is not MeasureOutcome.PENDING

    @property
    def is_provided(self) -> bool:
        """Whether assistance was given, in full or in part."""
        return self in (MeasureOutcome.PROVIDED_FULL, MeasureOutcome.PROVIDED_PARTIAL)


class Outcome(Labelled):
    """What became of a request, set when it is closed."""

    GRANTED_FULL = "GRANTED_FULL", N_("Executed in full")
    GRANTED_PART = "GRANTED_PART", N_("Executed in part")
    NO_RESULT = "NO_RESULT", N_("Executed without result")
    REFUSED = "REFUSED", N_("Refused")
    WITHDRAWN = "WITHDRAWN", N_("Withdrawn")
    RETURNED = "RETURNED", N_("Returned as deficient")
    FORWARDED = "FORWARDED", N_("Forwarded to another authority or State")
    LAPSED = "LAPSED", N_("Closed for lack of reply")
    DUPLICATE = "DUPLICATE", N_("Registered in error or duplicate")


class BasisKind(Labelled):
    """The kind of a legal basis."""

    MULTILATERAL = "MULTILATERAL", N_("Multilateral treaty")
    REGIONAL = "REGIONAL", N_("Regional treaty")
    BILATERAL = "BILATERAL", N_("Bilateral treaty")
    EU_INSTRUMENT = "EU_INSTRUMENT", N_("EU legal instrument")
    NONBINDING = "NONBINDING", N_("Non-binding scheme")
    RECIPROCITY = "RECIPROCITY", N_("Reciprocity")
    COMITY = "COMITY", N_("Comity")
    DOMESTIC_LAW = "DOMESTIC_LAW", N_("Domestic law only")
    AD_HOC = "AD_HOC", N_("Ad hoc arrangement")
    NOT_STATED = "NOT_STATED", N_("Not stated")


class Rank(Labelled):
    """Whether a legal basis is the one a request is counted under."""

    PRIMARY = "PRIMARY", N_("Primary")
    ADDITIONAL = "ADDITIONAL", N_("Additional")


class AssertedBy(Labelled):
    """Which State named a legal basis."""

    REQUESTING = "REQUESTING", N_("The requesting State")
    REQUESTED = "REQUESTED", N_("The requested State")


class GroundKind(Labelled):
    """What a ground is a ground for."""

    REFUSAL = "REFUSAL", N_("Refusal")
    POSTPONEMENT = "POSTPONEMENT", N_("Postponement")
    DEFICIENCY = "DEFICIENCY", N_("Asking for more information or returning")


class AuthorityType(Labelled):
    """The kind of a competent authority."""

    CENTRAL = "CENTRAL", N_("Central authority")
    PROSECUTION = "PROSECUTION", N_("Prosecution service")
    COURT = "COURT", N_("Court or investigating judge")
    POLICE = "POLICE", N_("Police")
    FIU = "FIU", N_("Financial intelligence unit")
    ANTICORRUPTION = "ANTICORRUPTION", N_("Anti-corruption body")
    TAX_CUSTOMS = "TAX_CUSTOMS", N_("Tax or customs authority")
    ASSET_OFFICE = "ASSET_OFFICE", N_("Asset recovery or management office")
    PRISON = "PRISON", N_("Prison service")
    FOREIGN_AFFAIRS = "FOREIGN_AFFAIRS", N_("Ministry of foreign affairs")
    INTERNATIONAL = "INTERNATIONAL", N_("International body")
    OTHER = "OTHER", N_("Other")


class LinkKind(Labelled):
    """How one request stands to another."""

    SUPPLEMENTS = "SUPPLEMENTS", N_("Supplements")
    DUPLICATES = "DUPLICATES", N_("Duplicates")
    RELATES_TO = "RELATES_TO", N_("Relates to")


class ReferenceKind(Labelled):
    """Whose number a reference is."""

    OWN = "OWN", N_("Our reference")
    PARTNER = "PARTNER", N_("Their reference")
    ORIGINATING = "ORIGINATING", N_("Originating authority's reference")
    EXECUTING = "EXECUTING", N_("Executing authority's reference")
    OPERATION = "OPERATION", N_("Operation name")
    OTHER = "OTHER", N_("Other reference")
