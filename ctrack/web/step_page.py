"""What the page of a step tells beside its form: now, afterwards, and warnings."""

from collections.abc import Collection
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

from ctrack import clock
from ctrack.domain.describe import FOLLOWS
from ctrack.domain.grounds import forbidding, is_doubtful
from ctrack.domain.statuses import STAGES, Holder
from ctrack.domain.step import Field, Follow, Step
from ctrack.domain.transfers import TransferStatus, stage_of_execution
from ctrack.models import MLARequest
from ctrack.queries import authorities
from ctrack.services import stages
from ctrack.web.forms.steps import StepForm, untransferred
from ctrack.web.request_page import held
from ctrack.web.wording import label, state, translated


@dataclass(frozen=True)
class Afterwards:
    """The stage after a step and who will have the file; None where it depends."""

    stage: str
    holder: Holder | None
    name: str = ""


def held_now(mla_request: MLARequest) -> tuple[Holder, str]:
    """Who has the file now, and for how long."""
    now = held(mla_request)
    days = (clock.today() - now.since).days
    return now.holder, ngettext(
        "%(name)s, %(num)s day", "%(name)s, %(num)s days", days, name=now.name
    )


def afterwards(step: Step, mla_request: MLARequest) -> Afterwards:
    """What follows from the step."""
    if step.target is Follow.BY_MEASURES:
        if step.code == "transfer":
            return _with_authorities(mla_request)
        return Afterwards(_("Follows from the outcomes you give"), None)
    stage = STAGES[mla_request.direction][stages.after(mla_request, step)]
    if step.target is Follow.STAY:
        now = held(mla_request)
        return Afterwards(
            _("%(stage)s, %(stays)s", stage=label(stage), stays=_stays()),
            now.holder,
            now.name,
        )
    name = translated(stage.holder.label)
    if stage.holder is Holder.FOREIGN:
        name = state(mla_request.partner_state)
    return Afterwards(label(stage), stage.holder, name)


def _with_authorities(mla_request: MLARequest) -> Afterwards:
    at_work = [transfer.status for transfer in mla_request.transfers]
    status = stage_of_execution(
        [*at_work, TransferStatus.ASSIGNED], mla_request.outcomes
    )
    stage = STAGES[mla_request.direction][status]
    name = _("the authorities you choose")
    return Afterwards(label(stage), Holder.COMPETENT, name)


def _stays() -> str:
    return translated(FOLLOWS[Follow.STAY])


def unlawful(form: StepForm, bases: Collection[str]) -> list[tuple[str, str]]:
    """Grounds on offer that a basis in force forbids, each with these bases."""
    if Field.REFUSAL_GROUNDS not in form:
        return []
    return [
        (label(ground), ", ".join(found))
        for ground in form.grounds
        if (found := forbidding(ground.forbidden_under, bases))
    ]


def doubtful(form: StepForm, bases: Collection[str]) -> list[tuple[str, str]]:
    """Grounds to be warned of before we refuse, each with treaties that forbid it."""
    if form.step.code != "refuse":
        return []
    return [
        (label(ground), ", ".join(sorted(ground.forbidden_under)))
        for ground in form.grounds
        if is_doubtful(ground.forbidden_under, bases)
    ]


def spread(typed: MultiDict[str, str], mla_request: MLARequest) -> None:
    """Read `transferred_to`, authorities by code or name, as rows of the form.

    Each gets all measures that lie with nobody; so a script need not know how the
    form counts its rows.
    """
    named = typed.poplist("transferred_to")
    office = mla_request.central_authority_id
    measures = [str(measure.id) for measure in untransferred(mla_request)]
    for place, text in enumerate(named):
        authority = authorities.by_text(text, office)
        if authority is not None:
            typed.setlist(f"transfers-{place}-authority", [str(authority.id)])
            typed.setlist(f"transfers-{place}-measures", measures)
