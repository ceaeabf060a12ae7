"""What may stand in the way of a step, beside its stage: rules, each with its reason.

A guard gives what is in the way as half a sentence, or None.
"""

from ctrack.domain.standing import Standing
from ctrack.domain.wording import N_, Sentence, counted


def not_acknowledged(standing: Standing) -> Sentence | None:
    """An acknowledgement is sent once."""
    if standing.is_acknowledged:
        return Sentence(N_("receipt has been acknowledged already"))
    return None


def oral_and_unconfirmed(standing: Standing) -> Sentence | None:
    """Only an oral request is confirmed in writing (UNTOC art. 18(14))."""
    if not standing.is_oral_unconfirmed:
        return Sentence(N_("no oral request waits for confirmation in writing"))
    return None


def confirmed_in_writing(standing: Standing) -> Sentence | None:
    """Help given on an oral request wants its confirmation (UNTOC art. 18(14)).

    It is confirmed in writing forthwith; one that never was, and on which nothing was
    provided, is closed as withdrawn, lapsed, returned or the like without it.
    """
    if standing.is_oral_unconfirmed and standing.provided_measures:
        return Sentence(N_("the oral request has not been confirmed in writing"))
    return None


def consulted(standing: Standing) -> Sentence | None:
    """Consultation comes before refusal and postponement (UNTOC art. 18(26))."""
    if not standing.has_consultation:
        return Sentence(
            N_("record the consultation with the requesting State first, art. 18(26)")
        )
    return None


def nothing_provided(standing: Standing) -> Sentence | None:
    """What has been answered in part cannot be refused as a whole."""
    if standing.provided_measures:
        return counted(
            N_(
                "%(number)s measure has been provided; "
                "record refusal of the others measure by measure"
            ),
            N_(
                "%(number)s measures have been provided; "
                "record refusal of the others measure by measure"
            ),
            standing.provided_measures,
        )
    return None


def no_open_transfer(standing: Standing) -> Sentence | None:
    """Nobody may be left working on a request that is finished."""
    if standing.open_transfers:
        return counted(
            N_("%(number)s transfer is still open"),
            N_("%(number)s transfers are still open"),
            standing.open_transfers,
        )
    return None


def all_measures_decided(standing: Standing) -> Sentence | None:
    """Closing and reporting need an outcome for every measure."""
    if standing.pending_measures:
        return counted(
            N_("%(number)s measure has no outcome yet"),
            N_("%(number)s measures have no outcome yet"),
            standing.pending_measures,
        )
    return None


def some_provided(standing: Standing) -> Sentence | None:
    """Part of the results can be sent once there is a part."""
    if not standing.provided_measures:
        return Sentence(N_("no measure has been provided yet"))
    return None


def some_untransferred(standing: Standing) -> Sentence | None:
    """We record outcomes ourselves only of what no authority is working on."""
    if not standing.untransferred_measures:
        return Sentence(N_("every pending measure lies with a competent authority"))
    return None


def some_pending(standing: Standing) -> Sentence | None:
    """There is something left to be answered."""
    if not standing.pending_measures:
        return Sentence(N_("every measure has an outcome"))
    return None


def primary_basis_named(standing: Standing) -> Sentence | None:
    """A request goes out under exactly one primary legal basis."""
    if not standing.has_primary_basis:
        return Sentence(N_("no primary legal basis has been named"))
    return None
