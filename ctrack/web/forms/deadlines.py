"""The small forms of pauses and of more time."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, ValidationError

from ctrack.domain.pauses import PauseCategory
from ctrack.services.pauses import BY_HAND
from ctrack.web.forms.base import DayField, Form
from ctrack.web.forms.fields import CodeField, TextField


def _needs_day(field: DayField) -> None:
    if field.data is None and not field.errors:
        raise ValidationError(_("Give the day."))


class PauseForm(Form):
    """From when the clock stands still, and for what."""

    seen = HiddenField()
    category = CodeField(
        _l("What is waited for"), PauseCategory, members=BY_HAND, empty=_l("Choose one")
    )
    since = DayField(_l("Since"))
    note = TextField(_l("Note"))

    def validate_since(self, field: DayField) -> None:
        """Refuse an empty day."""
        _needs_day(field)

    def validate_category(self, field: CodeField) -> None:
        """Refuse a pause for nothing."""
        if field.data is None and not field.errors:
            raise ValidationError(_("Choose what is waited for."))


class PauseEndForm(Form):
    """From when the days count again."""

    seen = HiddenField()
    until = DayField(_l("The first day that counts again"))

    def validate_until(self, field: DayField) -> None:
        """Refuse an empty day."""
        _needs_day(field)


class ExtensionForm(Form):
    """Until when there is more time, and why."""

    seen = HiddenField()
    until = DayField(_l("Due on"))
    on = DayField(_l("Given on"))
    reason = TextField(_l("Reasons"))

    def validate_until(self, field: DayField) -> None:
        """Refuse an empty day."""
        _needs_day(field)
