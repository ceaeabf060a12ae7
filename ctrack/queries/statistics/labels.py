"""The words for codes, in the reader's language."""

from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from ctrack import states
from ctrack.domain.statistics.tables import NOT_STATED
from ctrack.domain.vocabulary import Direction, GroundKind
from ctrack.domain.wording import N_
from ctrack.models import Authority, Ground, Instrument, Nature, Offence

_DIRECTIONS = {direction.value: direction.label for direction in Direction}


class Entry(NamedTuple):
    """An entry of a reference list: its label, and a second word about it."""

    label: str
    detail: str = ""


class Labels:
    """Labels by code; a code that is in no list is its own label."""

    def __init__(self, connection: Connection, language: str) -> None:
        """Take where to read the lists, and the language of their labels."""
        self._connection = connection
        self._language = language

    @cached_property
    def instruments(self) -> dict[str, Entry]:
        """Legal bases with their kind, in the order of the list."""
        return {
            row.code: Entry(self._name(row), row.kind.label)
            for row in self._read(Instrument, Instrument.kind)
        }

    @cached_property
    def natures(self) -> dict[str, Entry]:
        """Natures of assistance with their article, in the order of the list."""
        return {
            row.code: Entry(self._name(row), _article(row))
            for row in self._read(Nature, Nature.untoc, Nature.uncac, Nature.other)
        }

    @cached_property
    def offences(self) -> dict[str, Entry]:
        """Offences with their ICCS code, in the order of the list."""
        return {
            row.code: Entry(self._name(row), row.iccs)
            for row in self._read(Offence, Offence.iccs)
        }

    @cached_property
    def refusal_grounds(self) -> dict[str, Entry]:
        """Grounds of refusal with their article, in the order of the list."""
        rows = self._read(Ground, Ground.kind, Ground.untoc, Ground.uncac, Ground.other)
        return {
            row.code: Entry(self._name(row), _article(row))
            for row in rows
            if row.kind is GroundKind.REFUSAL
        }

    @cached_property
    def authorities(self) -> dict[str, str]:
        """The names of competent authorities, by their number as text."""
        rows = self._connection.execute(select(Authority.id, Authority.name))
        return {str(row.id): row.name for row in rows}

    def state(self, code: str) -> str:
        """The name of a State."""
        return N_("Not stated") if code == NOT_STATED else states.name(code)

    def entry(self, entries: dict[str, Entry], code: str) -> Entry:
        """The entry of a code; the code itself where the list does not have it."""
        if code == NOT_STATED:
            return entries.get(code, Entry(N_("Not stated")))
        return entries.get(code, Entry(code))

    def direction(self, code: str) -> str:
        """The word for a direction."""
        return _DIRECTIONS[code]

    def _name(self, row: Any) -> str:
        return row.label.get(self._language) or row.label.get("en") or row.code

    def _read(self, table: Any, *columns: Any) -> Any:
        return self._connection.execute(
            select(table.code, table.label, *columns).order_by(
                table.position, table.code
            )
        )


def _article(row: Any) -> str:
    """Where it stands: the Organized Crime Convention first."""
    if row.untoc:
        return f"UNTOC {row.untoc}"
    return f"UNCAC {row.uncac}" if row.uncac else row.other
