"""What a request is about: the fields that registering and correcting share."""

from typing import Any

from flask_babel import lazy_gettext as _l

from ctrack.domain.errors import Problem, problem
from ctrack.domain.vocabulary import (
    Channel,
    Confidentiality,
    Direction,
    Matter,
    ProceedingStage,
    RequestForm,
    Urgency,
    UrgencyReason,
)
from ctrack.domain.wording import N_
from ctrack.queries import codes
from ctrack.queries.codes import Codes
from ctrack.web.forms.base import DayField, Form, LineField
from ctrack.web.forms.fields import (
    CodeField,
    LinesField,
    OptionField,
    TextField,
    at_most,
)

LINE = {"dir": "auto"}
STATES = {"list": "known-states", "autocomplete": "off"}


class FactsForm(Form):
    """The facts of a request; labels and hints depend on its direction."""

    partner_state = LineField(
        _l("State, territory or body"), [at_most()], render_kw=STATES
    )
    partner_authority = LineField(_l("Their authority"), [at_most()], render_kw=LINE)
    originating_authority = LineField(
        _l("Originating authority"), [at_most()], render_kw=LINE
    )
    received_on = DayField(_l("Received on"))
    sent_on = DayField(_l("Sent on"))
    channel = CodeField(_l("Channel"), Channel, empty=_l("Not stated"))
    form = CodeField(_l("Form"), RequestForm, empty=_l("Not stated"))
    language = LineField(_l("Language"), [at_most(80)], render_kw=LINE)
    subject = LineField(_l("Subject"), [at_most()], render_kw=LINE)
    matter = CodeField(_l("Matter"), Matter, default=Matter.MLA)
    proceeding_stage = CodeField(
        _l("Stage of the proceedings"), ProceedingStage, empty=_l("Not stated")
    )
    confidentiality = CodeField(
        _l("Confidentiality"), Confidentiality, default=Confidentiality.STANDARD
    )
    urgency = CodeField(_l("Urgency"), Urgency, default=Urgency.NORMAL)
    urgency_reason = CodeField(
        _l("Reason of the urgency"), UrgencyReason, empty=_l("None")
    )
    wished_on = DayField(_l("Wished for by"))
    use_limitation = TextField(_l("Use limitation"))
    remarks = TextField(_l("Remarks"))
    officer = OptionField(_l("Officer"), empty=_l("Nobody yet"))

    def for_direction(self, direction: Direction) -> None:
        """Word the labels for requests of this direction."""
        for name, (incoming, outgoing) in _WORDED.items():
            if name in self:
                text = incoming if direction is Direction.INCOMING else outgoing
                self[name].label.text = text

    def state_code(self) -> str:
        """The code of the State that was typed; empty where it is none."""
        return codes.state(self.partner_state.data or "") or ""

    def state_problems(self) -> list[Problem]:
        """What is wrong with the State."""
        typed = (self.partner_state.data or "").strip()
        if not typed:
            return [
                problem(
                    "partner_state",
                    N_("Name the State, territory or body, for example Italy or IT."),
                )
            ]
        if not self.state_code():
            return [
                problem(
                    "partner_state",
                    N_(
                        "“%(typed)s” is no State, territory or body that the register "
                        "knows. Write its English name or its code, for example "
                        "Italy or IT."
                    ),
                    typed=typed[:60],
                )
            ]
        return []

    def facts(self) -> dict[str, Any]:
        """The plain columns of the request, as far as they could be read."""
        return {name: self[name].data or _EMPTY.get(name, "") for name in FACTS}


def offence_problems(field: LinesField, words: Codes) -> list[Problem]:
    """What is wrong with the offences; marks the lines that are."""
    field.wrong = {text for text in field.data or () if words.offence(text) is None}
    return [
        problem("offences", _NO_OFFENCE, typed=text[:60])
        for text in sorted(field.wrong)
    ]


_NO_OFFENCE = N_(
    "“%(typed)s” is no offence that the register knows. Choose one from the list."
)

FACTS = (
    "partner_authority",
    "originating_authority",
    "received_on",
    "sent_on",
    "channel",
    "form",
    "language",
    "subject",
    "matter",
    "proceeding_stage",
    "confidentiality",
    "urgency",
    "urgency_reason",
    "wished_on",
    "use_limitation",
    "remarks",
)
"""The fields that are columns of the request by the same name."""

_EMPTY: dict[str, Any] = {
    "received_on": None,
    "sent_on": None,
    "channel": None,
    "form": None,
    "matter": Matter.MLA,
    "proceeding_stage": None,
    "confidentiality": Confidentiality.STANDARD,
    "urgency": Urgency.NORMAL,
    "urgency_reason": None,
    "wished_on": None,
}

_WORDED = {
    "partner_authority": (_l("Authority that sent it"), _l("Authority it goes to")),
    "originating_authority": (
        _l("Authority abroad that asks"),
        _l("Our authority that asks"),
    ),
    "partner_reference": (_l("Their reference"), _l("Their reference, once known")),
    "originating_reference": (
        _l("Reference of that authority"),
        _l("Reference of our authority"),
    ),
    "received_on": (_l("Received on"), _l("Reached us on")),
    "sent_on": (_l("Their letter is dated"), _l("Sent on")),
}
"""Labels for incoming and for outgoing requests."""
