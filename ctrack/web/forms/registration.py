"""Registering a request on one screen, in both directions."""

import re
from collections.abc import Sequence
from typing import Self

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from ctrack import clock
from ctrack.domain import validation
from ctrack.domain.errors import Problem, problem
from ctrack.domain.records import BasisRecord, MeasureRecord, RequestRecord
from ctrack.domain.statuses import Status
from ctrack.domain.vocabulary import (
    Confidentiality,
    Direction,
    Rank,
    ReferenceKind,
)
from ctrack.domain.wording import N_
from ctrack.models import User
from ctrack.queries import codes
from ctrack.queries.codes import Basis, Codes
from ctrack.queries.reference_data import Words
from ctrack.queries.users import Officer
from ctrack.web.forms.base import LineField
from ctrack.web.forms.facts import LINE, FactsForm, offence_problems
from ctrack.web.forms.fields import CheckboxesField, LinesField, OptionField, at_most
from ctrack.web.forms.persons import PersonsField
from ctrack.web.wording import entry_label

LONGEST_ARTICLE = 80
_TREATY = re.compile(r"^bilat(?:eral treaty)?(?=$|[\s,]+art)", re.IGNORECASE)
NUMBERS = (
    ("partner_reference", ReferenceKind.PARTNER),
    ("originating_reference", ReferenceKind.ORIGINATING),
    ("operation", ReferenceKind.OPERATION),
)


class RegistrationForm(FactsForm):
    """Everything that may be known of a request when it comes or goes."""

    partner_reference = LineField(_l("Their reference"), [at_most()], render_kw=LINE)
    originating_reference = LineField(_l("Reference"), [at_most()], render_kw=LINE)
    operation = LineField(_l("Operation name"), [at_most()], render_kw=LINE)
    legal_bases = LinesField(
        _l("Legal bases"),
        labels=(
            _l("Primary legal basis"),
            _l("Further legal basis"),
            _l("Another legal basis"),
        ),
    )
    natures = CheckboxesField(_l("Kinds of assistance"))
    offences = LinesField(
        _l("Offences"), lines=2, labels=(_l("Main offence"), _l("Further offence"))
    )
    persons = PersonsField(_l("Persons and firms"))
    stage = OptionField(_l("Where it stands"))
    restricted = LineField()
    draft_id = HiddenField()
    submission_key = HiddenField()

    def prepare(
        self,
        direction: Direction,
        natures: Sequence[Words],
        officers: Sequence[Officer],
    ) -> Self:
        """Offer what may be chosen, and word the labels."""
        self.direction = direction
        self.for_direction(direction)
        self.natures.offer(
            [(nature.code, entry_label(nature.label)) for nature in natures]
        )
        self.officer.offer([(user.username, user.name) for user in officers])
        self.stage.offer(
            [
                (Status.CA_REVIEW.value, str(_l("In review at the central authority"))),
                (Status.DRAFT.value, str(_l("Draft of the originating authority"))),
            ]
        )
        self.people = {user.username: user.id for user in officers}
        return self

    def read(self, *, by: User) -> RequestRecord | None:
        """The request as typed; None where something is to be put right, and said so.

        Everything is looked at, so that all problems are seen at once.
        """
        self.validate()
        record = self._record(words := Codes(), by)
        unread = {field.short_name for field in self if field.errors}
        found = [*self.state_problems(), *self._list_problems(words)]
        said = unread | {told.field for told in found}
        found += [
            told
            for told in validation.problems(record, today=clock.today())
            if told.field not in said
        ]
        self.show(found)
        return record if not self.faults else None

    def _record(self, words: Codes, by: User) -> RequestRecord:
        officer_id = self.people.get(self.officer.data or "")
        record = RequestRecord(
            direction=self.direction,
            partner_state=self.state_code(),
            references=[
                (kind, self[name].data) for name, kind in NUMBERS if self[name].data
            ],
            bases=self._bases(words),
            measures=[MeasureRecord(code) for code in self._natures(words)],
            offences=[
                code
                for text in self.offences.data or ()
                if (code := words.offence(text)) is not None
            ],
            persons=self.persons.records(),
            officer_id=officer_id,
            submission_key=(self.submission_key.data or "")[:64] or None,
            **self.facts(),
        )
        if codes.yes_or_no(self.restricted.data or ""):
            record.confidentiality = Confidentiality.RESTRICTED
        if record.confidentiality is Confidentiality.RESTRICTED:
            record.named_officer_ids = [by.id, *([officer_id] if officer_id else [])]
        if self._is_at_originator(record):
            record.status = Status.DRAFT
        if record.sent_on is None and record.received_on is None and self._is_ours():
            record.received_on = clock.today()
        return record

    def _is_ours(self) -> bool:
        return self.direction is Direction.OUTGOING

    def _is_at_originator(self, record: RequestRecord) -> bool:
        return (
            record.direction is Direction.OUTGOING
            and record.sent_on is None
            and self.stage.data == Status.DRAFT
        )

    def _bases(self, words: Codes) -> list[BasisRecord]:
        found = [
            basis
            for text in self.legal_bases.data or ()
            if (basis := self._basis(words, text)) is not None
        ]
        return [
            BasisRecord(
                basis.instrument,
                basis.article,
                Rank.ADDITIONAL if place else Rank.PRIMARY,
            )
            for place, basis in enumerate(found)
        ]

    def _basis(self, words: Codes, text: str) -> Basis | None:
        """The basis; “bilateral treaty” alone means the one with this State."""
        if partner := self.state_code():
            text = _TREATY.sub(f"BILAT-{partner}", text)
        return words.basis(text)

    def _natures(self, words: Codes) -> list[str]:
        known = [self._nature(words, text) for text in self.natures.data]
        return list(dict.fromkeys(code for code in known if code))

    def _nature(self, words: Codes, text: str) -> str | None:
        """The nature that was ticked, or that a script says in its own words."""
        return text if text in self.natures.codes_on_offer else words.nature(text)

    def _list_problems(self, words: Codes) -> list[Problem]:
        bases = {text: self._basis(words, text) for text in self.legal_bases.data or ()}
        strange = [text for text, basis in bases.items() if basis is None]
        long = [t for t, b in bases.items() if b and len(b.article) > LONGEST_ARTICLE]
        self.legal_bases.wrong = {*strange, *long}
        return [
            *(_unknown("legal_bases", _NO_BASIS, text) for text in strange),
            *(problem("legal_bases", _LONG_ARTICLE) for _text in long),
            *(
                _unknown("natures", _NO_NATURE, text)
                for text in self.natures.data
                if self._nature(words, text) is None
            ),
            *offence_problems(self.offences, words),
        ]

    @property
    def faults(self) -> list[tuple[str, str]]:
        """What to put right, each with the field it is about."""
        found = [(place, text) for place, text in super().faults if place != "persons"]
        return found + self.persons.faults()


def _unknown(field: str, sentence: str, text: str) -> Problem:
    return problem(field, sentence, typed=text[:60])


_NO_BASIS = N_(
    "“%(typed)s” is no legal basis that the register knows. Choose one from the list, "
    "with its article if you like: UNTOC art. 18. Write NOT_STATED where none is cited."
)
_LONG_ARTICLE = N_("The article is longer than 80 characters. Shorten it.")
_NO_NATURE = N_("“%(typed)s” is no kind of assistance. Choose from the list.")
