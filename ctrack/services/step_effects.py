"""What each step changes in a request beside its status and its day."""

from datetime import date

from ctrack.domain.errors import Invalid, Problem, problem
from ctrack.domain.permissions import Role
from ctrack.domain.references import normalised
from ctrack.domain.vocabulary import (
    Direction,
    GroundKind,
    MeasureOutcome,
    Rank,
    ReferenceKind,
)
from ctrack.domain.wording import N_
from ctrack.extensions import db
from ctrack.models import (
    Consultation,
    Measure,
    MLARequest,
    NamedOfficer,
    Reference,
    User,
)
from ctrack.queries import users
from ctrack.services import closings, refusals, sending
from ctrack.services.closings import Details
from ctrack.services.step_answers import Answers, Effect


def accept(mla_request: MLARequest, answers: Answers, by: User) -> Details:
    """Exactly one primary basis, the applied ones marked (UNTOC art. 18(7))."""
    if answers.primary_basis not in {b.instrument_code for b in mla_request.bases}:
        raise Invalid(
            [
                problem(
                    "primary_basis",
                    N_("The request does not name this legal basis. Add it first."),
                )
            ]
        )
    for basis in mla_request.bases:
        basis.rank = Rank.ADDITIONAL
    db.session.flush()  # never two primary ones, not even for a moment
    chosen = next(
        b for b in mla_request.bases if b.instrument_code == answers.primary_basis
    )
    chosen.rank = Rank.PRIMARY
    applied = {answers.primary_basis, *answers.applied_bases}
    if applied - {b.instrument_code for b in mla_request.bases}:
        text = N_("The request does not name this legal basis. Add it first.")
        raise Invalid([problem("applied_bases", text)])
    for basis in mla_request.bases:
        basis.is_applied = basis.instrument_code in applied
    mla_request.conditions = answers.conditions or mla_request.conditions
    return {"primary_basis": chosen.citation}


def transfer(mla_request: MLARequest, answers: Answers, by: User) -> Details:
    """One transfer for each authority chosen."""
    sent = [
        sending.send(mla_request, order, on=answers.on) for order in answers.transfers
    ]
    measures = sorted({cell.measure.number for t in sent for cell in t.cells})
    return {
        "authority": ", ".join(t.authority.name for t in sent),
        "measures": ", ".join(str(number) for number in measures),
    }


def record_outcomes(mla_request: MLARequest, answers: Answers, by: User) -> Details:
    """Outcomes of measures that no authority is working on."""
    by_id = {measure.id: measure for measure in mla_request.measures}
    at_authorities = {
        cell.measure_id for t in mla_request.open_transfers for cell in t.cells
    }
    is_refusal = MeasureOutcome.REFUSED in answers.measure_outcomes.values()
    if is_refusal and mla_request.direction is Direction.INCOMING:
        _must_be_reasoned(mla_request, answers)
    problems = [
        _not_ours(by_id.get(measure_id))
        for measure_id, outcome in answers.measure_outcomes.items()
        if measure_id not in by_id
        or measure_id in at_authorities
        or by_id[measure_id].outcome.is_final
        or not outcome.is_final
    ]
    if problems:
        raise Invalid(problems)
    for measure_id, outcome in answers.measure_outcomes.items():
        by_id[measure_id].outcome = outcome
        by_id[measure_id].decided_on = answers.on
    return {"outcomes": worded(mla_request, answers.measure_outcomes)}


def _must_be_reasoned(mla_request: MLARequest, answers: Answers) -> None:
    """A part is not refused more lightly than the whole (UNTOC art. 18(23), (26))."""
    refusals.must_be_consulted(mla_request, answers.on)
    if not answers.note.strip():
        text = N_("Give the reasons: a measure is refused, art. 18(23).")
        raise Invalid([problem("note", text)])


def _not_ours(measure: Measure | None) -> Problem:
    return problem(
        "measure_outcomes",
        N_("Measure %(number)s is not open for an outcome of ours."),
        number=measure.number if measure else "?",
    )


def worded(mla_request: MLARequest, outcomes: dict[int, MeasureOutcome]) -> str:
    """Outcomes as codes, by the measure's number: `1 PROVIDED_FULL; 2 REFUSED`."""
    return "; ".join(
        f"{measure.number} {outcomes[measure.id].value}"
        for measure in mla_request.measures
        if measure.id in outcomes
    )


def request_information(mla_request: MLARequest, answers: Answers, by: User) -> Details:
    """What is missing, by the codes of the list (UNTOC art. 18(15), (16))."""
    chosen = refusals.grounds_of(
        answers.deficiencies, GroundKind.DEFICIENCY, "deficiencies"
    )
    return {"deficiencies": "; ".join(ground.code for ground in chosen)}


def consult(mla_request: MLARequest, answers: Answers, by: User) -> Details:
    """A consultation with the requesting State (UNTOC art. 18(26))."""
    mla_request.consultations.append(
        Consultation(held_on=answers.on, note=answers.note)
    )
    return {}


def postpone(mla_request: MLARequest, answers: Answers, by: User) -> Details:
    """Until when, and on which ground (UNTOC art. 18(25))."""
    if mla_request.direction is Direction.INCOMING:
        refusals.must_be_consulted(mla_request, answers.on)
    mla_request.review_on = answers.review_on
    details = {"review_on": _iso(answers.review_on)}
    if answers.postponement_ground:
        [ground] = refusals.grounds_of(
            [answers.postponement_ground],
            GroundKind.POSTPONEMENT,
            "postponement_ground",
        )
        details["postponement_ground"] = ground.code
    return details


def resume(mla_request: MLARequest, answers: Answers, by: User) -> Details:
    """The review day has had its use."""
    mla_request.review_on = None
    return {}


def suspend(mla_request: MLARequest, answers: Answers, by: User) -> Details:
    """Before which court the request is challenged."""
    mla_request.court = answers.court
    return {"court": answers.court}


def end_suspension(mla_request: MLARequest, answers: Answers, by: User) -> Details:
    """The court has done with it."""
    mla_request.court = ""
    return {}


def assign(mla_request: MLARequest, answers: Answers, by: User) -> Details:
    """The officer who looks after the request from now on."""
    officer = users.by_id(answers.officer_id or 0)
    if (
        not officer.active
        or officer.central_authority_id != mla_request.central_authority_id
        or officer.role not in (Role.CLERK, Role.SUPERVISOR)
    ):
        raise Invalid(
            [problem("officer", N_("Choose a clerk or supervisor of this authority."))]
        )
    mla_request.officer = officer
    named = {row.user_id for row in mla_request.named_officers}
    if mla_request.is_restricted and officer.id not in named:
        mla_request.named_officers.append(NamedOfficer(user_id=officer.id))
    return {"officer": officer.name}


def record_acknowledgement(
    mla_request: MLARequest, answers: Answers, by: User
) -> Details:
    """Their reference, when the acknowledgement brings it."""
    value = " ".join(answers.partner_reference.split())
    known = {r.normalised for r in mla_request.references}
    if normalised(value) and normalised(value) not in known:
        mla_request.references.append(
            Reference(
                kind=ReferenceKind.PARTNER, value=value, normalised=normalised(value)
            )
        )
    return {}


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


EFFECTS: dict[str, tuple[Effect, ...]] = {
    "accept": (accept,),
    "transfer": (transfer,),
    "record-outcome": (record_outcomes,),
    "record-response": (record_outcomes,),
    "request-information": (request_information,),
    "return-to-originator": (request_information,),
    "consult": (consult,),
    "postpone": (postpone,),
    "record-postponement": (postpone,),
    "resume": (resume,),
    "record-resumption": (resume,),
    "suspend": (suspend,),
    "end-suspension": (end_suspension,),
    "refuse": (refusals.refuse,),
    "record-refusal": (refusals.record_refusal,),
    "close": (closings.close,),
    "reopen": (closings.reopen,),
    "assign": (assign,),
    "record-acknowledgement": (record_acknowledgement,),
    "no-longer-needed": (closings.no_longer_needed,),
}
"""Each step's effects, by the code of the step; the others have none."""
