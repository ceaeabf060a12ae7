"""Requests that tests take through their life: short words for long deeds."""

from datetime import date, timedelta

from ctrack.domain.permissions import Role
from ctrack.domain.records import BasisRecord, MeasureRecord, RequestRecord
from ctrack.domain.vocabulary import Direction, MeasureOutcome, Rank
from ctrack.extensions import db
from ctrack.models import Event, Fact, FactMention
from ctrack.services import register, steps, transfers
from ctrack.services.step_answers import Answers, TransferOrder
from ctrack.services.transfers import TransferAnswers

from . import factories

FULL = MeasureOutcome.PROVIDED_FULL
PART = MeasureOutcome.PROVIDED_PARTIAL
PENDING = MeasureOutcome.PENDING
REFUSED = MeasureOutcome.REFUSED
NOT_POSSIBLE = MeasureOutcome.NOT_POSSIBLE
WITHDRAWN = MeasureOutcome.WITHDRAWN
RECEIVED = date(2020, 3, 2)

USUAL = {
    "accept": {"primary_basis": "UNTOC"},
    "request-information": {"deficiencies": ["FACTS_INSUFFICIENT"]},
    "return-to-originator": {"deficiencies": ["TRANSLATION"]},
    "consult": {"note": "By telephone: no other way was found."},
    "suspend": {"court": "Court of Appeal"},
    "end-suspension": {"note": "The appeal was dismissed."},
    "refuse": {"refusal_grounds": ["DUAL_CRIMINALITY"], "reasons": "No offence here."},
    "reopen": {"reasons": "A document was overlooked."},
    "note": {"note": "The file is thick."},
    "send-part-results": {"note": "The first volume."},
    "record-question": {"note": "They ask for the address."},
    "no-longer-needed": {"reasons": "The accused has confessed."},
}
"""What a step is told where the test does not say."""


def incoming(**details):
    """The record of a request that France sent us."""
    natures = details.pop("natures", ["DOCUMENTS", "TESTIMONY"])
    bases = details.pop("bases", ["UNTOC", "COE030"])
    values = {
        "direction": Direction.INCOMING,
        "partner_state": "FR",
        "received_on": RECEIVED,
        "subject": "Invoices of a carousel",
        "bases": [BasisRecord(code) for code in bases],
        "measures": [MeasureRecord(nature) for nature in natures],
        "offences": ["LAUNDERING"],
    }
    return RequestRecord(**(values | details))


def outgoing(**details):
    """The record of a request of ours to France, not sent yet."""
    bases = [BasisRecord("UNTOC", rank=Rank.PRIMARY)]
    values = {"direction": Direction.OUTGOING, "bases": bases}
    record = incoming(**{k: v for k, v in details.items() if k != "bases"})
    for name, value in (values | details).items():
        setattr(record, name, value)
    return record


class Case:
    """A registered request, and a day that goes on with each deed."""

    def __init__(self, record=None, by=None, **details):
        self.clerk = by or factories.User(role=Role.CLERK)
        self.supervisor = factories.User(role=Role.SUPERVISOR)
        self.request = register.register(record or incoming(**details), by=self.clerk)
        self.day = self.request.counted_from

    def _next(self, on):
        if on is None:
            self.day += timedelta(days=1)
            return self.day
        return on

    def take(self, code, on=None, by=None, **answers):
        """Take the step, a day after the last one where no day is given."""
        if code == "assign":
            answers.setdefault("officer_id", self.clerk.id)
        if code in {"postpone", "record-postponement"}:
            after = (on or self.day) + timedelta(days=30)
            usual = {
                "postponement_ground": "ONGOING_PROCEEDINGS",
                "reasons": "Arrests are near.",
                "review_on": after,
            }
            answers = usual | answers
        answers = USUAL.get(code, {}) | answers
        by = by or (self.supervisor if code == "reopen" else self.clerk)
        return steps.take(
            self.request, code, Answers(on=self._next(on), **answers), by=by
        )

    def walk(self, *codes):
        """Take these steps, one a day."""
        for code in codes:
            self.take(code)
        return self

    def measure(self, number):
        return self.request.measures[number - 1]

    def send(self, authority, *numbers, on=None, **order):
        """Transfer measures, by their numbers, all where none is given."""
        chosen = [
            m for m in self.request.measures if not numbers or m.number in numbers
        ]
        ids = [measure.id for measure in chosen]
        self.take("transfer", on, transfers=[TransferOrder(authority.id, ids, **order)])
        return self.request.transfers[-1]

    def record(self, on=None, code="record-outcome", by=None, note="", **outcomes):
        """Record outcomes of measures: `record(m1=FULL)`."""
        told = {self.measure(int(k[1:])).id: outcome for k, outcome in outcomes.items()}
        return self.take(code, on, by=by, measure_outcomes=told, note=note)

    def tell(self, transfer, code, on=None, by=None, **answers):
        """Take a step of a transfer; outcomes as in `tell(t, "report", m1=FULL)`."""
        told = {
            self.measure(int(name[1:])).id: answers.pop(name)
            for name in list(answers)
            if name[0] == "m" and name[1:].isdecimal()
        }
        if REFUSED in told.values():
            answers.setdefault("note", "No offence with us.")
        return transfers.take(
            transfer,
            code,
            TransferAnswers(on=self._next(on), outcomes=told, **answers),
            by=by or self.clerk,
        )

    @property
    def events(self):
        return events_of(self.request)

    @property
    def fact(self):
        """The present version of the coded facts."""
        return next(fact for fact in self.facts if fact.known_until is None)

    @property
    def facts(self):
        db.session.flush()
        return list(
            db.session.scalars(
                db.select(Fact)
                .where(Fact.mla_request_id == self.request.id)
                .order_by(Fact.id)
            )
        )


def events_of(mla_request):
    """The lines of the log, as they were written."""
    db.session.flush()
    return list(
        db.session.scalars(
            db.select(Event)
            .where(Event.mla_request_id == mla_request.id)
            .order_by(Event.id)
        )
    )


def mentions_of(fact):
    """Kind, place, code and outcome of what a fact mentions."""
    return {
        (m.kind, m.position, m.code, m.outcome)
        for m in db.session.scalars(
            db.select(FactMention).where(FactMention.fact_id == fact.id)
        )
    }
