"""Calendars: days of their own, their weekend, and whose they are."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError
from wtforms.validators import InputRequired

from ctrack.domain.calendars import CalendarUse
from ctrack.models.calendar import DayKind
from ctrack.web.forms.base import DayField, Form, LineField
from ctrack.web.forms.fields import CheckboxesField, CodeField, OptionField, at_most


class DayForm(Form):
    """A day, and what is said of it."""

    day = DayField(_l("Day"))
    kind = OptionField(_l("What it is here"))
    name = LineField(_l("Name"), [at_most(300)])

    def prepare(self) -> "DayForm":
        """Offer what may be said of a day."""
        free, worked = (
            _("Free, though others work"),
            _("A working day, though others are free"),
        )
        offered = [(DayKind.ADDED.value, free), (DayKind.WORKED.value, worked)]
        self.kind.offer(offered)
        return self

    def validate_day(self, field: DayField) -> None:
        """Refuse an empty day."""
        _not_empty(field)


class WeekendForm(Form):
    """Which weekdays are free, and since when."""

    since = DayField(_l("Since"))
    weekdays = CheckboxesField(_l("Free days of the week"))

    def prepare(self) -> "WeekendForm":
        """Offer the seven days."""
        self.weekdays.offer([(str(n), name) for n, name in enumerate(weekday_names())])
        return self

    @property
    def numbers(self) -> list[int]:
        """The days that were chosen, as in `date.weekday`."""
        return [int(text) for text in self.weekdays.data if text in set("0123456")]

    def validate_since(self, field: DayField) -> None:
        """Refuse an empty day."""
        _not_empty(field)


def _not_empty(field: DayField) -> None:
    if field.data is None and not field.errors:
        raise ValidationError(_("Give the day."))


def weekday_names() -> list[str]:
    """Monday to Sunday, in the language of the page."""
    return [
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    ]


class PlaceForm(Form):
    """Whose holidays a calendar has."""

    place = LineField(
        _l("State"),
        [InputRequired(_l("Name a State by its name or code, for example FR."))],
        description=_l("Or a part of one that has holidays of its own: DE-BY."),
        render_kw={"list": "known-states"},
    )
    name = LineField(
        _l("Name"),
        [at_most(200)],
        description=_l("For competent authorities: “Courts of Bavaria”."),
    )


class NewCalendarForm(PlaceForm):
    """A further calendar."""

    serves = CodeField(
        _l("Whose days it tells"),
        CalendarUse,
        members=(CalendarUse.STATE, CalendarUse.AUTHORITIES),
    )
