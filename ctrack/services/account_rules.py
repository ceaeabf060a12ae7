"""What may stand in a person's account."""

from ctrack.domain.errors import Problem, problem
from ctrack.domain.permissions import Role
from ctrack.domain.wording import N_
from ctrack.models import Authority
from ctrack.queries import users

SHORTEST_PASSWORD = 12
LONGEST_NAME = 200


def password_problems(password: str) -> list[Problem]:
    """What speaks against a password: only its length, as guidance advises now."""
    if len(password) < SHORTEST_PASSWORD:
        return [
            problem(
                "password",
                N_("A password has at least %(least)s characters."),
                least=SHORTEST_PASSWORD,
            )
        ]
    if len(password) > 1000:
        return [problem("password", N_("A password has at most 1,000 characters."))]
    return []


def username_problems(username: str) -> list[Problem]:
    """What speaks against a user name: blanks, or somebody who has it."""
    if not username or len(username) > 80 or any(c.isspace() for c in username):
        return [
            problem("username", N_("A user name has 1 to 80 characters and no spaces."))
        ]
    if users.by_username(username) is not None:
        return [
            problem(
                "username",
                N_("There is a user %(username)s already. Choose another name."),
                username=username,
            )
        ]
    return []


def name_problems(name: str) -> list[Problem]:
    """What speaks against a person's name."""
    if not name.strip():
        return [problem("name", N_("Give the person's name."))]
    if len(name) > LONGEST_NAME:
        return [
            problem(
                "name",
                N_("This is longer than %(limit)s characters. Shorten it."),
                limit=LONGEST_NAME,
            )
        ]
    return []


def role_problems(
    role: Role, authority: Authority | None, code: str | None
) -> list[Problem]:
    """Whether the authority fits the role; `code` is what was typed for it."""
    if code and authority is None:
        return [
            problem(
                "authority",
                N_("There is no authority %(code)s. Add it first."),
                code=code,
            )
        ]
    if role is Role.AUTHORITY and authority is None:
        return [
            problem(
                "authority", N_("Name the competent authority the person works for.")
            )
        ]
    if role is not Role.AUTHORITY and authority is not None:
        return [
            problem(
                "authority", N_("Only people of the role “authority” belong to one.")
            )
        ]
    return []
