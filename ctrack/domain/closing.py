"""Which outcome a request may be closed with, and which one is likely."""

from collections.abc import Collection, Sequence

from ctrack.domain.errors import Problem, problem
from ctrack.domain.statuses import PAUSED, Status
from ctrack.domain.vocabulary import MeasureOutcome, Outcome
from ctrack.domain.wording import N_

_O, _M = Outcome, MeasureOutcome

IMPLIED: dict[Outcome, MeasureOutcome] = {
    _O.GRANTED_FULL: _M.PROVIDED_FULL,
    _O.GRANTED_PART: _M.PROVIDED_PARTIAL,
    _O.REFUSED: _M.REFUSED,
    _O.WITHDRAWN: _M.WITHDRAWN,
    _O.NO_RESULT: _M.NOT_POSSIBLE,
    _O.RETURNED: _M.NOT_POSSIBLE,
    _O.FORWARDED: _M.NOT_POSSIBLE,
    _O.LAPSED: _M.NOT_POSSIBLE,
    _O.DUPLICATE: _M.NOT_POSSIBLE,
}
"""The outcome of the measures of an old register's closed row (contract, section 3)."""

DISPOSES = frozenset({_O.REFUSED, _O.WITHDRAWN, _O.RETURNED, _O.FORWARDED, _O.LAPSED,
                      _O.DUPLICATE})  # fmt: skip
"""Outcomes that give every pending measure its implied outcome on closing."""

_UNEXECUTED = frozenset({_O.RETURNED, _O.FORWARDED, _O.DUPLICATE})
"""Outcomes of requests that went elsewhere, or back, without being executed."""

_MAY_BE_UNSENT = PAUSED | {Status.NO_LONGER_NEEDED}
"""Stages at which what was executed may not have been sent."""

_REFUSED = frozenset({Status.REFUSED, Status.REFUSED_ABROAD})
_GRANTED = frozenset({_O.GRANTED_FULL, _O.GRANTED_PART})


def likely_outcome(status: Status, measures: Sequence[MeasureOutcome]) -> Outcome:
    """The outcome that the measures and the stage point to."""
    if status in _REFUSED:
        return _O.REFUSED
    if status is Status.NO_LONGER_NEEDED:
        return _O.WITHDRAWN
    if any(m is _M.PENDING for m in measures):
        return _O.RETURNED if not any(m.is_final for m in measures) else _O.WITHDRAWN
    asked = [m for m in measures if m is not _M.WITHDRAWN]
    if not asked:
        return _O.WITHDRAWN
    if all(m is _M.PROVIDED_FULL for m in asked):
        return _O.GRANTED_FULL
    if any(m.is_provided for m in asked):
        return _O.GRANTED_PART
    if status is Status.RESPONSE_COMPLETE and all(m is _M.REFUSED for m in asked):
        return _O.REFUSED
    return _O.NO_RESULT


def pending_again(
    outcome: Outcome | None,
    measures: Sequence[MeasureOutcome],
    reported: Collection[int],
) -> list[int]:
    """The places of the measures that a reopening makes pending again.

    Those that the closing with this outcome had disposed of; what was provided stays,
    and what an authority had `reported` to the same effect. A refusal is undone as a
    whole, for it was ours to say.
    """
    if outcome not in DISPOSES:
        return []
    disposed = IMPLIED[outcome]
    stays = frozenset() if outcome is _O.REFUSED else frozenset(reported)
    return [n for n, m in enumerate(measures) if m is disposed and n not in stays]


def check_outcome(
    outcome: Outcome, status: Status, measures: Sequence[MeasureOutcome]
) -> list[Problem]:
    """What speaks against closing with this outcome; empty when nothing does.

    We refuse by a step that asks for grounds and reasons (UNTOC art. 18(21), (23)),
    never by refusing measure after measure; another State may answer like that.
    """
    pending = sum(m is _M.PENDING for m in measures)
    provided = any(m.is_provided for m in measures)
    if outcome is _O.REFUSED and status not in _REFUSED:
        asked = [m for m in measures if m is not _M.WITHDRAWN]
        all_refused = bool(asked) and all(m is _M.REFUSED for m in asked)
        if status is not Status.RESPONSE_COMPLETE or not all_refused:
            return [
                problem(
                    "outcome",
                    N_(
                        "The request has not been refused. Take the step “Refuse” "
                        "first, which asks for grounds and reasons."
                    ),
                )
            ]
        return []
    if status in _REFUSED and outcome is not _O.REFUSED:
        return [problem("outcome", N_("The request was refused. Close it as refused."))]
    if outcome in _GRANTED and status in PAUSED:
        return [
            problem(
                "outcome",
                N_("The request stands still. Let it go on, and send the results."),
            )
        ]
    if outcome not in DISPOSES and pending:
        return [
            problem(
                "outcome",
                N_(
                    "Measures without an outcome: %(pending)s. Record their outcomes "
                    "first, or close as withdrawn, returned, forwarded or lapsed."
                ),
                pending=pending,
            )
        ]
    if outcome in DISPOSES and outcome is not _O.REFUSED:
        return _against_disposal(outcome, status, measures)
    return _against_results(outcome, measures, provided)


def _against_disposal(
    outcome: Outcome, status: Status, measures: Sequence[MeasureOutcome]
) -> list[Problem]:
    """What was provided speaks against saying that the request went unanswered.

    Returned, forwarded and duplicate requests were not executed at all. A withdrawal
    or lapse may come after a part was provided, and then leaves a part unanswered; in
    a pause it may come when all is executed and nothing has been sent. An old register
    (a request that comes closed) is taken at its word.
    """
    if status is Status.CLOSED or not any(m.is_provided for m in measures):
        return []
    if outcome in _UNEXECUTED:
        text = N_(
            "Measures were provided, so the request was executed. Close it as "
            "granted in part or in full, or as withdrawn."
        )
        return [problem("outcome", text)]
    left = any(m in (_M.PENDING, _M.WITHDRAWN) for m in measures)
    if left or status in _MAY_BE_UNSENT:
        return []
    text = N_(
        "Every measure was answered before; nothing was left to withdraw or to lapse. "
        "Choose the outcome that the answers have."
    )
    return [problem("outcome", text)]


def _against_results(
    outcome: Outcome, measures: Sequence[MeasureOutcome], provided: bool
) -> list[Problem]:
    asked = [m for m in measures if m is not _M.WITHDRAWN]
    if outcome is _O.GRANTED_FULL and not (
        asked and all(m is _M.PROVIDED_FULL for m in asked)
    ):
        return [
            problem(
                "outcome",
                N_("Not every measure was provided in full. Choose another outcome."),
            )
        ]
    if outcome is _O.GRANTED_PART and not provided:
        return [
            problem("outcome", N_("No measure was provided. Choose another outcome."))
        ]
    if outcome is _O.NO_RESULT and provided:
        return [
            problem("outcome", N_("Measures were provided. Choose another outcome."))
        ]
    return []
