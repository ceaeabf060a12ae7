"""Reminding oneself of a request, and putting it off."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from ctrack.web.forms.base import DayField, Form, LineField
from ctrack.web.forms.fields import at_most


class ReminderForm(Form):
    """The day, and what to think of then."""

    due_on = DayField(_l("Remind me on"))
    note = LineField(
        _l("What to think of"),
        [at_most()],
        description=_l("Only you see it; it is never sent by e-mail."),
    )

    def validate_due_on(self, field: DayField) -> None:
        """Refuse an empty day."""
        if field.data is None and not field.errors:
            raise ValidationError(_("Give the day."))


class PutOffForm(Form):
    """The day on which the request is to stand on the work list again."""

    until = DayField(
        _l("Put off until"),
        description=_l(
            "Until then it does not stand on your work list. Others still see it on "
            "theirs, days that are due stay due, and the history tells of it."
        ),
    )

    def validate_until(self, field: DayField) -> None:
        """Refuse an empty day."""
        if field.data is None and not field.errors:
            raise ValidationError(_("Give the day."))
