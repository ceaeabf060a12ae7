"""Adding and changing the entries of the lists of codes."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import InputRequired

from ctrack import clock, states
from ctrack.domain.vocabulary import BasisKind, GroundKind
from ctrack.models import Nature, Offence
from ctrack.models.reference_data import ReferenceEntry
from ctrack.queries import reference_data
from ctrack.web.forms.base import DayField, Form, LineField
from ctrack.web.forms.fields import CodeField, OptionField, at_most
from ctrack.web.wording import label

LANGUAGES = ("en", "fr", "es")


class EntryForm(Form):
    """What all lists have: a code, words in some languages, and validity."""

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
        if name == "parent_code":
            return data or None
        if name == "year":
            return int(data) if str(data or "").isdecimal() else None
        return data if data is not None else ""


class InstrumentForm(EntryForm):
    """A legal instrument."""

    kind = CodeField(_l("Kind"), BasisKind)
    year = LineField(_l("Year"), [at_most(4)])
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


_FORMS: dict[str, type[EntryForm]] = {
    "instruments": InstrumentForm,
    "natures": NatureForm,
    "subtypes": SubtypeForm,
    "offences": OffenceForm,
    "grounds": GroundForm,
}


def form_of(name: str, entry: ReferenceEntry | None) -> EntryForm:
    """The form of a list, filled with an entry."""
    kind = _FORMS[name]
    data: dict[str, Any] = {}
    if entry is not None:
        data = {f"label_{tongue}": entry.label.get(tongue) for tongue in LANGUAGES}
        data |= {field: getattr(entry, field) for field in kind.extra}
        data |= {
            field: getattr(entry, field)
            for field in ("code", "valid_from", "valid_until")
        }
    form = kind(data=data)
    today = clock.today()
    if isinstance(form, SubtypeForm):
        natures = reference_data.valid(Nature, today)
        form.nature_code.offer([(n.code, label(n)) for n in natures])
    if isinstance(form, OffenceForm):
        offences = reference_data.valid(Offence, today)
        form.parent_code.offer([(o.code, label(o)) for o in offences])
    return form


class BilateralForm(Form):
    """The State with which there is a bilateral treaty."""

    partner_state = LineField(_l("State"))

    @property
    def code(self) -> str | None:
        """The treaty's code, `BILAT-FR`; None where no State is meant."""
        state = states.code_of(self.partner_state.data or "")
        return f"BILAT-{state}" if state else None
