"""Refusing a request, on which grounds, and after which consultation."""

from datetime import date

from ctrack import clock
from ctrack.domain.errors import Invalid, problem
from ctrack.domain.grounds import check_grounds
from ctrack.domain.vocabulary import GroundKind, MeasureOutcome
from ctrack.domain.wording import N_
from ctrack.extensions import db
from ctrack.models import Ground, MLARequest, RequestGround, User
from ctrack.services.closings import Details, dispose
from ctrack.services.step_answers import Answers


def refuse(mla_request: MLARequest, answers: Answers, by: User) -> Details:
    """Grounds and reasons; every pending measure is refused (UNTOC art. 18(21), (23)).

    Bank secrecy and solely fiscal matters are no grounds under the bases that forbid
    it (art. 18(8), (22)).
    """
    must_be_consulted(mla_request, answers.on)
    chosen = grounds_of(answers.refusal_grounds, GroundKind.REFUSAL, "refusal_grounds")
    if problems := check_grounds(
        {ground.name(): ground.forbidden_under for ground in chosen},
        bases_in_force(mla_request),
    ):
        raise Invalid(problems)
    _keep_refusal(mla_request, chosen, answers)
    return {"refusal_grounds": "; ".join(ground.code for ground in chosen)}


def record_refusal(mla_request: MLARequest, answers: Answers, by: User) -> Details:
    """The requested State's refusal, with the grounds it gave, if any."""
    chosen = grounds_of(answers.refusal_grounds, GroundKind.REFUSAL, "refusal_grounds")
    _keep_refusal(mla_request, chosen, answers)
    return {}


def _keep_refusal(
    mla_request: MLARequest, chosen: list[Ground], answers: Answers
) -> None:
    mla_request.refusal_reasons = answers.reasons or answers.note
    mla_request.grounds = [
        RequestGround(position=place, ground_code=ground.code, ground=ground)
        for place, ground in enumerate(chosen)
    ]
    dispose(mla_request, MeasureOutcome.REFUSED, answers.on)


def bases_in_force(mla_request: MLARequest) -> list[str]:
    """The applied bases; the cited ones while none has been applied yet."""
    applied = [b.instrument_code for b in mla_request.bases if b.is_applied]
    return applied or [b.instrument_code for b in mla_request.bases]


def must_be_consulted(mla_request: MLARequest, on: date) -> None:
    """The consultation came before the refusal or postponement (UNTOC art. 18(26))."""
    if all(consultation.held_on > on for consultation in mla_request.consultations):
        text = N_(
            "No consultation with the requesting State had been held by %(day)s. "
            "Record it first, or correct the day, art. 18(26)."
        )
        raise Invalid([problem("on", text, day=on.isoformat())])


def grounds_of(codes: list[str], kind: GroundKind, field: str) -> list[Ground]:
    """The grounds of this kind with these codes; raises Invalid, naming the field."""
    found = []
    for code in dict.fromkeys(codes):
        ground = db.session.get(Ground, code)
        if (
            ground is None
            or ground.kind is not kind
            or not ground.is_valid(clock.today())
        ):
            raise Invalid(
                [problem(field, N_("There is no ground %(code)s."), code=code)]
            )
        found.append(ground)
    return found
