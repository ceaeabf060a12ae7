"""The desk at which a made-up request is taken through its life by the rules."""

from collections.abc import Mapping, Sequence
from random import Random

from ctrack.domain import lifecycle
from ctrack.domain.closing import DISPOSES, IMPLIED, check_outcome
from ctrack.domain.errors import Invalid
from ctrack.domain.events import EventKind
from ctrack.domain.records import ConsultationRecord
from ctrack.domain.standing import Standing
from ctrack.domain.statuses import Holder, Status, holder
from ctrack.domain.step import Step
from ctrack.domain.transfers import TransferStatus, stage_of_execution
from ctrack.domain.vocabulary import (
    Direction,
    MeasureOutcome,
    Outcome,
    Rank,
    RequestForm,
)
from ctrack.services.demonstration.cases import Case
from ctrack.services.demonstration.diary import Diary, Present
from ctrack.services.demonstration.office import Office, Officer

EXECUTION = frozenset(
    {
        Status.ACCEPTED,
        Status.TRANSFERRED,
        Status.IN_EXECUTION,
        Status.PARTIALLY_EXECUTED,
        Status.EXECUTED,
    }
)


class Desk(Diary):
    """One request in hand: its record, the day it is, and who works on it.

    Every step asks the life cycle's table first, so that a life that breaks a rule
    cannot be written; `StepNotOpen` and `NotPermitted` tell of a mistake in it.
    """

    def __init__(
        self, case: Case, office: Office, present: Present, rng: Random, status: Status
    ) -> None:
        """Enter the case as a request at its first stage."""
        super().__init__(case.record, office, present, rng)
        self.case = case
        self.record.status = status
        self.record.holder_since = self.day

    @property
    def status(self) -> Status:
        """The stage it has reached."""
        return self.record.status or Status.REGISTERED

    @property
    def open_transfers(self) -> list[int]:
        """The places of the transfers whose authority still has something to do."""
        return [n for n, t in enumerate(self.record.transfers) if t.status.is_open]

    @property
    def outcomes(self) -> list[MeasureOutcome]:
        """What became of each measure."""
        return [measure.outcome for measure in self.record.measures]

    @property
    def pending(self) -> list[int]:
        """The places of the measures without an outcome."""
        return [n for n, o in enumerate(self.outcomes) if not o.is_final]

    @property
    def untransferred(self) -> list[int]:
        """The places of the pending measures that no authority is working on."""
        transfers = (self.record.transfers[place] for place in self.open_transfers)
        at_authorities = {cell.measure for t in transfers for cell in t.cells}
        return [place for place in self.pending if place not in at_authorities]

    @property
    def standing(self) -> Standing:
        """What the rules need to know."""
        record, pending = self.record, self.pending
        outcomes, open_transfers = self.outcomes, self.open_transfers
        return Standing(
            direction=record.direction,
            status=self.status,
            pending_measures=len(pending),
            provided_measures=sum(o.is_provided for o in outcomes),
            decided_measures=len(outcomes) - len(pending),
            untransferred_measures=len(self.untransferred if pending else ()),
            open_transfers=len(open_transfers),
            has_primary_basis=any(b.rank is Rank.PRIMARY for b in record.bases),
            has_consultation=bool(record.consultations),
            is_acknowledged=record.acknowledged_on is not None,
            was_accepted=record.accepted_on is not None,
            was_sent=record.sent_on is not None,
            is_oral_unconfirmed=record.form is RequestForm.ORAL
            and record.confirmed_in_writing_on is None,
        )

    def take(
        self,
        code: str,
        details: Mapping[str, str] | None = None,
        *,
        note: str | None = None,
        by: Officer | None = None,
    ) -> None:
        """Take a step that asks for no more than a note."""
        self.end(self.begin(code, by), details, note=note, by=by)

    def begin(self, code: str, by: Officer | None = None) -> Step:
        """The step, if the table lets this officer take it now."""
        step = lifecycle.step_of(self.record.direction, code)
        lifecycle.check(self.standing, step, (by or self.officer).permissions)
        return step

    def end(
        self,
        step: Step,
        details: Mapping[str, str] | None = None,
        *,
        note: str | None = None,
        by: Officer | None = None,
    ) -> None:
        """Set the step's day, move to the stage that follows, and write the event."""
        self._set_milestone(step)
        before = self.status
        self.move(
            lifecycle.stage_after(step, self.standing, self._at_work, self.outcomes)
        )
        changes: dict[str, list[str | None]] = {}
        if before is not self.status:
            changes["status"] = [before.value, self.status.value]
        if note is None:
            note = self.office.note(self.rng, step.event)
        self.log(EventKind[step.event], details, note=note, by=by, changes=changes)

    def _set_milestone(self, step: Step) -> None:
        name, record = step.milestone, self.record
        if name == "executed_on":  # follows from the measures
            if record.direction is Direction.OUTGOING:
                record.executed_on = self.day
        elif name and not (name == "transferred_on" and record.transferred_on):
            setattr(record, name, self.day)

    @property
    def _at_work(self) -> Sequence[TransferStatus]:
        return [transfer.status for transfer in self.record.transfers]

    def _stage_of_execution(self) -> Status:
        return stage_of_execution(self._at_work, self.outcomes)

    def follow_transfers(self, before: Holder) -> None:
        """Let the stage follow from transfers and measures while in execution.

        `before` had the file until one of its transfers changed.
        """
        if self.status in EXECUTION:
            self.move(self._stage_of_execution(), before)

    def move(self, status: Status, before: Holder | None = None) -> None:
        """Be at this stage from this day on."""
        record, before = self.record, before or self.holder
        record.status = status
        if status is Status.EXECUTED:
            days = [measure.decided_on for measure in record.measures]
            record.executed_on = max((d for d in days if d), default=self.day)
        elif status in EXECUTION:
            record.executed_on = None
        if self.holder is not before:
            record.holder_since = self.day

    @property
    def holder(self) -> Holder:
        """Who has the file."""
        return holder(self.record.direction, self.status, len(self.open_transfers))

    def consult(self, note: str = "") -> None:
        """Record a consultation (UNTOC art. 18(26))."""
        step = self.begin("consult")
        note = note or self.office.note(self.rng, "CONSULTED")
        self.record.consultations.append(ConsultationRecord(self.day, note))
        self.end(step, note=note)

    def decide(self, outcomes: Mapping[int, MeasureOutcome]) -> None:
        """Give measures their outcomes, by their places."""
        for place, outcome in outcomes.items():
            measure = self.record.measures[place]
            measure.outcome, measure.decided_on = outcome, self.day

    def assign(self, officer: Officer) -> None:
        """Give the request to an officer."""
        step = self.begin("assign", self.office.supervisor)
        self.record.officer_id, self.officer = officer.id, officer
        self.end(step, {"officer": officer.name}, by=self.office.supervisor)

    def name_officers(self) -> None:
        """Let only the officer in charge and the supervisor see the request."""
        named = (self.officer, self.office.supervisor)
        self.record.named_officer_ids = [officer.id for officer in named]
        names = ", ".join(officer.name for officer in named)
        by = self.office.supervisor
        self.log(EventKind.OFFICERS_NAMED, {"officers": names}, by=by)

    def correct(self, name: str, before: str, after: str, note: str = "") -> None:
        """Correct a field: an event of its own kind, distinct from progress."""
        self.log(
            EventKind.AMENDED,
            note=note,
            changes={name: [before or None, after or None]},
            is_correction=True,
        )

    def resume(self, code: str) -> None:
        """End a postponement, ours or theirs."""
        step = self.begin(code)
        self.record.review_on = None
        self.end(step)

    def keep_refusal(self, grounds: Sequence[str]) -> str:
        """Keep grounds of refusal and what they say of every pending measure.

        Gives the reasons.
        """
        reasons = " ".join(self.office.reasons(ground) for ground in grounds)
        self.record.refusal_grounds = list(grounds)
        self.record.refusal_reasons = reasons
        self.dispose(MeasureOutcome.REFUSED)
        return reasons

    def dispose(self, outcome: MeasureOutcome) -> None:
        """Give every pending measure this outcome."""
        self.decide(dict.fromkeys(self.pending, outcome))

    def close(self, outcome: Outcome, note: str | None = None) -> None:
        """Close with this outcome; some outcomes decide what is still pending."""
        step = self.begin("close")
        if problems := check_outcome(outcome, self.status, self.outcomes):
            raise Invalid(problems)
        if outcome in DISPOSES:
            self.dispose(IMPLIED[outcome])
        self.record.outcome = outcome
        self.record.review_on = None
        self.end(step, {"outcome": outcome.value}, note=note)
