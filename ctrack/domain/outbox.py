"""Messages on their way out: what states they have, and how long to wait between tries.

A message is written in the same transaction as the deed it tells of, and sent by
somebody else afterwards: so none is lost, and none tells of what did not happen.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ctrack.domain.vocabulary import Labelled
from ctrack.domain.wording import N_


class MessageState(Labelled):
    """Where a message is on its way."""

    WAITING = "waiting", N_("To be sent")
    SENDING = "sending", N_("Being sent")
    SENT = "sent", N_("Sent")
    GIVEN_UP = "given_up", N_("Given up")


class MessageKind(Labelled):
    """What a message is about."""

    CHASE = "chase", N_("Chaser to an authority")
    NOTIFICATION = "notification", N_("Notification")
    REMINDER = "reminder", N_("Personal reminder")
    DIGEST = "digest", N_("Daily digest")


BACK_OFF = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440, 1440, 1440)
)
"""How long to wait after each failed try; after one more the message is given up."""

PAUSE = timedelta(minutes=5)
"""How long to wait for a mail server that cannot be used; this counts as no try."""


@dataclass(frozen=True)
class Delivery:
    """What became of a try: `error` is empty where the mail server took the message.

    `is_final` where it has refused it for good; `is_about_us` where it is no fault of
    the message: the server was not reached, or did not want to hear from us.
    """

    error: str = ""
    is_final: bool = False
    is_about_us: bool = False
    is_broken: bool = False
    """Whether the server fell silent, or hung up, with the message in hand."""

    @property
    def is_sent(self) -> bool:
        """Whether the mail server has taken the message."""
        return not self.error


def next_try(attempts: int, delivery: Delivery, now: datetime) -> datetime | None:
    """When to try again after so many tries; None where it is given up."""
    if delivery.is_about_us:
        return now + PAUSE
    if delivery.is_final or attempts > len(BACK_OFF):
        return None
    return now + BACK_OFF[max(attempts, 1) - 1]
