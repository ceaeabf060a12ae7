"""What people are told of, and whether by e-mail."""

from ctrack.domain.vocabulary import Labelled
from ctrack.domain.wording import N_, blanks


class MailChoice(Labelled):
    """Whether a person's notifications go out by e-mail, too."""

    AT_ONCE = "AT_ONCE", N_("At once, each in a message of its own")
    DAILY = "DAILY", N_("Once a day, in one message")
    NEVER = "NEVER", N_("Not at all")


class NotificationKind(Labelled):
    """What somebody is told; the label is the sentence, its blanks are the details."""

    ASSIGNED = "ASSIGNED", N_("%(actor)s assigned the request to you.")
    REPORTED = "REPORTED", N_("%(authority)s has reported.")
    DECLINED = "DECLINED", N_("%(authority)s has declined.")
    PASSED_ON = "PASSED_ON", N_("%(authority)s has passed it on to %(to)s.")
    ASKED = "ASKED", N_("%(authority)s asks.")
    RESULTS_WAITING = (
        "RESULTS_WAITING",
        N_("%(authority)s has reported: the results wait to be sent."),
    )
    CHASE_DUE = (
        "CHASE_DUE",
        N_("The other State has not answered: chaser %(number)s is due."),
    )
    MARKED = "MARKED", N_("%(actor)s marked the request for review.")
    MARK_RESOLVED = "MARK_RESOLVED", N_("%(actor)s dealt with your mark for review.")
    PROPOSED = "PROPOSED", N_("%(actor)s proposes a step: it waits for approval.")
    APPROVED = "APPROVED", N_("%(actor)s approved the step you proposed.")
    SENT_BACK = "SENT_BACK", N_("%(actor)s sent back the step you proposed.")
    FELL = "FELL", N_("The step you proposed fell away: it can no longer be taken.")

    @property
    def blanks(self) -> frozenset[str]:
        """The names of the details that the sentence needs."""
        return blanks(self.label)

    @property
    def in_mail(self) -> str:
        """The same for a message, which names nobody: `reference` is its only blank."""
        return _IN_MAIL[self]


_IN_MAIL = {
    NotificationKind.ASSIGNED: N_("%(reference)s was assigned to you."),
    NotificationKind.REPORTED: N_("%(reference)s: an authority has reported."),
    NotificationKind.DECLINED: N_("%(reference)s: an authority has declined."),
    NotificationKind.PASSED_ON: N_("%(reference)s: an authority has passed it on."),
    NotificationKind.ASKED: N_("%(reference)s: an authority asks us something."),
    NotificationKind.RESULTS_WAITING: N_(
        "%(reference)s is executed: the results wait to be sent."
    ),
    NotificationKind.CHASE_DUE: N_(
        "%(reference)s: the other State has not answered, a chaser is due."
    ),
    NotificationKind.MARKED: N_("%(reference)s was marked for review."),
    NotificationKind.MARK_RESOLVED: N_("%(reference)s: your mark was dealt with."),
    NotificationKind.PROPOSED: N_("%(reference)s: a step waits for approval."),
    NotificationKind.APPROVED: N_("%(reference)s: what you proposed was approved."),
    NotificationKind.SENT_BACK: N_("%(reference)s: what you proposed was sent back."),
    NotificationKind.FELL: N_("%(reference)s: what you proposed fell away."),
}
