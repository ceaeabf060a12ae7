"""The small forms of pauses and of more time."""

from collections import Counter
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, ValidationError

from ctrack.domain.deadline_rules import BY_HAND as DEADLINES_BY_HAND
from ctrack.domain.deadline_rules import DeadlineKind
from ctrack.domain.deadlines import Unit
from ctrack.domain.pauses import PauseCategory
from ctrack.services.pauses import BY_HAND
from ctrack.web.forms.base import DayField, Form, LineField
from ctrack.web.forms.fields import CodeField, TextField, at_most
from ctrack.web.forms.lists import CountField


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


class DaysField(CountField):
    """So many days; None where the field is left empty."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number, if there is one."""
        self.data = None
        if valuelist and str(valuelist[0]).strip():
            super().process_formdata(valuelist)


class ExtensionForm(Form):
    """Until when there is more time, or by how many days, and why."""

    seen = HiddenField()
    until = DayField(_l("Due on"))
    count = DaysField(_l("Or so many days more"))
    unit = CodeField(
        _l("Counted in"), Unit, members=(Unit.CALENDAR_DAYS, Unit.WORKING_DAYS)
    )
    on = DayField(_l("Given on"))
    reason = TextField(_l("Reasons"))

    def validate_until(self, field: DayField) -> None:
        """Refuse neither a day nor a number, and both."""
        if field.errors:
            return
        if field.data is None and self.count.data is None and not self.count.errors:
            raise ValidationError(_("Give the day, or a number of days."))
        if field.data is not None and self.count.data is not None:
            raise ValidationError(_("Give the day or a number of days, not both."))


class DayForManyForm(Form):
    """Until when many requests have more time for the same, and why."""

    kind = CodeField(_l("What is due"), DeadlineKind)
    until = DayField(_l("Due on"))
    on = DayField(_l("Given on"))
    reason = TextField(_l("Reasons"))
    kinds: Counter[DeadlineKind] = Counter()

    def validate_until(self, field: DayField) -> None:
        """Refuse an empty day."""
        _needs_day(field)


class DeadlineForm(Form):
    """What is to be kept until when."""

    seen = HiddenField()
    kind = CodeField(
        _l("What is to be kept"),
        DeadlineKind,
        members=DEADLINES_BY_HAND,
        empty=_l("Choose one"),
    )
    until = DayField(
        _l("Due on"),
        description=_l("Left empty, it follows from the rule for what is to be kept."),
    )
    base_on = DayField(_l("Counted from"))
    note = LineField(_l("Note"), [at_most()])

    def validate_kind(self, field: CodeField) -> None:
        """Refuse a day for nothing."""
        if field.data is None and not field.errors:
            raise ValidationError(_("Choose what is to be kept."))


class SettleForm(Form):
    """When it was done."""

    seen = HiddenField()
    on = DayField(_l("Done on"))
    note = LineField(_l("Note"), [at_most()])

    def validate_on(self, field: DayField) -> None:
        """Refuse an empty day."""
        _needs_day(field)


class ReasonForm(Form):
    """Why something is taken back."""

    seen = HiddenField()
    reason = TextField(_l("Reasons"))


class PauseCorrectionForm(Form):
    """From when until when, and for what, it really was."""

    seen = HiddenField()
    category = CodeField(_l("What was waited for"), PauseCategory, members=BY_HAND)
    since = DayField(_l("Since"))
    until = DayField(
        _l("The first day that counts again"),
        description=_l("Left empty, the pause goes on."),
    )
    reason = TextField(_l("Reasons"))

    def validate_since(self, field: DayField) -> None:
        """Refuse an empty day."""
        _needs_day(field)
