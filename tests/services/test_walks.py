"""Whatever people do with a request, in whatever order, the register stays true.

Random walks through the services: at each turn any open step of the request or of one
of its transfers, or a correction, with answers that are sometimes wrong and days that
are sometimes entered late.
"""

import os
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ctrack import clock
from ctrack.domain import dates, lifecycle, transfer_steps
from ctrack.domain.closing import likely_outcome
from ctrack.domain.errors import Invalid
from ctrack.domain.permissions import GRANTS, Role
from ctrack.domain.records import MeasureRecord
from ctrack.domain.statuses import STAGES, Status
from ctrack.domain.transfers import stage_of_execution
from ctrack.domain.vocabulary import Direction, MeasureOutcome, Outcome, RequestForm
from ctrack.extensions import db
from ctrack.services import amendments, measures, steps, transfers
from ctrack.services.step_answers import Answers, TransferOrder
from ctrack.services.transfers import TransferAnswers
from tests.cases import USUAL, Case, incoming, mentions_of, outgoing

WALKS = int(os.environ.get("WALKS", "30"))
EXECUTION = {
    Status.ACCEPTED,
    Status.TRANSFERRED,
    Status.IN_EXECUTION,
    Status.PARTIALLY_EXECUTED,
    Status.EXECUTED,
}


class Walk:
    """One request on its random way."""

    def __init__(self, data, make, direction, form):
        self.data = data
        record = incoming if direction is Direction.INCOMING else outgoing
        self.case = Case(record(natures=["DOCUMENTS", "TESTIMONY"], form=form))
        self.request = self.case.request
        self.by = self.case.supervisor
        self.authorities = [make.Authority().id for _ in range(2)]
        self.day = self.request.counted_from
        if self.day == clock.today():  # not sent yet: let there be room for days
            amendments.amend(
                self.request,
                {"received_on": self.day - timedelta(days=900)},
                by=self.by,
            )
            self.day = self.request.received_on
        self.steps = []
        self.log = [line.id for line in self.case.events]
        self.held_since = self.request.held_since

    @property
    def way(self):
        return "\n".join(["", *self.steps])

    def draw(self, strategy):
        return self.data.draw(strategy)

    # ------------------------------------------------------------------ the deeds

    def turn(self):
        """Do something that is open; what is refused leaves nothing behind."""
        deeds = dict(self.open_deeds())
        name = self.draw(st.sampled_from(list(deeds)))
        deed = deeds[name]
        late = self.draw(st.sampled_from([0, 0, 0, 0, 1, 2, 5]))
        self.day += timedelta(days=self.draw(st.integers(0, 4)))
        on = min(self.day - timedelta(days=late), clock.today())
        try:
            with db.session.begin_nested():
                event = deed(on)
            db.session.flush()
            self.steps.append(f"{name} {on}")
            added = 0 if event is None else 1
        except Invalid as refusal:
            self.steps.append(f"{name} {on}: {refusal}")
            added = 0
        self.look(added)

    def open_deeds(self):
        granted = GRANTS[Role.SUPERVISOR]
        deeds = [
            (step.code, lambda on, step=step: self.step(step, on))
            for step in lifecycle.open_steps(self.request.standing, granted)
            if step.code not in {"note", "assign", "consult"} or self.draw(CHANCE)
        ]
        for transfer in self.request.transfers:
            deeds += [
                (
                    f"{transfer.id} {step.code}",
                    lambda on, t=transfer, s=step: self.tell(t, s, on),
                )
                for step in transfer_steps.open_steps(transfer.standing, granted)
            ]
        return [
            *deeds,
            ("correct", self.correct),
            ("note", lambda on: self.case.take("note", on)),
            ("more", self.ask_for_more),
        ]

    def step(self, step, on):
        answers = dict(USUAL.get(step.code, {}))
        for name in step.fields:
            value = self.answer(name.value, on)
            if value is not None:
                answers["officer_id" if name == "officer" else name.value] = value
        return steps.take(
            self.request, step.code, Answers(on=on, **answers), by=self.by
        )

    def answer(self, name, on):
        measures = [measure.id for measure in self.request.measures]
        if name == "outcome":
            return self.draw(st.sampled_from(Outcome))
        if name == "measure_outcomes":
            return self.outcomes(measures)
        if name == "transfers":
            return [
                TransferOrder(authority, self.draw(some_of(measures)))
                for authority in self.draw(some_of(self.authorities))
            ]
        return {
            "officer": self.case.clerk.id,
            "review_on": on + timedelta(days=self.draw(st.integers(0, 50))),
            "postponement_ground": "ONGOING_PROCEEDINGS",
            "reasons": "There are reasons.",
            "note": self.draw(st.sampled_from(["", "Noted."])) or None,
        }.get(name)

    def outcomes(self, ids):
        return {
            number: self.draw(st.sampled_from(MeasureOutcome))
            for number in self.draw(some_of(ids))
        }

    def tell(self, transfer, step, on):
        ids = [cell.measure_id for cell in transfer.cells]
        answers = TransferAnswers(
            on=on,
            note="Noted.",
            outcomes=self.outcomes(ids) if step.code == "report" else {},
            authority_id=self.draw(st.sampled_from(self.authorities)),
        )
        return transfers.take(transfer, step.code, answers, by=self.by)

    def correct(self, on):
        measure = self.draw(st.sampled_from(self.request.measures))
        outcome = self.draw(st.sampled_from(MeasureOutcome))
        return measures.correct_outcome(
            measure, outcome, on=on, by=self.by, reasons="So it was."
        )

    def ask_for_more(self, _on):
        if len(self.request.measures) > 3:
            return None
        return measures.add_measures(
            self.request, [MeasureRecord("SERVICE")], by=self.by
        )

    def to_the_end(self):
        """However far it has come, it can be closed without tricks."""
        for transfer in self.request.open_transfers:
            taken = transfer.accepted_on or transfer.acknowledged_on or transfer.sent_on
            on = max(self.day, taken)
            transfers.take(
                transfer, "recall", TransferAnswers(on=on, note="Over."), by=self.by
            )
        on = max([self.day, *(day for day in self.days.values() if day)])
        step = lifecycle.STEPS[self.request.direction]["confirm-in-writing"]
        if lifecycle.in_the_way(self.request.standing, step) is None:
            self.take("confirm-in-writing", on)
        if self.request.status is Status.RECEIVED:
            self.take("review", on)
        if self.request.status is Status.EXECUTED:
            self.take("send-results", on)
        if self.request.is_open:
            outcome = likely_outcome(self.request.status, self.request.outcomes)
            if outcome in {
                Outcome.GRANTED_FULL,
                Outcome.GRANTED_PART,
                Outcome.NO_RESULT,
            }:
                for code in ("receive-information", "resume", "end-suspension"):
                    step = lifecycle.STEPS[self.request.direction].get(code)
                    if step and self.request.status in step.origins:
                        self.take(code, on)
                        return self.to_the_end()
            self.take("close", on, outcome=outcome)
        assert self.request.status is Status.CLOSED
        self.look(None)
        return None

    def take(self, code, on, **answers):
        told = {**USUAL.get(code, {}), **answers}
        steps.take(self.request, code, Answers(on=on, **told), by=self.by)
        self.steps.append(f"{code} {on}")

    # ------------------------------------------------------------------ the truth

    @property
    def days(self):
        days = {name: getattr(self.request, name) for name, _ in dates.MILESTONES}
        if self.request.direction is Direction.INCOMING:
            days["sent_on"] = None
        return days

    def look(self, added):
        request = self.request
        assert request.status in STAGES[request.direction], self.way
        self.look_at_the_stage()
        self.look_at_the_measures()
        self.look_at_the_days()
        self.look_at_the_facts()
        log = [line.id for line in self.case.events]
        assert log[: len(self.log)] == self.log, self.way
        assert added is None or len(log) == len(self.log) + added, self.way
        self.log = log

    def look_at_the_stage(self):
        request, way = self.request, self.way
        is_closed = request.status is Status.CLOSED
        assert is_closed is (request.closed_on is not None), way
        assert is_closed is (request.outcome is not None), way
        if is_closed:
            assert not request.open_transfers, way
            assert all(outcome.is_final for outcome in request.outcomes), way
        if request.direction is Direction.INCOMING and request.status in EXECUTION:
            assert request.status is stage_of_execution(
                [transfer.status for transfer in request.transfers], request.outcomes
            ), way
        if request.status is Status.EXECUTED:
            decided = [measure.decided_on for measure in request.measures]
            assert request.executed_on == max(decided), way
        pending = [outcome for outcome in request.outcomes if not outcome.is_final]
        if request.status in {Status.RESPONSE_COMPLETE, Status.RESULTS_TRANSMITTED}:
            assert not pending, way
        if request.status is Status.RESPONSE_PARTIAL:
            assert 0 < len(pending) < len(request.outcomes), way
        if request.status is Status.POSTPONED:
            assert request.review_on is not None, way
        self.look_at_refusals()

    def look_at_refusals(self):
        request, way = self.request, self.way
        ours = request.direction is Direction.INCOMING
        is_refused = request.status is Status.REFUSED or (
            request.outcome is Outcome.REFUSED
        )
        if is_refused and ours:
            assert request.grounds, way
            assert request.refusal_reasons, way
            assert request.consultations, way
        if is_refused:
            assert not any(outcome.is_provided for outcome in request.outcomes), way
        if ours and MeasureOutcome.REFUSED in request.outcomes and is_refused:
            assert not request.open_transfers, way

    def look_at_the_measures(self):
        request, way = self.request, self.way
        for measure in request.measures:
            assert measure.outcome.is_final is (measure.decided_on is not None), way
        for transfer in request.open_transfers:
            assert any(not cell.outcome.is_final for cell in transfer.cells), way
            for cell in transfer.cells:
                if not cell.outcome.is_final:
                    assert not cell.measure.outcome.is_final, way
        primary = [basis for basis in request.bases if basis.rank == "PRIMARY"]
        assert len(primary) <= 1, way

    def look_at_the_days(self):
        request, way, today = self.request, self.way, clock.today()
        assert dates.in_future(self.days, today) == [], way
        assert dates.out_of_order(self.days) == [], way
        assert self.held_since <= request.held_since <= today, way
        self.held_since = request.held_since

    def look_at_the_facts(self):
        request, way = self.request, self.way
        fact = self.case.fact
        for name in ("status", "outcome", "partner_state", *self.days):
            if name not in {"received_on", "sent_on", "accepted_on"}:
                assert getattr(fact, name) == getattr(request, name), (name, way)
        natures = {
            (code, outcome)
            for kind, _, code, outcome in mentions_of(fact)
            if kind == "nature"
        }
        assert natures == {
            (measure.nature_code, measure.outcome.value) for measure in request.measures
        }, way
        grounds = {m[2] for m in mentions_of(fact) if m[0] == "ground"}
        assert grounds == {ground.ground_code for ground in request.grounds}, way


CHANCE = st.sampled_from([True, False, False])


def some_of(values):
    return st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True)


@pytest.mark.parametrize("direction", Direction)
@settings(
    max_examples=WALKS,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking takes minutes
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data(), form=st.sampled_from([RequestForm.WRITTEN, RequestForm.ORAL]))
def test_the_register_stays_true(make, direction, data, form):
    try:
        walk = Walk(data, make, direction, form)
        for _ in range(data.draw(st.integers(5, 25))):
            walk.turn()
        walk.to_the_end()
    finally:
        db.session.rollback()
