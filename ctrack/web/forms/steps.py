"""The small form of a step: the day, and what the table says that the step asks for."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField

from ctrack import clock
from ctrack.domain import lifecycle
from ctrack.domain.closing import likely_outcome
from ctrack.domain.describe import FIELD_LABELS
from ctrack.domain.errors import Problem
from ctrack.domain.permissions import Permission
from ctrack.domain.step import Field, Step
from ctrack.domain.vocabulary import MeasureOutcome, Outcome
from ctrack.domain.wording import Sentence
from ctrack.models import Authority, Ground, Measure, MLARequest, User
from ctrack.queries.codes import Codes
from ctrack.queries.users import Officer
from ctrack.services.step_answers import Answers
from ctrack.web.code_names import instrument
from ctrack.web.forms.base import DayField, Form, LineField
from ctrack.web.forms.fields import (
    CheckboxesField,
    CodeField,
    Option,
    OptionField,
    TextField,
    at_most,
)
from ctrack.web.forms.orders import OrdersField, measure_name
from ctrack.web.wording import basis, label, words


@dataclass(frozen=True)
class Choices:
    """What the fields of a step may choose from; asked for only where needed."""

    officers: Sequence[Officer] = ()
    authorities: Sequence[Authority] = ()
    grounds: Sequence[Ground] = ()


class StepForm(Form):
    """What every step asks for; the fields of one step are added by `step_form`."""

    seen = HiddenField()
    override_note = TextField(
        _l("Accept the days as they are, because"),
        description=_l("Only where they are right although out of order."),
    )
    step: Step
    day_name: str
    measure_names: dict[str, int]
    people: dict[str, int]
    grounds: Sequence[Ground]
    must_note: bool = False
    """Whether the step is taken only with a note that passes something over."""

    def show(self, problems: Iterable[Problem]) -> None:
        """Put each problem beside its field; the day's bears the milestone's name."""
        super().show(
            Problem(self.day_name if told.field == "on" else told.field, told.sentence)
            for told in problems
        )

    @property
    def day(self) -> DayField:
        """The field of the day on which it happened."""
        field: DayField = self[self.day_name]
        return field

    def asks_to_override(self, user: User) -> bool:
        """Whether a supervisor is to be offered to pass something over with a note."""
        wrong = bool(self.day.errors) and self.day.data is not None
        return user.may(Permission.OVERRIDE) and (
            wrong or self.must_note or bool(self.override_note.data)
        )

    def is_complete(self) -> bool:
        """Whether what was typed can be read; says so beside the fields if not."""
        self.validate()
        if self.day.data is None and not self.day.errors:
            self.day.errors = [_("Give the day on which it happened.")]
        return not self.faults

    @property
    def faults(self) -> list[tuple[str, str]]:
        """What to put right, each with the field it is about."""
        if Field.TRANSFERS not in self:
            return super().faults
        orders = self[Field.TRANSFERS]
        told = [fault for fault in super().faults if fault[0] != orders.id]
        return told + orders.faults()

    def answers(self) -> Answers:
        """What the step is told."""
        answers = Answers(on=self.day.data or clock.today())
        answers.override_note = self.override_note.data or ""
        for name in self.step.fields:
            if name is Field.MEASURE_OUTCOMES:
                answers.measure_outcomes = self._outcomes()
            elif name is Field.OFFICER:
                answers.officer_id = self.people.get(self["officer"].data)
            elif name is Field.TRANSFERS:
                answers.transfers = self["transfers"].orders()
            elif self[name.value].data:
                setattr(answers, name.value, self[name.value].data)
        return answers

    def _outcomes(self) -> dict[int, MeasureOutcome]:
        return {
            number: self[name].data
            for name, number in self.measure_names.items()
            if self[name].data is not None
        }


def step_form(
    step: Step,
    mla_request: MLARequest,
    choices: Choices,
    *,
    by: User,
    typed: MultiDict[str, str] | None,
) -> StepForm:
    """The form of this step for this request: as typed, or filled with the likely."""
    measures = _asked_measures(step, mla_request)
    fields: dict[str, Any] = {day_name(step): DayField(day_label(step))}
    for name in step.fields:
        if name is Field.MEASURE_OUTCOMES:
            fields |= outcome_fields(measures)
        else:
            fields[name.value] = _FIELDS[name](_l(FIELD_LABELS[name]))
    kind = type("FormOfStep", (StepForm,), fields)
    form: StepForm = kind(formdata=typed, data=_likely(step, mla_request, by))
    form.step = step
    form.day_name = day_name(step)
    form.measure_names = {outcome_name(measure): measure.id for measure in measures}
    form.grounds = choices.grounds
    _ask_to_note(form, lifecycle.to_note(mla_request.standing, step))
    form.people = {user.username: user.id for user in choices.officers}
    _offer(form, mla_request, choices)
    return form


def _ask_to_note(form: StepForm, reason: Sentence | None) -> None:
    if reason is not None:
        form.must_note = True
        form.override_note.label.text = _("Go on all the same, because")
        form.override_note.description = _("Now: %(reason)s.", reason=words(reason))


def _asked_measures(step: Step, mla_request: MLARequest) -> list[Measure]:
    if Field.MEASURE_OUTCOMES not in step.fields:
        return []
    return untransferred(mla_request)


FINAL = tuple(outcome for outcome in MeasureOutcome if outcome.is_final)


def outcome_name(measure: Measure) -> str:
    """The name of the field that asks for the outcome of a measure."""
    return f"measure_{measure.id}"


def outcome_fields(measures: Iterable[Measure]) -> dict[str, CodeField]:
    """A field for the outcome of each measure, by its name."""
    return {
        outcome_name(measure): CodeField(
            measure_name(measure),
            MeasureOutcome,
            members=FINAL,
            empty=_l("No outcome yet"),
        )
        for measure in measures
    }


def _text(label: Any) -> TextField:
    return TextField(label)


def _line(label: Any) -> LineField:
    return LineField(label, [at_most(300)], render_kw={"dir": "auto"})


_FIELDS: dict[Field, Callable[[Any], Any]] = {
    Field.NOTE: _text,
    Field.REASONS: _text,
    Field.CONDITIONS: _text,
    Field.REFUSAL_GROUNDS: lambda label: CheckboxesField(label),
    Field.POSTPONEMENT_GROUND: lambda label: OptionField(label, empty=_l("Choose one")),
    Field.REVIEW_ON: lambda label: DayField(label),
    Field.DEFICIENCIES: lambda label: CheckboxesField(label),
    Field.PRIMARY_BASIS: lambda label: OptionField(label),
    Field.APPLIED_BASES: lambda label: CheckboxesField(label),
    Field.TRANSFERS: lambda label: OrdersField(label),
    Field.OUTCOME: lambda label: CodeField(label, Outcome),
    Field.OFFICER: lambda label: OptionField(label, empty=_l("Choose one")),
    Field.COURT: _line,
    Field.PARTNER_REFERENCE: _line,
}
"""How each field is typed into."""


def _likely(step: Step, mla_request: MLARequest, by: User) -> dict[str, Any]:
    primary = mla_request.primary_basis
    today = clock.today()
    return {
        day_name(step): today,
        "outcome": likely_outcome(mla_request.status, mla_request.outcomes),
        "officer": by.username,
        "primary_basis": primary.instrument_code if primary else "",
        "applied_bases": [b.instrument_code for b in mla_request.bases if b.is_cited],
        "conditions": mla_request.conditions,
        "transfers": [
            {
                "measures": [str(m.id) for m in untransferred(mla_request)],
                "due_on": likely_due(mla_request, today),
            }
        ],
    }


def untransferred(mla_request: MLARequest) -> list[Measure]:
    """The pending measures that lie with no authority."""
    elsewhere = {c.measure_id for t in mla_request.open_transfers for c in t.cells}
    return [
        measure
        for measure in mla_request.measures
        if not measure.outcome.is_final and measure.id not in elsewhere
    ]


def likely_due(mla_request: MLARequest, on: date) -> date:
    """When an authority's answer is usually expected: 14 days if urgent, else 30."""
    return on + timedelta(days=30 if mla_request.urgency == "NORMAL" else 14)


def _offer(form: StepForm, mla_request: MLARequest, choices: Choices) -> None:
    named: list[Option] = []
    if Field.PRIMARY_BASIS in form or Field.APPLIED_BASES in form:
        bases = {b.instrument_code: b for b in mla_request.bases}
        named = [(code, _basis_label(b.citation, b)) for code, b in bases.items()]
    grounds = [(ground.code, _ground_label(ground)) for ground in choices.grounds]
    offers: dict[str, list[Option]] = {
        Field.PRIMARY_BASIS: named,
        Field.APPLIED_BASES: named,
        Field.REFUSAL_GROUNDS: grounds,
        Field.DEFICIENCIES: grounds,
        Field.POSTPONEMENT_GROUND: grounds,
        Field.OFFICER: [(user.username, user.name) for user in choices.officers],
    }
    words = Codes()
    for name, options in offers.items():
        if name in (Field.REFUSAL_GROUNDS, Field.DEFICIENCIES) and name in form:
            form[name].offer(options, words.ground)
        elif name in form:
            form[name].offer(options)
    if Field.TRANSFERS in form:
        form[Field.TRANSFERS].offer(mla_request, choices.authorities)


def _basis_label(citation: str, entry: Any) -> str:
    words = instrument(entry.instrument_code)
    code = basis(entry.instrument_code)
    return f"{citation}: {words}" if code == entry.instrument_code else words


def _ground_label(ground: Ground) -> str:
    words = label(ground)
    return f"{words} ({ground.article})" if ground.article else words


def day_name(step: Step) -> str:
    """The name of the field of the day: that of the milestone, where it sets one."""
    return step.milestone or "on"


def day_label(step: Step) -> Any:
    """What the day of a step is called."""
    return _DAYS.get(step.milestone, _l("It happened on"))


_DAYS = {
    "accepted_on": _l("Accepted on"),
    "acknowledged_on": _l("Acknowledged on"),
    "closed_on": _l("Closed on"),
    "confirmed_in_writing_on": _l("Confirmed in writing on"),
    "results_sent_on": _l("Sent on"),
    "sent_on": _l("Sent on"),
    "transferred_on": _l("Sent on"),
}
