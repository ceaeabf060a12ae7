"""A row of the register, with what other sheets say of it, becomes a request."""

from datetime import date

from ctrack.domain import history, validation
from ctrack.domain.errors import Problem
from ctrack.domain.records import RequestRecord
from ctrack.domain.references import normalised, parts
from ctrack.domain.register_file import HIGHEST_NUMBER, LONGEST_REFERENCE
from ctrack.domain.vocabulary import (
    Channel,
    Confidentiality,
    Direction,
    Matter,
    Outcome,
    ReferenceKind,
    Urgency,
)
from ctrack.domain.wording import N_
from ctrack.services.imports.layout import StagedRow
from ctrack.services.imports.lists import Lists
from ctrack.services.imports.measure_rows import add_measures
from ctrack.services.imports.part_rows import add_bases, add_transfers
from ctrack.services.imports.reading import Reading

ROW = "row"
"""Where the row itself is at fault, and not one of its columns."""

_BETWEEN_REFERENCES = "; "


class RowReader:
    """Makes requests of rows, by the lists of this register."""

    def __init__(self, lists: Lists, file: str, importer_id: int | None) -> None:
        """Read rows of this file; the importer may see what is restricted."""
        self._lists = lists
        self._file = file
        self._importer_id = importer_id
        self._supervisors = lists.supervisors()

    def record(self, row: StagedRow) -> tuple[RequestRecord | None, list[Problem]]:
        """The request, and what is wrong with the cells it was read from.

        None where not even the direction can be read.
        """
        reading = Reading(row.cells, self._lists)
        if row.misfit is not None:
            reading.problems.append(Problem(ROW, row.misfit))
        direction = reading.member("direction", Direction)
        if direction is None:
            if "direction" not in row.cells:
                reading.refuse("direction", N_("Write incoming or outgoing."))
            return None, reading.problems
        record = self._begin(reading, direction)
        record.provenance = {"file": self._file, "row": str(row.number)}
        self._add_reference(reading, record, row)
        self._add_people(reading, record)
        add_bases(reading, record, row)
        add_transfers(reading, record, row)
        add_measures(reading, record, row)
        record.status = history.stage(record)
        return record, reading.problems

    def checked(
        self, row: StagedRow, today: date
    ) -> tuple[RequestRecord | None, list[Problem]]:
        """The request, and everything that speaks against storing it."""
        record, problems = self.record(row)
        if record is not None:
            already = {found.field for found in problems}
            problems += [
                found
                for found in validation.problems(record, today=today)
                if found.field not in already
            ]
        return record, problems

    def _begin(self, reading: Reading, direction: Direction) -> RequestRecord:
        return RequestRecord(
            direction=direction,
            partner_state=_state(reading),
            matter=reading.member("matter", Matter) or Matter.MLA,
            partner_authority=reading.text("partner_authority"),
            references=_partner_references(reading),
            received_on=reading.day("received_on"),
            sent_on=reading.day("sent_on"),
            acknowledged_on=reading.day("acknowledged_on"),
            transferred_on=reading.day("transferred_on"),
            executed_on=reading.day("executed_on"),
            results_sent_on=reading.day("results_sent_on"),
            closed_on=reading.day("closed_on"),
            subject=reading.text("subject"),
            channel=reading.member("channel", Channel),
            urgency=reading.member("urgency", Urgency) or Urgency.NORMAL,
            offences=reading.codes("offences", self._lists.offence),
            outcome=reading.member("outcome", Outcome),
            refusal_grounds=reading.codes("refusal_grounds", self._lists.ground),
            remarks=reading.text("remarks"),
            is_historical=True,
        )

    def _add_reference(
        self, reading: Reading, record: RequestRecord, row: StagedRow
    ) -> None:
        """Our own reference, kept as it is; it must be one that nobody else has."""
        reference = record.reference = reading.line("reference")
        if not reference:
            return
        if len(reference) > LONGEST_REFERENCE:
            reading.refuse(
                "reference",
                N_("This is longer than %(limit)s characters. Shorten it."),
                limit=LONGEST_REFERENCE,
            )
        elif not reference.isprintable() or not normalised(reference):
            reading.refuse(
                "reference", N_("A reference has at least one letter or digit.")
            )
        own = parts(reference.upper())
        if own is not None:
            record.reference = reference.upper()
            if own[2] > HIGHEST_NUMBER:
                reading.refuse("reference", N_("The number is too large. Correct it."))
            if own[0] is not record.direction:
                reading.refuse(
                    "reference",
                    N_("%(reference)s belongs to the other direction. Correct one."),
                    reference=reference,
                )
        others = [number for number in row.twins if number != row.number]
        if others:
            reading.refuse(
                "reference",
                N_("%(reference)s stands also in row %(rows)s. Give each its own."),
                reference=reference,
                rows=", ".join(str(number) for number in others[:5]),
            )

    def _add_people(self, reading: Reading, record: RequestRecord) -> None:
        """The officer; and who may see the request if it is restricted."""
        officer = reading.line("officer")
        if officer:
            record.officer_id = self._lists.officer(officer)
            if record.officer_id is None:
                reading.refuse(
                    "officer",
                    N_("“%(value)s” is not a user name: a single word."),
                    value=officer[:60],
                )
        if reading.yes("restricted"):
            record.confidentiality = Confidentiality.RESTRICTED
            named = [record.officer_id, self._importer_id]
            record.named_officer_ids = [
                number for number in named if number is not None
            ] or self._supervisors


def _state(reading: Reading) -> str:
    text = reading.text("partner_state")
    if not text:
        reading.refuse(
            "partner_state", N_("Name the State, for example FR, FRA or France.")
        )
        return ""
    found = reading.lists.state(text)
    if found is None:
        reading.refuse(
            "partner_state",
            N_("“%(value)s” is no State we know. Write its name or its two letters."),
            value=text[:60],
        )
    return found or ""


def _partner_references(reading: Reading) -> list[tuple[ReferenceKind, str]]:
    """Their numbers; several are separated by a semicolon and a blank."""
    text = reading.line("partner_reference")
    if not text:
        return []
    if len(text) > validation.LONGEST_LINE:
        reading.refuse(
            "partner_reference",
            N_("This is longer than %(limit)s characters. Shorten it."),
            limit=validation.LONGEST_LINE,
        )
    numbers = text.split(_BETWEEN_REFERENCES)
    if len(set(numbers)) < len(numbers) or not all(map(normalised, numbers)):
        numbers = [text]
    return [(ReferenceKind.PARTNER, number) for number in numbers]
