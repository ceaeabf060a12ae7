"""The small form of each step of a transfer, made from the step's row of the table."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, ValidationError

from ctrack import clock
from ctrack.domain.describe import TRANSFER_FIELD_LABELS
from ctrack.domain.errors import Problem
from ctrack.domain.transfers import TransferStep
from ctrack.domain.vocabulary import MeasureOutcome
from ctrack.models import Authority, Measure, Transfer
from ctrack.services.transfers import TransferAnswers
from ctrack.web.forms.base import DayField, Form, LineField
from ctrack.web.forms.fields import OptionField, TextField, at_most
from ctrack.web.forms.steps import outcome_fields, outcome_name


class TransferForm(Form):
    """The day, the note, and what else the step asks for.

    `seen` is the transfer's last line of the log when the form was made; what is asked
    on each measure has a field of its own.
    """

    seen = HiddenField()
    on = DayField(_l("It happened on"), description=_l("It may lie in the past."))
    note = TextField()
    authority_reference = LineField(
        _l(TRANSFER_FIELD_LABELS["authority_reference"]), [at_most(200)]
    )
    expected_on = DayField(_l(TRANSFER_FIELD_LABELS["expected_on"]))
    authority = OptionField(
        _l(TRANSFER_FIELD_LABELS["authority"]), empty=_l("Choose an authority")
    )

    step: TransferStep
    asked: Sequence[Measure]
    ids: dict[str, int]
    """The authorities to choose from: ids by code."""

    def validate_on(self, field: DayField) -> None:
        """Refuse an empty day."""
        if field.data is None and not field.errors:
            raise ValidationError(_("Give the day on which it happened."))

    def validate_note(self, field: TextField) -> None:
        """Refuse an empty note where the step needs one."""
        if self.step.note_needed and not field.data:
            raise ValidationError(_("Write this down: it is needed."))

    def validate_expected_on(self, field: DayField) -> None:
        """Refuse to expect something before it is told."""
        if field.data and self.on.data and field.data < self.on.data:
            raise ValidationError(_("Expect it on the day of the report or later."))

    def show(self, problems: Iterable[Problem]) -> None:
        """Put each problem beside its field; that of outcomes beside the first one."""
        place = {"transfers": "authority"}
        if self.asked:
            place["outcomes"] = outcome_name(self.asked[0])
        super().show(
            Problem(place.get(each.field, each.field), each.sentence)
            for each in problems
        )

    def last_seen(self) -> int | None:
        """The last line of the log that was known; None where a script says none."""
        text = str(self.seen.data or "")
        return int(text) if text.isdecimal() and len(text) < 10 else None

    def answers(self) -> TransferAnswers:
        """What the step is told."""
        return TransferAnswers(
            on=self.on.data or clock.today(),
            note=self.note.data or "",
            expected_on=self._typed("expected_on"),
            authority_reference=self._typed("authority_reference") or "",
            outcomes=self._outcomes(),
            authority_id=self.ids.get(self._typed("authority") or ""),
        )

    @property
    def outcome_names(self) -> dict[str, int]:
        """The names of the fields of outcomes, with the measures' ids."""
        return {outcome_name(measure): measure.id for measure in self.asked}

    def _typed(self, name: str) -> Any:
        return self._fields[name].data if name in self._fields else None

    def _outcomes(self) -> dict[int, MeasureOutcome]:
        given = {id_: self._typed(name) for name, id_ in self.outcome_names.items()}
        return {number: outcome for number, outcome in given.items() if outcome}


def transfer_form(
    step: TransferStep,
    transfer: Transfer,
    *,
    seen: int,
    authorities: Iterable[Authority] = (),
) -> TransferForm:
    """The form of this step for this transfer; as typed, if it was sent."""
    asked = []
    if "outcomes" in step.asks:
        asked = [c.measure for c in transfer.cells if not c.outcome.is_final]
    # WTForms binds fields to classes, so that fields by measure need a class by form
    kind = type("FormOfStep", (TransferForm,), outcome_fields(asked))
    today = clock.today()
    is_past = transfer.expected_on is not None and transfer.expected_on < today
    form: TransferForm = kind(
        data={
            "seen": seen,
            "on": today,
            "expected_on": None if is_past else transfer.expected_on,
            "authority_reference": transfer.authority_reference,
        }
    )
    form.step, form.asked = step, asked
    form.ids = {a.code: a.id for a in authorities if a.id != transfer.authority_id}
    form.note.label.text = _(step.note_label)
    for name in ("authority_reference", "expected_on", "authority"):
        if name not in step.asks:
            del form[name]
    if "authority" in step.asks:
        form.authority.offer(
            [(a.code, a.name) for a in authorities if a.code in form.ids]
        )
    return form
