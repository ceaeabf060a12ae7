"""Reading the lists an administrator keeps."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from sqlalchemy import or_, select

from ctrack.domain.vocabulary import GroundKind
from ctrack.extensions import db
from ctrack.models import (
    DeadlineRule,
    Ground,
    Instrument,
    Nature,
    NatureSubtype,
    Offence,
    StateGroup,
)
from ctrack.models.reference_data import ReferenceEntry
from ctrack.queries import kept_lists

Entry = TypeVar("Entry", bound=ReferenceEntry)

LISTS: dict[str, type[ReferenceEntry]] = {
    "instruments": Instrument,
    "natures": Nature,
    "subtypes": NatureSubtype,
    "offences": Offence,
    "grounds": Ground,
    "groups": StateGroup,
    "deadlines": DeadlineRule,
}
"""The lists by the name they bear in addresses."""


def all_of(table: type[Entry]) -> Sequence[Entry]:
    """Every entry of a list, retired ones too, in the list's order."""
    return db.session.scalars(select(table).order_by(table.position, table.code)).all()


def valid(table: type[Entry], on: date) -> list[Entry]:
    """The entries that may be chosen on this day."""
    return [entry for entry in all_of(table) if entry.is_valid(on)]


class Words(NamedTuple):
    """A code and its labels by language."""

    code: str
    label: dict[str, str]


def words(table: type[ReferenceEntry], on: date) -> list[Words]:
    """Code and labels of the entries that may be chosen on this day, in their order.

    For a form that comes back: a hundred whole entries take longer than it does.
    """
    return kept_lists.kept(("words", table), lambda: _words(table, on), on)


def _words(table: type[ReferenceEntry], on: date) -> list[Words]:
    rows = db.session.execute(
        select(table.code, table.label)
        .where(
            or_(table.valid_from.is_(None), table.valid_from <= on),
            or_(table.valid_until.is_(None), table.valid_until >= on),
        )
        .order_by(table.position, table.code)
    )
    return [Words(*row) for row in rows]


def grounds(kind: GroundKind, on: date) -> list[Ground]:
    """The grounds of one kind that may be chosen on this day."""
    return [ground for ground in valid(Ground, on) if ground.kind is kind]


def entry(table: type[Entry], code: str) -> Entry | None:
    """The entry of a list with this code, whatever the case."""
    return db.session.get(table, code.strip().upper())
