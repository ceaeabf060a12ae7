"""The measures of a request, and what each authority reported on them."""

import re
from collections import Counter
from collections.abc import Sequence

from ctrack.domain import closing, history
from ctrack.domain.dates import NotADay, parse_day
from ctrack.domain.errors import problem
from ctrack.domain.records import (
    CellRecord,
    MeasureRecord,
    RequestRecord,
    TransferRecord,
)
from ctrack.domain.register_file import MEASURES, Cell, expected_cell
from ctrack.domain.statuses import Status
from ctrack.domain.vocabulary import MeasureOutcome, Outcome
from ctrack.domain.wording import N_
from ctrack.services.imports.layout import StagedRow
from ctrack.services.imports.lists import Lists
from ctrack.services.imports.part_rows import disagree, part_readings
from ctrack.services.imports.reading import Reading

_NUMBERED = re.compile(r"^(.*\S)\s*#(\d+)$")


def add_measures(reading: Reading, record: RequestRecord, row: StagedRow) -> None:
    """The measures: the sheet where it names any, else one for each nature.

    And which authority was asked for which: all for all, unless the sheet says so.
    """
    listed = reading.codes("natures", reading.lists.nature)
    said: list[tuple[str, ...]] = []
    for part in part_readings(reading, row, MEASURES.title):
        record.measures.append(_measure(part, record))
        said.append(part.items("authority"))
    if not record.measures:
        outcome, decided_on = history.implied_measure(record)
        record.measures = [
            MeasureRecord(nature, outcome=outcome, decided_on=decided_on)
            for nature in listed
        ]
    elif listed and Counter(listed) != Counter(m.nature for m in record.measures):
        disagree(reading, "natures", MEASURES.title)
    if any(said):
        _cover_as_said(reading, record, said)
    else:
        _cover_all(record)
    _check_outcome(reading, record)


def _measure(part: Reading, record: RequestRecord) -> MeasureRecord:
    word = part.text("nature")
    nature = part.lists.nature(word) if word else None
    if nature is None:
        part.unknown("nature", word)
    subtype, worded = None, part.text("subtype")
    if worded and nature:
        subtype = part.lists.subtype(nature, worded)
        if subtype is None:
            part.unknown("subtype", worded)
    outcome = part.member("outcome", MeasureOutcome)
    decided_on = part.day("decided_on")
    if outcome is None or (
        outcome is MeasureOutcome.PENDING and record.outcome in closing.DISPOSES
    ):
        outcome, implied_on = history.implied_measure(record)
        decided_on = decided_on or implied_on
    return MeasureRecord(
        nature or "", subtype=subtype or "", outcome=outcome, decided_on=decided_on
    )


def _check_outcome(reading: Reading, record: RequestRecord) -> None:
    """The outcome of a closed request must fit those of its measures."""
    if record.closed_on is None or record.outcome is None:
        return
    outcomes = [measure.outcome for measure in record.measures]
    if record.outcome is not Outcome.REFUSED:
        reading.problems += closing.check_outcome(
            record.outcome, Status.CLOSED, outcomes
        )
    elif any(outcome.is_provided for outcome in outcomes):
        reading.problems.append(
            problem("outcome", N_("Measures were provided. Choose another outcome."))
        )


# -------------------------------------------------------------------------- cells


def _cover_all(record: RequestRecord) -> None:
    for transfer in record.transfers:
        transfer.cells = [
            _cell(transfer, place, measure)
            for place, measure in enumerate(record.measures)
        ]


def _cell(
    transfer: TransferRecord,
    place: int,
    measure: MeasureRecord,
    reported: Cell | None = None,
) -> CellRecord:
    outcome, decided_on = reported or expected_cell(
        transfer.status, (measure.outcome, measure.decided_on)
    )
    return CellRecord(place, outcome, decided_on)


def _cover_as_said(
    reading: Reading, record: RequestRecord, said: Sequence[tuple[str, ...]]
) -> None:
    finder = _TransferFinder(reading.lists, record.transfers)
    for place, words in enumerate(said):
        for word in words:
            transfer, reported = finder.find(word)
            if transfer is None:
                reading.refuse(
                    "natures",
                    N_(
                        "The sheet Measures names “%(value)s”, to which the request "
                        "was not transferred. Correct it, or add the transfer."
                    ),
                    value=word[:60],
                )
            else:
                cell = _cell(transfer, place, record.measures[place], reported)
                transfer.cells.append(cell)


class _TransferFinder:
    """Finds the transfer that a word in the column `authority` means."""

    def __init__(self, lists: Lists, transfers: Sequence[TransferRecord]) -> None:
        self._lists = lists
        self._transfers: dict[tuple[int, int], TransferRecord] = {}
        seen: Counter[int] = Counter()
        for transfer in transfers:
            seen[transfer.authority_id] += 1
            key = (transfer.authority_id, seen[transfer.authority_id])
            self._transfers[key] = transfer

    def find(self, word: str) -> tuple[TransferRecord | None, Cell | None]:
        """The transfer, and what its authority reported if the word says so.

        `Court`, `Court #2` or `Court: PROVIDED_FULL 2026-03-04`.
        """
        transfer = self._named(word)
        if transfer is None and ":" in word:
            name, _, rest = word.rpartition(":")
            reported = self._reported(rest.split())
            if reported is not None:
                return self._named(name.strip()), reported
        return transfer, None

    def _named(self, word: str) -> TransferRecord | None:
        if (number := self._lists.known_authority(word)) is not None:
            return self._transfers.get((number, 1))
        if match := _NUMBERED.match(word):
            number = self._lists.known_authority(match[1])
            return self._transfers.get((number or 0, int(match[2])))
        return None

    def _reported(self, words: list[str]) -> Cell | None:
        if not 1 <= len(words) <= 2:
            return None
        outcome = self._lists.member(MeasureOutcome, words[0])
        try:
            day = parse_day(words[1]) if len(words) > 1 else None
        except NotADay:
            return None
        return None if outcome is None else (outcome, day)
