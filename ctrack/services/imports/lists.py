"""What the words of a file mean in this register, remembered word by word."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

from ctrack.domain.permissions import Role
from ctrack.domain.records import RequestRecord
from ctrack.domain.vocabulary import Labelled
from ctrack.models import Instrument
from ctrack.queries import authorities, codes, reference_data, users
from ctrack.services import accounts
from ctrack.services import reference_data as writing

Found = TypeVar("Found")
Meaning = Callable[[str], Found | None]
"""What a word stands for, None where it means nothing."""

LONGEST_USERNAME = 80
_LONGEST_ICCS = 6
_WORDS = 20_000
"""So many words of each kind are remembered."""


@dataclass
class Newcomers:
    """What a file names and the register does not know."""

    authorities: dict[str, None] = field(default_factory=dict)
    officers: dict[str, None] = field(default_factory=dict)
    treaties: dict[str, None] = field(default_factory=dict)


class Lists:
    """The lists of one central authority, read once for a file.

    Authorities and officers that are unknown get a negative number; `settle` adds
    those that a request really needs.
    """

    def __init__(self, central_authority_id: int, named: Newcomers) -> None:
        """Read the lists; what is unknown is noted in `named`."""
        self.named = named
        self.added = Newcomers()
        self._central_authority_id = central_authority_id
        self._codes = codes.Codes()
        self._instruments = {e.code for e in reference_data.all_of(Instrument)}
        known = authorities.all_of(central_authority_id)
        self._authorities = {_key(a.name): a.id for a in reversed(known)}
        self._authorities |= {_key(a.code): a.id for a in reversed(known)}
        self._officers = {
            user.username: user.id for user in users.all_of(central_authority_id)
        }
        self._newcomers: dict[int, str] = {}
        self.state: Meaning[str] = remembered(codes.state)
        self.nature: Meaning[str] = remembered(self._codes.nature)
        self.ground: Meaning[str] = remembered(self._codes.ground)
        self.offence: Meaning[str] = remembered(self._offence)
        self.basis: Meaning[codes.Basis] = remembered(self._basis)
        self.subtype: Callable[[str, str], str | None] = remembered(self._codes.subtype)
        self.member: Callable[[type[Labelled], str], Any] = remembered(codes.member)

    def supervisors(self) -> list[int]:
        """Those who import, and can say who else may see a request."""
        return [
            user.id
            for user in users.officers(self._central_authority_id)
            if user.role is Role.SUPERVISOR
        ]

    def _offence(self, text: str) -> str | None:
        """Also an ICCS code that a spreadsheet has taken for a number: 7041."""
        found = self._codes.offence(text)
        if found is None and text.isdecimal() and len(text) < _LONGEST_ICCS:
            return self._codes.offence(f"0{text}")
        return found

    def _basis(self, text: str) -> codes.Basis | None:
        found = self._codes.basis(text)
        if found is not None and found.instrument not in self._instruments:
            self.named.treaties[found.instrument] = None
        return found

    def known_authority(self, text: str) -> int | None:
        """The authority with this code or name, if it is known or has been named."""
        return self._authorities.get(_key(text))

    def authority(self, text: str) -> int:
        """The authority with this code or name; a new number where there is none."""
        key = _key(text)
        if key not in self._authorities:
            name = " ".join(text.split())
            self.named.authorities[name] = None
            self._authorities[key] = self._new_number(name)
        return self._authorities[key]

    def officer(self, text: str) -> int | None:
        """The person with this user name, None where it cannot be one."""
        username = text.lower()
        if username not in self._officers:
            if len(username) > LONGEST_USERNAME or len(username.split()) != 1:
                return None
            self.named.officers[username] = None
            self._officers[username] = self._new_number(username)
        return self._officers[username]

    def _new_number(self, name: str) -> int:
        number = -len(self._newcomers) - 1
        self._newcomers[number] = name
        return number

    # ------------------------------------------------------------------- settling

    def settle(self, record: RequestRecord, note: str) -> None:
        """Add what the request needs and the register lacks, the note said of it.

        Officers who are unknown are added without the right to sign in: an old
        register names people who have long left.
        """
        for basis in record.bases:
            if basis.instrument not in self._instruments:
                writing.instrument_for(basis.instrument)
                self._instruments.add(basis.instrument)
                self.added.treaties[basis.instrument] = None
        for transfer in record.transfers:
            if transfer.authority_id < 0:
                transfer.authority_id = self._add_authority(transfer.authority_id, note)
        if record.officer_id is not None and record.officer_id < 0:
            unknown, record.officer_id = (
                record.officer_id,
                self._add_officer(record.officer_id),
            )
            record.named_officer_ids = [
                record.officer_id if number == unknown else number
                for number in record.named_officer_ids
            ]

    def _add_authority(self, number: int, note: str) -> int:
        name = self._newcomers[number]
        if self._authorities[_key(name)] == number:
            added, _ = writing.authority_for(
                name, central_authority_id=self._central_authority_id, note=note
            )
            self._authorities[_key(name)] = added.id
            self.added.authorities[name] = None
        return self._authorities[_key(name)]

    def _add_officer(self, number: int) -> int:
        username = self._newcomers[number]
        if self._officers[username] == number:
            added = accounts.remember(
                username, central_authority_id=self._central_authority_id
            )
            self._officers[username] = added.id
            self.added.officers[username] = None
        return self._officers[username]


def remembered(meaning: Callable[..., Any]) -> Any:
    """The same question, asked once for each word, of the latest words."""
    return lru_cache(maxsize=_WORDS)(meaning)


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()
