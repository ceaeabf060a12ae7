"""Marks for review, and what is decided of a proposal."""

from flask_babel import lazy_gettext as _l

from ctrack.web.forms.base import Form
from ctrack.web.forms.fields import CheckboxesField, TextField


class MarkForm(Form):
    """What is to be looked at."""

    note = TextField(
        _l("What is to be looked at"),
        description=_l("The officer of the request is told, and answers it."),
    )


class AnswerForm(Form):
    """What came of a mark."""

    answer = TextField(_l("What came of it"))


class SendBackForm(Form):
    """Why a step is not approved."""

    reason = TextField(
        _l("Why it is sent back"),
        description=_l("Whoever proposed the step is told."),
    )


class ApprovedStepsForm(Form):
    """Which steps need a second pair of eyes, by direction."""

    incoming = CheckboxesField(_l("Incoming requests"))
    outgoing = CheckboxesField(_l("Outgoing requests"))
