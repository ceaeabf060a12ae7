"""What the words of a file mean in this register, remembered word by word."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import TypeVar

from ctrack.domain.permissions import Role
from ctrack.domain.vocabulary import Labelled
from ctrack.models import Instrument
from ctrack.queries import authorities, codes, reference_data, users
from ctrack.services import accounts
from ctrack.services import reference_data as writing

Meaning = TypeVar("Meaning")
Word = TypeVar("Word", bound=Hashable)
Member = TypeVar("Member", bound=Labelled)

LONGEST_USERNAME = 80
_ICCS_LENGTHS = (5, 6)


@dataclass
class Newcomers:
    """What a file names and the register does not know yet."""

    authorities: dict[str, None] = field(default_factory=dict)
    officers: dict[str, None] = field(default_factory=dict)
    treaties: dict[str, None] = field(default_factory=dict)


class Lists:
    """The lists of one central authority, read once for a file.

    With `note` unknown authorities, officers and bilateral treaties are added, the
    note said of them; without it they only get a number for the time being.
    """

    def __init__(self, central_authority_id: int, note: str | None = None) -> None:
        """Read the lists."""
        self.newcomers = Newcomers()
        self._central_authority_id = central_authority_id
        self._note = note
        self._codes = codes.Codes()
        self._instruments = {e.code for e in reference_data.all_of(Instrument)}
        known = authorities.all_of(central_authority_id)
        self._authorities = {_key(a.name): a.id for a in reversed(known)}
        self._authorities |= {_key(a.code): a.id for a in reversed(known)}
        self._officers = {
            user.username: user.id for user in users.all_of(central_authority_id)
        }
        self._by_username: dict[str, int | None] = {}
        self.state = remembered(codes.state)
        self.nature = remembered(self._codes.nature)
        self.subtype = remembered(self._codes.subtype)
        self.ground = remembered(self._codes.ground)
        self.offence = remembered(self._offence)
        self.basis = remembered(self._basis)
        self._members: dict[tuple[type[Labelled], str], Labelled | None] = {}

    def member(self, enum: type[Member], text: str) -> Member | None:
        """The member of a closed list meant by its code or label."""
        key = (enum, text)
        if key not in self._members:
            self._members[key] = codes.member(enum, text)
        return self._members[key]  # type: ignore[return-value]  # put there for enum

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
        if found is None and text.isdecimal() and len(text) < max(_ICCS_LENGTHS):
            return self._codes.offence(f"0{text}")
        return found

    def _basis(self, text: str) -> codes.Basis | None:
        found = self._codes.basis(text)
        if found is not None and found.instrument not in self._instruments:
            self.newcomers.treaties[found.instrument] = None
            if self._note is not None:
                writing.instrument_for(found.instrument)
                self._instruments.add(found.instrument)
        return found

    def known_authority(self, text: str) -> int | None:
        """The authority with this code or name, if there is one."""
        return self._authorities.get(_key(text))

    def authority(self, text: str) -> int:
        """The authority with this code or name; a new one where there is none."""
        key = _key(text)
        if key not in self._authorities:
            self.newcomers.authorities[" ".join(text.split())] = None
            self._authorities[key] = self._new_authority(text)
        return self._authorities[key]

    def _new_authority(self, text: str) -> int:
        if self._note is None:
            return -len(self._authorities) - 1
        added, _ = writing.authority_for(
            text, central_authority_id=self._central_authority_id, note=self._note
        )
        return added.id

    def officer(self, text: str) -> int | None:
        """The person with this user name, None where it cannot be one.

        Somebody unknown is added without the right to sign in: an old register names
        people who have long left.
        """
        username = text.lower()
        if username not in self._officers:
            if len(username) > LONGEST_USERNAME or len(username.split()) != 1:
                return None
            self.newcomers.officers[username] = None
            self._officers[username] = self._new_officer(username)
        return self._officers[username]

    def _new_officer(self, username: str) -> int:
        if self._note is None:
            return -len(self._officers) - 1
        return accounts.remember(
            username, central_authority_id=self._central_authority_id
        ).id


def remembered(
    meaning: Callable[..., Meaning],
) -> Callable[..., Meaning]:
    """The same question, asked once for each word."""
    known: dict[Hashable, Meaning] = {}

    def answer(*words: str) -> Meaning:
        if words not in known:
            known[words] = meaning(*words)
        return known[words]

    return answer


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()
