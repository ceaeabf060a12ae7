"""Correcting the facts of a request."""

from typing import Any, Self

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from ctrack.domain.permissions import Permission
from ctrack.domain.vocabulary import ReferenceKind
from ctrack.models import MLARequest, User
from ctrack.queries.codes import Codes
from ctrack.web.code_names import offence
from ctrack.web.forms.base import DayField, LineField
from ctrack.web.forms.facts import FACTS, FactsForm, offence_problems
from ctrack.web.forms.fields import CodeField, LinesField, TextField, at_most

MILESTONES = (
    ("acknowledged_on", _l("Acknowledged on")),
    ("accepted_on", _l("Accepted on")),
    ("transferred_on", _l("Transferred on")),
    ("executed_on", _l("Executed on")),
    ("results_sent_on", _l("Results sent on")),
    ("closed_on", _l("Closed on")),
    ("confirmed_in_writing_on", _l("Confirmed in writing on")),
    ("review_on", _l("Review on")),
)
"""The days that steps set; they may be corrected, but not set, by hand."""
FILLABLE = frozenset(
    {
        "acknowledged_on",
        "accepted_on",
        "transferred_on",
        "executed_on",
        "results_sent_on",
        "confirmed_in_writing_on",
    }
)
"""Days that an old register may lack, and that may be filled in later."""


class CorrectionForm(FactsForm):
    """The facts of a request, and the days that are known."""

    seen = HiddenField()
    conditions = TextField(_l("Conditions"))
    offences = LinesField(
        _l("Offences"), lines=2, labels=(_l("Main offence"), _l("Further offence"))
    )
    further_kind = CodeField(
        _l("A further reference"), ReferenceKind, default=ReferenceKind.PARTNER
    )
    further_reference = LineField(_l("Number"), [at_most()], render_kw={"dir": "auto"})
    acknowledged_on = DayField()
    accepted_on = DayField()
    transferred_on = DayField()
    executed_on = DayField()
    results_sent_on = DayField()
    closed_on = DayField()
    confirmed_in_writing_on = DayField()
    review_on = DayField()
    override_note = TextField(
        _l("Accept the days as they are, because"),
        description=_l("Only where they are right although out of order."),
    )

    def prepare(self, mla_request: MLARequest) -> Self:
        """Word the labels; ask only for days that are known. Without the officer,
        who is changed by a step.
        """
        self.for_direction(mla_request.direction)
        del self.officer
        may_lack = mla_request.is_historical or not mla_request.is_open
        self.days = [
            name
            for name, _label in MILESTONES
            if getattr(mla_request, name) is not None or (may_lack and name in FILLABLE)
        ]
        for name, words in MILESTONES:
            if name in self.days:
                self[name].label.text = words
            else:
                delattr(self, name)
        return self

    def read(self) -> dict[str, Any] | None:
        """The columns as typed; None where something is to be put right."""
        self.validate()
        self.show([*self.state_problems(), *offence_problems(self.offences, Codes())])
        if self.faults:
            return None
        changes = {"partner_state": self.state_code(), **self.facts()}
        changes["conditions"] = self.conditions.data or ""
        changes |= {name: self[name].data for name in self.days}
        return {name: value for name, value in changes.items() if self[name].raw_data}

    def offence_codes(self) -> list[str]:
        """The offences as codes."""
        words = Codes()
        return [c for text in self.offences.data if (c := words.offence(text))]

    def asks_to_override(self, user: User) -> bool:
        """Whether a supervisor is to be offered to accept days out of order."""
        names = (*self.days, "received_on", "sent_on")
        wrong = any(self[name].errors for name in names)
        return user.may(Permission.OVERRIDE) and (
            wrong or bool(self.override_note.data)
        )


def values(mla_request: MLARequest) -> dict[str, Any]:
    """The facts as they stand, to fill the form with."""
    names = (*FACTS, "conditions", *(name for name, _label in MILESTONES))
    return {
        **{name: getattr(mla_request, name) for name in names},
        "offences": [offence(entry.offence_code) for entry in mla_request.offences],
    }
