"""Legal bases and transfers: from their own sheets, or from lists in a row."""

from collections.abc import Iterator
from datetime import date

from ctrack.domain import history
from ctrack.domain.records import BasisRecord, RequestRecord, TransferRecord
from ctrack.domain.register_file import (
    LEGAL_BASES,
    LONGEST_ARTICLE,
    TRANSFERS,
    CitedOrApplied,
)
from ctrack.domain.transfers import TransferStatus
from ctrack.domain.vocabulary import Rank
from ctrack.domain.wording import N_
from ctrack.services.imports.layout import StagedRow
from ctrack.services.imports.reading import Reading

TRANSFER_DAYS = ("sent_on", "accepted_on", "declined_on", "executed_on")


def part_readings(reading: Reading, row: StagedRow, title: str) -> Iterator[Reading]:
    """The rows of another sheet; what is wrong with them is told of this row."""
    for part in row.parts.get(title, ()):
        inner = Reading(part.cells, reading.lists)
        yield inner
        for found in inner.problems:
            reading.refuse(
                f"{title} row {part.number}, {found.field}",
                found.sentence.text,
                **found.sentence.values,
            )


# -------------------------------------------------------------------- legal bases


def add_bases(reading: Reading, record: RequestRecord, row: StagedRow) -> None:
    """The legal bases: the sheet where it names any, else the list, primary first."""
    listed = reading.codes("legal_bases", reading.lists.basis)
    record.bases = [
        _basis(part) for part in part_readings(reading, row, LEGAL_BASES.title)
    ]
    if not record.bases:
        record.bases = [
            BasisRecord(basis.instrument, basis.article) for basis in listed
        ]
        if record.bases:
            record.bases[0].rank = Rank.PRIMARY
    elif listed and {b.instrument for b in listed} != {
        b.instrument for b in record.bases
    }:
        disagree(reading, "legal_bases", LEGAL_BASES.title)
    if any(len(basis.article) > LONGEST_ARTICLE for basis in record.bases):
        reading.refuse(
            "legal_bases",
            N_("An article is longer than %(limit)s characters. Shorten it."),
            limit=LONGEST_ARTICLE,
        )


def _basis(part: Reading) -> BasisRecord:
    word = part.text("instrument")
    found = part.lists.basis(word) if word else None
    if found is None:
        part.unknown("instrument", word)
    use = part.member("cited_or_applied", CitedOrApplied) or CitedOrApplied.CITED
    return BasisRecord(
        instrument=found.instrument if found else "",
        article=part.line("article") or (found.article if found else ""),
        rank=part.member("rank", Rank) or Rank.ADDITIONAL,
        is_cited=use.is_cited,
        is_applied=use.is_applied,
    )


def disagree(reading: Reading, column: str, sheet: str) -> None:
    """Note that a column and a sheet contradict each other."""
    reading.refuse(
        column,
        N_("This and the sheet %(sheet)s say different things. Correct one of them."),
        sheet=sheet,
    )


# ---------------------------------------------------------------------- transfers


def add_transfers(reading: Reading, record: RequestRecord, row: StagedRow) -> None:
    """The transfers: the sheet where it names any, else one for each authority."""
    listed = reading.items("transferred_to")
    authorities = [reading.lists.authority(word) for word in listed]
    record.transfers = [
        _transfer(part, record) for part in part_readings(reading, row, TRANSFERS.title)
    ]
    if record.transfers:
        named = {transfer.authority_id for transfer in record.transfers}
        if authorities and set(authorities) != named:
            disagree(reading, "transferred_to", TRANSFERS.title)
    else:
        record.transfers = [
            TransferRecord(
                authority_id=number,
                status=history.implied_transfer(record),
                sent_on=record.transferred_on,
                executed_on=record.executed_on,
            )
            for number in dict.fromkeys(authorities)
        ]
    if record.closed_on and any(t.status.is_open for t in record.transfers):
        reading.refuse(
            "closed_on",
            N_("A transfer is still open. Give the day of execution or of closing it."),
        )


def _transfer(part: Reading, record: RequestRecord) -> TransferRecord:
    word = part.text("authority")
    if not word:
        part.refuse("authority", N_("Name the authority."))
    days = {name: part.day(name) for name in TRANSFER_DAYS}
    _check_days(part, days)
    status = part.member("status", TransferStatus) or history.implied_transfer(
        record,
        accepted_on=days["accepted_on"],
        declined_on=days["declined_on"],
        executed_on=days["executed_on"],
    )
    transfer = TransferRecord(
        authority_id=part.lists.authority(word) if word else 0,
        status=status,
        sent_on=days["sent_on"],
        accepted_on=days["accepted_on"],
        declined_on=days["declined_on"],
        executed_on=days["executed_on"],
        reason=part.text("reason"),
    )
    if status is TransferStatus.RECALLED:
        transfer.recalled_on, transfer.declined_on = transfer.declined_on, None
    return transfer


def _check_days(part: Reading, days: dict[str, date | None]) -> None:
    sent_on = days["sent_on"]
    for name, day in days.items():
        if day is not None and sent_on is not None and day < sent_on:
            part.refuse(
                name,
                N_("%(day)s lies before the transfer itself, %(sent_on)s."),
                day=day.isoformat(),
                sent_on=sent_on.isoformat(),
            )
