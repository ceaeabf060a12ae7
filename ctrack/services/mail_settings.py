"""Where a person's messages go, and which of them."""

from ctrack.domain.errors import Invalid
from ctrack.domain.events import EventKind
from ctrack.domain.mail_addresses import address_problems
from ctrack.domain.notifications import MailChoice
from ctrack.models import Event, User
from ctrack.services import events


def change(
    user: User, *, by: User, email: str, choice: MailChoice | None = None
) -> Event | None:
    """Change address and, where it is given, choice; None where nothing is different.

    Raises Invalid where it is no address.
    """
    if problems := address_problems("email", email):
        raise Invalid(problems)
    choice = choice or user.mail_choice
    changes: dict[str, list[str | None]] = {}
    if user.email != email:
        changes["email"] = [user.email or None, email or None]
    if user.mail_choice is not choice:
        changes["mail_choice"] = [user.mail_choice.value, choice.value]
    if not changes:
        return None
    user.email, user.mail_choice = email, choice
    return events.record(
        EventKind.USER_CHANGED,
        by=by,
        details={"name": user.username},
        changes=changes,
    )
