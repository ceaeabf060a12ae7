"""What people are told of, and whether by e-mail."""

from ctrack.domain.vocabulary import Labelled
from ctrack.domain.wording import N_


class MailChoice(Labelled):
    """Whether a person's notifications go out by e-mail, too."""

    AT_ONCE = "AT_ONCE", N_("At once, each in a message of its own")
    DAILY = "DAILY", N_("Once a day, in one message")
    NEVER = "NEVER", N_("Not at all")
