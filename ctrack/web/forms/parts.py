"""The parts of a request: persons, legal bases, measures, links, named officers."""

from collections.abc import Sequence
from typing import Any, NamedTuple, Self

from flask_babel import lazy_gettext as _l
from wtforms import Form as PlainForm
from wtforms import FormField, HiddenField

from ctrack.domain.errors import problem
from ctrack.domain.records import BasisRecord, MeasureRecord, PersonRecord
from ctrack.domain.vocabulary import (
    AssertedBy,
    Direction,
    LinkKind,
    MeasureOutcome,
    Rank,
)
from ctrack.domain.wording import N_
from ctrack.models import Measure, MLARequest, Nature, NatureSubtype, User
from ctrack.queries.codes import Codes
from ctrack.web.forms.base import Form, LineField
from ctrack.web.forms.fields import (
    CheckboxesField,
    CodeField,
    Option,
    OptionField,
    RowsField,
    TextField,
    at_most,
)
from ctrack.web.forms.persons import PersonsField
from ctrack.web.forms.registration import LONGEST_ARTICLE
from ctrack.web.wording import label


class PersonsForm(Form):
    """The persons and firms of a request."""

    seen = HiddenField()
    persons = PersonsField(_l("Persons and firms"))

    def read(self) -> list[PersonRecord] | None:
        """The persons as typed; None where something is to be put right."""
        self.validate()
        return None if self.faults else self.persons.records()

    @property
    def faults(self) -> list[tuple[str, str]]:
        """What to put right in the rows."""
        told = [fault for fault in super().faults if fault[0] != self.persons.id]
        return told + self.persons.faults()


class BasisForm(PlainForm):
    """A legal basis: cited in the letter, applied by us, asserted by whom."""

    basis = LineField(
        _l("Legal basis"),
        render_kw={"list": "known-instruments", "autocomplete": "off"},
    )
    rank = CodeField(_l("Rank"), Rank, default=Rank.ADDITIONAL)
    use = CheckboxesField(_l("Use"))
    asserted_by = CodeField(
        _l("Asserted by"), AssertedBy, default=AssertedBy.REQUESTING
    )


class BasesForm(Form):
    """The legal bases of a request, exactly one of them primary."""

    seen = HiddenField()
    legal_bases = RowsField(FormField(BasisForm), _l("Legal bases"))

    def prepare(self, direction: Direction) -> Self:
        """Offer what may be chosen."""
        applied = (
            _l("applied by us") if direction is Direction.INCOMING else _l("applied")
        )
        self.uses = [("cited", str(_l("cited"))), ("applied", str(applied))]
        for row in self.legal_bases:
            row.form.use.offer(self.uses)
        return self

    def add(self) -> None:
        """One more row."""
        row = self.legal_bases.append_entry({"use": ["cited"]})
        row.form.use.offer(self.uses)

    def read(self) -> list[BasisRecord] | None:
        """The bases as typed; None where something is to be put right."""
        self.validate()
        words = Codes()
        found = []
        for row in self.legal_bases:
            typed = row.form.basis.data or ""
            basis = words.basis(typed)
            if typed and basis is None:
                row.form.basis.errors = [str(_NO_BASIS) % {"typed": typed[:60]}]
            elif basis is not None and len(basis.article) > LONGEST_ARTICLE:
                row.form.basis.errors = [str(_LONG_ARTICLE)]
            elif basis is not None:
                found.append(
                    BasisRecord(
                        basis.instrument,
                        basis.article,
                        row.form.rank.data or Rank.ADDITIONAL,
                        "cited" in row.form.use.data,
                        "applied" in row.form.use.data,
                        row.form.asserted_by.data or AssertedBy.REQUESTING,
                    )
                )
        if not found and not self.faults:
            self.show([problem("legal_bases", N_("Name at least one legal basis."))])
        return None if self.faults else found

    @property
    def faults(self) -> list[tuple[str, str]]:
        """What to put right, each with the field it is about."""
        told = [fault for fault in super().faults if fault[0] != self.legal_bases.id]
        return told + self.legal_bases.faults()


def basis_rows(mla_request: MLARequest) -> list[dict[str, Any]]:
    """The bases as they stand, to fill the form with."""
    return [
        {
            "basis": basis.citation,
            "rank": basis.rank,
            "use": [
                *(["cited"] if basis.is_cited else []),
                *(["applied"] if basis.is_applied else []),
            ],
            "asserted_by": basis.asserted_by,
        }
        for basis in mla_request.bases
    ]


_NO_BASIS = _l(
    "“%(typed)s” is no legal basis that the register knows. Choose one from the list, "
    "with its article if you like: UNTOC art. 18."
)
_LONG_ARTICLE = _l("The article is longer than 80 characters. Shorten it.")


class MeasureRow(NamedTuple):
    """What was typed of one measure."""

    measure: Measure
    subtype: str
    description: str
    outcome: MeasureOutcome


class MeasuresForm(Form):
    """Further kinds of assistance, and what each measure is called."""

    seen = HiddenField()
    natures = CheckboxesField(_l("Further kinds of assistance"))
    reasons = TextField(
        _l("Reasons"),
        description=_l("Where an outcome is corrected to “refused”, art. 18(23)."),
    )
    measures: Sequence[Measure]
    offered: Sequence[Option]

    def read(self) -> list[MeasureRow] | None:
        """Each measure as typed; None where something is to be put right."""
        self.validate()
        return None if self.faults else [self._row(m) for m in self.measures]

    def _row(self, measure: Measure) -> MeasureRow:
        corrected = (
            self[f"outcome_{measure.id}"].data if self.corrects(measure) else None
        )
        return MeasureRow(
            measure,
            self[f"subtype_{measure.id}"].data or "",
            self[f"description_{measure.id}"].data or "",
            corrected or measure.outcome,
        )

    def corrects(self, measure: Measure) -> bool:
        """Whether an outcome was recorded that may be corrected."""
        return f"outcome_{measure.id}" in self

    @property
    def corrects_any(self) -> bool:
        """Whether there is an outcome that may be corrected."""
        return any(map(self.corrects, self.measures))

    def added(self) -> list[MeasureRecord]:
        """The measures to add, each once; a nature that is no nature is left out."""
        known = {code for code, _text in self.offered}
        return [MeasureRecord(code) for code in self.natures.data if code in known]


def measures_form(
    mla_request: MLARequest,
    natures: Sequence[Nature],
    subtypes: Sequence[NatureSubtype],
    *,
    seen: int,
) -> MeasuresForm:
    """A row for each measure: description, subtype, and a recorded outcome."""
    fields: dict[str, Any] = {}
    likely: dict[str, Any] = {"seen": seen}
    for m in mla_request.measures:
        fields |= _measure_fields(m)
        likely[f"description_{m.id}"] = m.description
        likely[f"subtype_{m.id}"] = m.subtype_code or ""
        likely[f"outcome_{m.id}"] = m.outcome
    form: MeasuresForm = type("FormOfMeasures", (MeasuresForm,), fields)(data=likely)
    form.measures = mla_request.measures
    form.offered = [(nature.code, label(nature)) for nature in natures]
    form.natures.offer(form.offered)
    for m in mla_request.measures:
        form[f"subtype_{m.id}"].offer(
            [(s.code, label(s)) for s in subtypes if s.nature_code == m.nature_code]
        )
    return form


def _measure_fields(measure: Measure) -> dict[str, Any]:
    number = measure.id
    fields: dict[str, Any] = {
        f"description_{number}": LineField(
            _l("Description"), [at_most()], render_kw={"dir": "auto"}
        ),
        f"subtype_{number}": OptionField(_l("Finer kind"), empty=_l("Not stated")),
    }
    if measure.outcome.is_final:
        fields[f"outcome_{number}"] = CodeField(_l("Outcome"), MeasureOutcome)
    return fields


class LinkForm(Form):
    """How the request stands to another one."""

    seen = HiddenField()
    kind = CodeField(_l("This request"), LinkKind, default=LinkKind.SUPPLEMENTS)
    reference = LineField(
        _l("Our reference of the other request"),
        [at_most(40)],
        render_kw={"placeholder": "MLI-2026-00001", "autocomplete": "off"},
    )

    def read(self) -> tuple[LinkKind, str] | None:
        """The kind and the other reference; None where something is to be put right."""
        self.validate()
        if not self.reference.data:
            self.show(
                [problem("reference", N_("Give our reference of the other one."))]
            )
        if self.faults:
            return None
        return self.kind.data, self.reference.data or ""


class OfficersForm(Form):
    """Who may see a restricted request."""

    seen = HiddenField()
    officers = CheckboxesField(_l("Who may see it"))

    def prepare(self, officers: Sequence[User]) -> Self:
        """Offer the people of the central authority."""
        self.people = {user.username: user for user in officers}
        self.officers.offer([(user.username, user.name) for user in officers])
        return self

    def read(self) -> list[User] | None:
        """The people named; None where something is to be put right."""
        self.validate()
        if self.faults:
            return None
        chosen = self.officers.data
        return [user for name, user in self.people.items() if name in chosen]
