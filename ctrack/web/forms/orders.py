"""To which authorities a request goes, and which of its measures each is to execute."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Form as PlainForm
from wtforms import FormField
from wtforms.validators import ValidationError

from ctrack.models import Authority, Measure, MLARequest
from ctrack.services.step_answers import TransferOrder
from ctrack.web.code_names import nature, subtype
from ctrack.web.forms.base import DayField
from ctrack.web.forms.fields import (
    CheckboxesField,
    Option,
    OptionField,
    RowsField,
    TextField,
)


class OrderForm(PlainForm):
    """One authority with its measures, the day its answer is due, and a note to it."""

    authority = OptionField(_l("Authority"), empty=_l("Choose an authority"))
    measures = CheckboxesField(_l("Measures it is to execute"))
    due_on = DayField(_l("Answer due"))
    note = TextField(_l("Note to the authority"))

    def validate_measures(self, field: CheckboxesField) -> None:
        """An authority is asked for something."""
        if self.authority.data and not field.data:
            raise ValidationError(_("Choose at least one measure for this authority."))


class OrdersField(RowsField):
    """As many authorities as are wanted, one to begin with."""

    def __init__(self, label: Any = None, **rest: Any) -> None:
        """Begin with one."""
        super().__init__(FormField(OrderForm), label, **rest)

    def offer(self, mla_request: MLARequest, authorities: Sequence[Authority]) -> None:
        """These authorities and measures may be chosen."""
        self.authorities = {str(a.id): a.id for a in authorities}
        self.options = [(str(a.id), a.name) for a in authorities]
        self.measures = _measures(mla_request)
        for row in self.entries:
            self._offer(row)

    def _offer(self, row: Any) -> None:
        row.form.authority.offer(self.options)
        row.form.measures.offer(self.measures)

    def add(self) -> None:
        """One more authority, without measures yet."""
        due = self.entries[-1].form.due_on.data if self.entries else None
        self._offer(self.append_entry({"measures": [], "due_on": due}))

    def orders(self) -> list[TransferOrder]:
        """What was chosen; a row without an authority is no order."""
        known = {number for number, _text in self.measures}
        return [
            TransferOrder(
                authority_id=self.authorities[row.form.authority.data],
                measure_ids=[int(m) for m in row.form.measures.data if m in known],
                due_on=row.form.due_on.data,
                note=row.form.note.data or "",
            )
            for row in self.entries
            if row.form.authority.data
        ]


def _measures(mla_request: MLARequest) -> list[Option]:
    where: dict[int, list[str]] = {}
    for transfer in mla_request.open_transfers:
        for cell in transfer.cells:
            where.setdefault(cell.measure_id, []).append(transfer.authority.name)
    return [
        (str(measure.id), _described(measure, where.get(measure.id, [])))
        for measure in mla_request.measures
        if not measure.outcome.is_final
    ]


def _described(measure: Measure, places: list[str]) -> str:
    if not places:
        return measure_name(measure)
    return _(
        "%(measure)s, lies with %(authorities)s",
        measure=measure_name(measure),
        authorities=", ".join(places),
    )


def measure_name(measure: Measure) -> str:
    """A measure by its number and what it is: `2. Bank records of 2024`."""
    finer = measure.subtype_code
    kind = subtype(finer) if finer else nature(measure.nature_code)
    return f"{measure.number}. {measure.description or kind}"
