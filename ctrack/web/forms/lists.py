"""Adding and changing the entries of the lists of codes."""

from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, ValidationError
from wtforms.validators import InputRequired
from wtforms.widgets import TextInput

from ctrack import clock, states
from ctrack.domain.deadline_rules import REMINDERS, DeadlineKind
from ctrack.domain.deadlines import Unit
from ctrack.domain.vocabulary import BasisKind, Direction, GroundKind, Matter
from ctrack.models import Instrument, Nature, Offence
from ctrack.models.base import Model
from ctrack.models.reference_data import ReferenceEntry
from ctrack.queries import reference_data
from ctrack.services.unchanged import fingerprint
from ctrack.web.forms.base import DayField, Form, LineField
from ctrack.web.forms.fields import CodeField, Option, OptionField, at_most
from ctrack.web.forms.states_field import StatesField
from ctrack.web.wording import label

LANGUAGES = ("en", "fr", "es")


class EntryForm(Form):
    """What all lists have: a code, words in some languages, and validity."""

    seen = HiddenField()
    code = LineField(
        _l("Code"),
        [at_most(40)],
        description=_l(
            "Capital letters, digits, hyphens; stands in files and stays as it is."
        ),
    )
    label_en = LineField(
        _l("Label in English"),
        [InputRequired(_l("Give the English label.")), at_most(300)],
    )
    label_fr = LineField(_l("Label in French"), [at_most(300)])
    label_es = LineField(_l("Label in Spanish"), [at_most(300)])
    valid_from = DayField(_l("May be chosen from"))
    valid_until = DayField(
        _l("May be chosen until"),
        description=_l("Afterwards it is retired; old requests keep it."),
    )
    extra: tuple[str, ...] = ()

    def look_again(self, entry: ReferenceEntry | None) -> None:
        """Take note of what the entry holds now."""
        if entry is not None:
            self.seen.data = fingerprint(cast(Model, entry), self.values)

    @property
    def values(self) -> dict[str, Any]:
        """What is to be stored."""
        labels = {language: self[f"label_{language}"].data for language in LANGUAGES}
        return {
            "label": {language: text for language, text in labels.items() if text},
            "valid_from": self.valid_from.data,
            "valid_until": self.valid_until.data,
            **{name: self._value_of(name) for name in self.extra},
        }

    def _value_of(self, name: str) -> Any:
        data = self[name].data
        if name in ("parent_code", "instrument_code"):
            return data or None
        if name in ("year", "members_as_of", "direction", "matter"):
            return data
        return data if data is not None else ""


class YearField(Field):
    """A year in four digits; a number, or nothing."""

    widget = TextInput()
    data: int | None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the year, or say what is wrong with it."""
        self.data = None
        typed = str(valuelist[0]).strip() if valuelist else ""
        if not typed:
            return
        if not (typed.isdecimal() and len(typed) == 4 and int(typed) >= 1600):
            raise ValueError(_("Give the year in four digits, for example 1999."))
        self.data = int(typed)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return str(self.data) if self.data else ""


class InstrumentForm(EntryForm):
    """A legal instrument."""

    kind = CodeField(_l("Kind"), BasisKind)
    year = YearField(_l("Year"))
    article = LineField(_l("Article on assistance"), [at_most(40)])
    region = LineField(_l("Region"), [at_most(80)])
    is_basis = BooleanField(_l("May be a basis of assistance"), default=True)
    extra = ("kind", "year", "article", "region", "is_basis")


class NatureForm(EntryForm):
    """A nature of assistance."""

    untoc = LineField(_l("Article of UNTOC"), [at_most(40)])
    uncac = LineField(_l("Article of UNCAC"), [at_most(40)])
    other = LineField(_l("Other provision"), [at_most(80)])
    extra = ("untoc", "uncac", "other")


class SubtypeForm(EntryForm):
    """A finer kind, reported under its nature."""

    nature_code = OptionField(_l("Nature"))
    extra = ("nature_code",)


class OffenceForm(EntryForm):
    """An offence."""

    iccs = LineField(_l("Code of the ICCS"), [at_most(10)])
    parent_code = OptionField(_l("Part of"), empty=_l("Nothing wider"))
    untoc = LineField(_l("Article of UNTOC"), [at_most(40)])
    uncac = LineField(_l("Article of UNCAC"), [at_most(40)])
    extra = ("iccs", "parent_code", "untoc", "uncac")


class GroundForm(EntryForm):
    """A ground for refusing, postponing or asking for more."""

    kind = CodeField(_l("For"), GroundKind)
    untoc = LineField(_l("Article of UNTOC"), [at_most(40)])
    uncac = LineField(_l("Article of UNCAC"), [at_most(40)])
    other = LineField(_l("Other provision"), [at_most(80)])
    extra = ("kind", "untoc", "uncac", "other")


class GroupForm(EntryForm):
    """States that are counted together."""

    members = StatesField(
        _l("States"),
        description=_l("One on each line, by name or by its two letters."),
        render_kw={"rows": 12},
    )
    members_as_of = DayField(
        _l("Members as of"), description=_l("The day for which this list is exact.")
    )
    source = LineField(_l("Source"), [at_most(300)])
    extra = ("members", "members_as_of", "source")


class CountField(Field):
    """How many: a whole number from 0 to 3,650."""

    widget = TextInput()
    data: int | None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number, or say what is wrong with it."""
        self.data = None
        typed = str(valuelist[0]).strip() if valuelist else ""
        if not (typed.isdecimal() and len(typed) <= 4 and int(typed) <= 3650):
            raise ValueError(_("Give a number from 0 to 3650."))
        self.data = int(typed)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)


class WarningsField(Field):
    """Days before an end, the most first: `14, 3`."""

    widget = TextInput()
    data: list[int]

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the numbers, or say what is wrong with them."""
        self.data = []
        words = str(valuelist[0]).replace(",", " ").split() if valuelist else []
        if any(not (word.isdecimal() and 0 < int(word[:4]) <= 365) for word in words):
            raise ValueError(
                _("Give numbers of days from 1 to 365, for example 14, 3.")
            )
        self.data = sorted({int(word) for word in words}, reverse=True)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return ", ".join(map(str, self.data or ()))


class DeadlineRuleForm(EntryForm):
    """How long somebody has for something."""

    kind = CodeField(_l("What is due"), DeadlineKind)
    direction = CodeField(_l("Direction"), Direction, empty=_l("Both"))
    matter = CodeField(_l("Matter"), Matter, empty=_l("All"))
    instrument_code = OptionField(_l("Legal instrument"), empty=_l("All"))
    count = CountField(
        _l("How many"),
        description=_l(
            "What is open follows at once, after a look at what would move."
        ),
    )
    unit = CodeField(_l("Counted in"), Unit)
    warn_before = WarningsField(
        _l("Warn before"),
        description=_l("So many days before the end, for example 14, 3."),
    )
    rolls = BooleanField(_l("What ends on a free day ends on the next working day"))
    stands_still = BooleanField(_l("Paused days are not counted"), default=True)
    source = LineField(_l("Source"), [at_most(300)])
    extra = (
        "kind",
        "direction",
        "matter",
        "instrument_code",
        "count",
        "unit",
        "warn_before",
        "rolls",
        "stands_still",
        "source",
    )

    def validate_unit(self, field: CodeField) -> None:
        """Reminders go by calendar days."""
        if self.kind.data in REMINDERS and field.data is not Unit.CALENDAR_DAYS:
            raise ValidationError(_("Reminders are counted in calendar days."))

    def validate_count(self, field: CountField) -> None:
        """Nobody is reminded on the day itself."""
        if self.kind.data in REMINDERS and field.data == 0:
            raise ValidationError(_("Give at least one day."))

    def validate_matter(self, field: CodeField) -> None:
        """Reminders are the same for all."""
        if self.kind.data in REMINDERS and (field.data or self.instrument_code.data):
            raise ValidationError(_("Reminders are the same for all requests."))


_FORMS: dict[str, type[EntryForm]] = {
    "instruments": InstrumentForm,
    "natures": NatureForm,
    "subtypes": SubtypeForm,
    "offences": OffenceForm,
    "grounds": GroundForm,
    "groups": GroupForm,
    "deadlines": DeadlineRuleForm,
}


def form_of(name: str, entry: ReferenceEntry | None) -> EntryForm:
    """The form of a list, filled with an entry."""
    kind = _FORMS[name]
    data: dict[str, Any] = {}
    if entry is not None:
        data = {f"label_{tongue}": entry.label.get(tongue) for tongue in LANGUAGES}
        names = (*kind.extra, "code", "valid_from", "valid_until")
        data |= {field: getattr(entry, field) for field in names}
        seen = ("label", "valid_from", "valid_until", *kind.extra)
        data["seen"] = fingerprint(cast(Model, entry), seen)
    form = kind(data=data)
    if isinstance(form, SubtypeForm):
        form.nature_code.offer(_options(Nature, data.get("nature_code")))
    if isinstance(form, DeadlineRuleForm):
        kept = data.get("instrument_code")
        form.instrument_code.offer(_options(Instrument, kept))
    if isinstance(form, OffenceForm):
        wider = _options(Offence, data.get("parent_code"))
        form.parent_code.offer([o for o in wider if o[0] != data.get("code")])
    return form


def _options(table: type[ReferenceEntry], kept: str | None) -> list[Option]:
    """Entries that may be chosen today, and the one that is kept, retired or not."""
    today = clock.today()
    return [
        (entry.code, label(entry))
        for entry in reference_data.all_of(cast(Any, table))
        if entry.is_valid(today) or entry.code == kept
    ]


class BilateralForm(Form):
    """The State with which there is a bilateral treaty."""

    partner_state = LineField(
        _l("State"), render_kw={"list": "known-states", "autocomplete": "off"}
    )
    year = YearField(_l("Year"))

    @property
    def code(self) -> str | None:
        """The treaty's code, `BILAT-FR`; None where no State is meant."""
        state = states.code_of(self.partner_state.data or "")
        return f"BILAT-{state}" if state else None
