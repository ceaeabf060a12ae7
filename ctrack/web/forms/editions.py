"""Freezing an edition, and the reasons for what is done with it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from ctrack.domain.disclosure.publication import ALWAYS, PUBLISHABLE
from ctrack.domain.editions import LONGEST_TITLE, THRESHOLD, THRESHOLDS
from ctrack.domain.errors import Problem
from ctrack.domain.statistics.registry import TABLES
from ctrack.domain.vocabulary import Direction
from ctrack.web.forms.base import Form, LineField
from ctrack.web.forms.fields import CheckboxesField, OptionField, TextField, at_most
from ctrack.web.wording import day, translated

FIELDS = {
    "title": "title",
    "starts": "from",
    "ends": "to",
    "as_at": "as_at",
    "direction": "direction",
    "threshold": "threshold",
}
"""The fields of the form, and what their problems are called."""


class FreezeForm(Form):
    """What an edition is about, and what it shows."""

    title = LineField(
        _l("Title"),
        [at_most(LONGEST_TITLE)],
        description=_l("As the public will see it, for example Requests 2021 to 2025."),
        render_kw={"dir": "auto"},
    )
    starts = LineField(_l("First day of the period"), name="from")
    ends = LineField(_l("Last day of the period"), name="to")
    as_at = LineField(
        _l("As at the end of"),
        description=_l("A day that has ended, so that the figures can be repeated."),
    )
    direction = OptionField(_l("Direction"), empty=_l("Both"))
    threshold = LineField(
        _l("Hide figures below"),
        description=_l(
            "In the tables by State, offence and authority, from %(least)s to "
            "%(most)s. What would give them away is hidden too.",
            least=THRESHOLDS[0],
            most=THRESHOLDS[-1],
        ),
        default=str(THRESHOLD),
        render_kw={"inputmode": "numeric"},
    )
    tables = CheckboxesField(
        _l("Tables"), description=_l("The flow is a part of every edition.")
    )

    @classmethod
    def for_last_year(cls, today: date) -> "FreezeForm":
        """The form as it is opened: the last calendar year, with all tables."""
        year = today.year - 1
        form = cls(
            data={
                "starts": day(date(year, 1, 1)),
                "ends": day(date(year, 12, 31)),
                "as_at": day(today - timedelta(days=1)),
                "tables": [name for name in PUBLISHABLE if name != ALWAYS],
            }
        )
        form.direction.offer([(d.value, translated(d.label)) for d in Direction])
        form.tables.offer(
            [(n, translated(TABLES[n].title)) for n in PUBLISHABLE if n != ALWAYS]
        )
        return form

    @property
    def typed(self) -> dict[str, str]:
        """What was typed, by the name of the question it answers."""
        return {name: self[field].data or "" for field, name in FIELDS.items()}

    def show(self, problems: Iterable[Problem]) -> None:
        """Put each problem beside the field it is about."""
        fields = {name: field for field, name in FIELDS.items()}
        super().show(
            Problem(fields.get(each.field, each.field), each.sentence)
            for each in problems
        )


class ReasonForm(Form):
    """A deed, with its reason where one is needed."""

    seen = HiddenField()
    reason = TextField(_l("Reason"), [at_most(2000)])

    @property
    def version(self) -> int | None:
        """The version of the edition that the page showed; None for a script."""
        return number_seen(self.seen.data)


def number_seen(text: Any) -> int | None:
    """The version that a page has seen."""
    text = str(text or "")
    return int(text) if text.isdecimal() and len(text) < 10 else None
