"""Recording who is away."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from ctrack.models import User
from ctrack.web.forms.base import DayField, Form, LineField
from ctrack.web.forms.fields import OptionField, at_most


class LeaveForm(Form):
    """Who is away, from when until when, and who stands in."""

    user = OptionField(_l("Who is away"), empty=_l("Choose one"))
    since = DayField(_l("First day away"))
    until = DayField(_l("Last day away"))
    deputy = OptionField(_l("Who stands in"), empty=_l("Choose one"))
    note = LineField(_l("Note"), [at_most(500)])
    with_restricted = BooleanField(
        _l("The deputy may see the restricted requests, too"),
        description=_l("They are named for those that the absent one looks after."),
    )

    def offer(self, people: list[User]) -> None:
        """These may be away, and stand in."""
        options = [(person.username, person.name) for person in people]
        self.user.offer(options)
        self.deputy.offer(options)

    def is_complete(self) -> bool:
        """Whether everything that is needed was given; says so beside the fields."""
        self.validate()
        for field in (self.user, self.since, self.until, self.deputy):
            if not field.data and not field.errors:
                field.errors = [_("Give this, too.")]
        return not self.faults

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day; only where the form is complete."""
        assert self.since.data is not None  # noqa: S101 (is_complete has asked)
        assert self.until.data is not None  # noqa: S101
        return self.since.data, self.until.data
