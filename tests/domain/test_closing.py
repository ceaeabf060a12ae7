"""With which outcome a request may be closed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctrack.domain.closing import DISPOSES, IMPLIED, check_outcome, likely_outcome
from ctrack.domain.statuses import PAUSED, STAGES, Status
from ctrack.domain.vocabulary import Direction, MeasureOutcome, Outcome

O, M, S = Outcome, MeasureOutcome, Status  # noqa: E741 (as short as the table)
FULL, PART, REFUSED = M.PROVIDED_FULL, M.PROVIDED_PARTIAL, M.REFUSED
IMPOSSIBLE, WITHDRAWN, PENDING = M.NOT_POSSIBLE, M.WITHDRAWN, M.PENDING


@pytest.mark.parametrize(
    ("outcome", "status", "measures", "complaint"),
    [
        (O.GRANTED_FULL, S.RESULTS_TRANSMITTED, [FULL, FULL], ""),
        (O.GRANTED_FULL, S.RESULTS_TRANSMITTED, [FULL, WITHDRAWN], ""),
        (O.GRANTED_FULL, S.RESULTS_TRANSMITTED, [FULL, PART], "Not every measure"),
        (O.GRANTED_FULL, S.RESULTS_TRANSMITTED, [WITHDRAWN], "Not every measure"),
        (
            O.GRANTED_FULL,
            S.PARTIALLY_EXECUTED,
            [FULL, PENDING],
            "without an outcome: 1",
        ),
        (O.GRANTED_FULL, S.ACCEPTED, [PENDING, PENDING], "without an outcome: 2"),
        (O.GRANTED_FULL, S.LITIGATION, [FULL], "The request stands still"),
        (O.GRANTED_PART, S.INFO_REQUESTED, [FULL, REFUSED], "The request stands still"),
        (O.GRANTED_PART, S.RESULTS_TRANSMITTED, [PART], ""),
        (O.GRANTED_PART, S.RESULTS_TRANSMITTED, [FULL, REFUSED], ""),
        (O.GRANTED_PART, S.RESULTS_TRANSMITTED, [REFUSED], "No measure was provided"),
        (O.NO_RESULT, S.RESULTS_TRANSMITTED, [IMPOSSIBLE], ""),
        (O.NO_RESULT, S.RESULTS_TRANSMITTED, [REFUSED], ""),
        (O.NO_RESULT, S.RESULTS_TRANSMITTED, [PART], "Measures were provided"),
        (O.NO_RESULT, S.ACCEPTED, [PENDING], "without an outcome"),
        (O.REFUSED, S.REFUSED, [REFUSED], ""),
        (O.REFUSED, S.REFUSED_ABROAD, [REFUSED, IMPOSSIBLE], ""),
        (O.REFUSED, S.ACCEPTED, [PENDING], "has not been refused"),
        # refused measure after measure, without ground, reasons and consultation
        (O.REFUSED, S.RESULTS_TRANSMITTED, [REFUSED, REFUSED], "has not been refused"),
        (O.REFUSED, S.UNDER_REVIEW, [REFUSED], "has not been refused"),
        # another State may answer like that
        (O.REFUSED, S.RESPONSE_COMPLETE, [REFUSED, REFUSED], ""),
        (O.REFUSED, S.RESPONSE_COMPLETE, [REFUSED, WITHDRAWN], ""),
        (O.REFUSED, S.RESPONSE_COMPLETE, [REFUSED, FULL], "has not been refused"),
        (O.REFUSED, S.RESPONSE_COMPLETE, [WITHDRAWN], "has not been refused"),
        (O.WITHDRAWN, S.REFUSED, [REFUSED], "Close it as refused"),
        (O.GRANTED_PART, S.REFUSED_ABROAD, [REFUSED], "Close it as refused"),
        (O.WITHDRAWN, S.REGISTERED, [PENDING], ""),
        (O.RETURNED, S.UNDER_REVIEW, [PENDING], ""),
        (O.FORWARDED, S.UNDER_REVIEW, [PENDING], ""),
        (O.LAPSED, S.INFO_REQUESTED, [PENDING], ""),
        (O.DUPLICATE, S.REGISTERED, [PENDING], ""),
        # what was executed was not sent elsewhere or back
        (O.RETURNED, S.RESULTS_TRANSMITTED, [FULL], "the request was executed"),
        (O.FORWARDED, S.PARTIALLY_EXECUTED, [PART, PENDING], "was executed"),
        (O.DUPLICATE, S.RESULTS_TRANSMITTED, [FULL, REFUSED], "was executed"),
        (O.RETURNED, S.RESULTS_TRANSMITTED, [IMPOSSIBLE], ""),
        # what was answered in full was not withdrawn, and did not lapse
        (O.WITHDRAWN, S.RESULTS_TRANSMITTED, [FULL, FULL], "nothing was left"),
        (O.WITHDRAWN, S.RESPONSE_COMPLETE, [PART, REFUSED], "nothing was left"),
        (O.LAPSED, S.RESULTS_TRANSMITTED, [FULL, IMPOSSIBLE], "nothing was left"),
        (O.WITHDRAWN, S.PARTIALLY_EXECUTED, [FULL, PENDING], ""),
        (O.WITHDRAWN, S.RESULTS_TRANSMITTED, [FULL, WITHDRAWN], ""),
        (O.LAPSED, S.INFO_REQUESTED, [FULL, PENDING], ""),
        # executed, but never sent: withdrawn while a court deliberates
        (O.WITHDRAWN, S.LITIGATION, [FULL, FULL], ""),
        (O.WITHDRAWN, S.NO_LONGER_NEEDED, [FULL, PART], ""),
    ],
)
def test_an_outcome_fits_stage_and_measures(outcome, status, measures, complaint):
    found = [str(problem) for problem in check_outcome(outcome, status, measures)]

    if complaint:
        assert len(found) == 1
        assert found[0].startswith("outcome: ")
        assert complaint in found[0]
    else:
        assert found == []


PLACES = [s for d in Direction for s in STAGES[d] if s is not S.CLOSED]
some_measures = st.lists(st.sampled_from(M), min_size=1, max_size=5)


@given(st.sampled_from(PLACES), some_measures)
def test_the_likely_outcome_is_one_that_is_taken(status, measures):
    """But for stages that are left before the closing."""
    if status in {S.REFUSED, S.REFUSED_ABROAD}:
        measures = [REFUSED if m is PENDING else m for m in measures]
    outcome = likely_outcome(status, measures)
    if status not in PAUSED:
        assert check_outcome(outcome, status, measures) == []


@given(st.sampled_from(O), st.sampled_from(PLACES), some_measures)
def test_no_measure_is_left_pending_by_a_closing(outcome, status, measures):
    if check_outcome(outcome, status, measures) == [] and PENDING in measures:
        assert outcome in DISPOSES
        assert IMPLIED[outcome].is_final


def test_every_outcome_implies_one_of_measures():
    assert set(IMPLIED) == set(Outcome)
    assert PENDING not in IMPLIED.values()
