"""The invented State: its competent authorities, and the people who sign in."""

from dataclasses import dataclass
from random import Random

from flask import current_app
from sqlalchemy import select

from ctrack.domain.permissions import GRANTS, Permission, Role
from ctrack.domain.vocabulary import AuthorityType
from ctrack.extensions import db
from ctrack.models import Authority, User
from ctrack.queries import central_authorities
from ctrack.services import accounts
from ctrack.services.demonstration import data

PASSWORD = "demonstration"  # noqa: S105 (published on purpose; `serve` heeds it)


@dataclass(frozen=True)
class Officer:
    """Somebody who signs in, as far as the log needs to know."""

    id: int
    name: str
    permissions: frozenset[Permission]


@dataclass(frozen=True)
class Post:
    """A competent authority, and who reports for it; None where it writes letters."""

    id: int
    code: str
    name: str
    reporter: Officer | None


@dataclass(frozen=True)
class Office:
    """The central authority of the invented State with all it deals with."""

    central_authority_id: int
    home_state: str
    posts: dict[str, Post]
    clerks: tuple[Officer, ...]
    former_clerk: Officer
    supervisor: Officer

    def post(self, authority_id: int) -> Post:
        """The authority with this id."""
        return next(p for p in self.posts.values() if p.id == authority_id)

    def note(self, rng: Random, kind: str) -> str:
        """What somebody might write about an event of this kind; often nothing."""
        return str(rng.choice(data.read("office")["notes"].get(kind, ("",))))

    def text(self, rng: Random, name: str) -> str:
        """One of the texts of this name."""
        return str(rng.choice(data.read("office")[name]))

    def reasons(self, ground: str) -> str:
        """The reasons for refusing on this ground."""
        return str(data.read("office")["reasons"][ground])


def logins() -> list[tuple[str, str, Role]]:
    """User name, name and role of everybody who can sign in."""
    return [
        (person["username"], person["name"], Role[person["role"].upper()])
        for person in data.read("office")["people"]
        if not person.get("left")
    ]


def settle() -> Office:
    """Add the authorities and the people; raises Invalid where a name is in use."""
    ours = central_authorities.only()
    authorities = {
        a.code: a for a in map(_authority, data.read("office")["authorities"])
    }
    people = {p["username"]: p for p in data.read("office")["people"]}
    # The administrator first: the log tells that he added the others.
    admin = _person(people.pop("admin"), None)
    users = {name: _person(person, admin) for name, person in people.items()}
    left = users.pop("d.abadi")
    _leave(left, admin)
    reporters = {u.authority_id: _officer(u) for u in users.values() if u.authority_id}
    return Office(
        central_authority_id=ours.id,
        home_state=str(current_app.config.get("CTRACK_STATE") or ""),
        posts={
            code: Post(a.id, code, a.name, reporters.get(a.id))
            for code, a in authorities.items()
        },
        clerks=tuple(_officer(u) for u in users.values() if u.role is Role.CLERK),
        former_clerk=_officer(left),
        supervisor=_officer(users["supervisor"]),
    )


def _authority(entry: dict[str, str]) -> Authority:
    ours = central_authorities.only()
    found = db.session.scalar(
        select(Authority).where(
            Authority.central_authority_id == ours.id, Authority.code == entry["code"]
        )
    )
    if found is None:
        values = {**entry, "type": AuthorityType[entry["type"]]}
        found = Authority(central_authority_id=ours.id, **values)
        db.session.add(found)
        db.session.flush()
    return found


def _person(entry: dict[str, str], admin: User | None) -> User:
    return accounts.create(
        username=entry["username"],
        name=entry["name"],
        role=Role[entry["role"].upper()],
        authority_code=entry.get("authority"),
        password=PASSWORD,
        by=admin,
        is_demonstration=True,
    )


def _leave(user: User, admin: User) -> None:
    accounts.change(
        user,
        by=admin,
        name=user.name,
        role=user.role,
        authority_code=None,
        active=False,
    )


def _officer(user: User) -> Officer:
    return Officer(user.id, user.name, GRANTS[user.role])
