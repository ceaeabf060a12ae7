"""Everything the event log can tell, and the sentence it tells it in."""

from enum import Enum

from ctrack.domain.wording import N_, blanks


class EventKind(Enum):
    """A kind of event; its value is the sentence, its blanks the details it needs.

    `%(actor)s` is filled with the name of who entered it, the others from the details
    stored with the event: names as they were at the time, and codes, which are put
    into words when the event is read.
    """

    REGISTERED = N_("%(actor)s registered the request.")
    IMPORTED = N_("%(actor)s brought the request in from %(file)s, row %(row)s.")
    AMENDED = N_("%(actor)s corrected the record.")
    REVIEW_BEGUN = N_("%(actor)s began the review.")
    ACKNOWLEDGED = N_("%(actor)s acknowledged receipt.")
    CONFIRMED_IN_WRITING = N_("%(actor)s recorded the confirmation in writing.")
    INFORMATION_REQUESTED = N_(
        "%(actor)s asked for additional information: %(deficiencies)s."
    )
    INFORMATION_RECEIVED = N_("%(actor)s recorded the additional information.")
    ACCEPTED = N_("%(actor)s accepted the request under %(primary_basis)s.")
    TRANSFERRED = N_(
        "%(actor)s transferred the request to %(authority)s: %(measures)s."
    )
    STAGE_FOLLOWED = N_("The request is now at the stage %(stage)s.")
    OUTCOMES_RECORDED = N_(
        "%(actor)s recorded what we executed ourselves: %(outcomes)s."
    )
    PART_RESULTS_SENT = N_("%(actor)s sent part of the results.")
    RESULTS_SENT = N_("%(actor)s sent the results.")
    CONSULTED = N_("%(actor)s recorded a consultation.")
    POSTPONED = N_(
        "%(actor)s postponed execution until %(review_on)s: %(postponement_ground)s."
    )
    RESUMED = N_("%(actor)s ended the postponement.")
    SUSPENDED = N_("%(actor)s recorded a court challenge before %(court)s.")
    SUSPENSION_ENDED = N_("%(actor)s recorded the end of the court challenge.")
    REFUSED = N_("%(actor)s refused the request: %(refusal_grounds)s.")
    CLOSED = N_("%(actor)s closed the request: %(outcome)s.")
    REOPENED = N_("%(actor)s reopened the request.")
    ASSIGNED = N_("%(actor)s assigned the request to %(officer)s.")
    HANDED_OVER = N_(
        "%(actor)s handed the request over from %(leaver)s to %(officer)s."
    )
    NOTED = N_("%(actor)s added a note.")
    MARKED = N_("%(actor)s marked the request for review.")
    MARK_RESOLVED = N_("%(actor)s dealt with a mark for review.")
    PROPOSED = N_("%(actor)s proposed for approval: %(step)s.")
    PROPOSAL_APPROVED = N_("%(actor)s approved what %(name)s proposed: %(step)s.")
    PROPOSAL_SENT_BACK = N_("%(actor)s sent back what %(name)s proposed: %(step)s.")
    PROPOSAL_WITHDRAWN = N_("%(actor)s withdrew the proposal: %(step)s.")
    PROPOSAL_FELL = N_("What %(name)s proposed fell away: %(step)s.")
    OFFICERS_NAMED = N_("%(actor)s said who may see the request: %(officers)s.")
    LINKED = N_("%(actor)s linked the request to %(reference)s: %(link)s.")

    PAUSED = N_("%(actor)s recorded a pause: %(pause)s.")
    PAUSE_ENDED = N_("%(actor)s recorded the end of a pause: %(pause)s.")
    DEADLINES_MOVED = N_("The calendar changed, and due days moved: %(moved)s.")
    TERMS_MOVED = N_("%(actor)s changed a term, and due days moved: %(moved)s.")
    CALENDAR_CHANGED = N_("%(actor)s changed a calendar: %(day)s.")
    DEADLINE_EXTENDED = N_("%(actor)s gave more time until %(until)s: %(deadline)s.")

    EXTENSION_TAKEN_BACK = N_("%(actor)s took back the additional time: %(deadline)s.")
    DEADLINE_SET = N_("%(actor)s set a day to be kept: %(deadline)s, %(until)s.")
    DEADLINE_SETTLED = N_("%(actor)s recorded as done: %(deadline)s.")
    DEADLINE_STRUCK = N_("%(actor)s struck out a day to be kept: %(deadline)s.")
    PAUSE_CORRECTED = N_("%(actor)s corrected a pause: %(pause)s.")
    PAUSE_STRUCK = N_("%(actor)s struck out a pause: %(pause)s.")

    SUBMITTED = N_("%(actor)s submitted the request for review.")
    RETURNED_TO_ORIGINATOR = N_(
        "%(actor)s returned the request to the originating authority: %(deficiencies)s."
    )
    TRANSLATION_ORDERED = N_("%(actor)s sent the request to translation.")
    TRANSLATION_RECEIVED = N_("%(actor)s recorded the translation.")
    SENT = N_("%(actor)s sent the request.")
    ACKNOWLEDGED_ABROAD = N_(
        "%(actor)s recorded the requested State's acknowledgement."
    )
    RESPONSE_RECEIVED = N_("%(actor)s recorded a response: %(outcomes)s.")
    INFORMATION_ASKED_OF_US = N_(
        "%(actor)s recorded that the requested State asks for information."
    )
    INFORMATION_SENT = N_("%(actor)s sent the information asked for.")
    POSTPONED_ABROAD = N_(
        "%(actor)s recorded that the requested State postponed until %(review_on)s."
    )
    RESUMED_ABROAD = N_("%(actor)s recorded the end of the postponement.")
    REFUSED_ABROAD = N_("%(actor)s recorded the requested State's refusal.")
    NO_LONGER_NEEDED = N_(
        "%(actor)s told the requested State that it is no longer needed."
    )

    TRANSFER_ACKNOWLEDGED = N_("%(authority)s acknowledged receipt.")
    TRANSFER_TAKEN_IN_CHARGE = N_("%(authority)s took the request in charge.")
    TRANSFER_PROGRESS = N_("%(authority)s reported progress.")
    TRANSFER_QUERY = N_("%(authority)s asked the central authority.")
    TRANSFER_BLOCKED = N_("%(authority)s reported that it is blocked.")
    TRANSFER_REPORTED = N_("%(authority)s reported: %(outcomes)s.")
    TRANSFER_DECLINED = N_("%(authority)s declined.")
    TRANSFER_PASSED_ON = N_("%(authority)s passed the request on to %(to)s.")
    TRANSFER_ANSWERED = N_("%(actor)s answered the query of %(authority)s.")
    TRANSFER_MOVED = N_(
        "%(actor)s moved the transfer from %(authority)s to %(to)s, which takes over."
    )
    TRANSFER_RECALLED = N_("%(actor)s recalled the request from %(authority)s.")

    PUT_OFF = N_("%(actor)s put it off on the own work list until %(until)s.")
    PUT_BACK = N_("%(actor)s put it back on the own work list.")
    CHASED = N_("Chaser %(number)s to %(authority)s was written %(by)s: %(level)s.")
    CHASE_ABROAD_DUE = N_(
        "Chaser %(number)s to the requested State fell due: %(level)s."
    )
    CHASED_ABROAD = N_(
        "%(actor)s sent chaser %(number)s to the requested State: %(level)s."
    )
    CHASE_POSTED = N_(
        "%(actor)s sent the letter with chaser %(number)s to %(authority)s."
    )

    EDITION_FROZEN = N_("%(actor)s froze the figures of the edition %(edition)s.")
    EDITION_LIMITS_CHANGED = N_(
        "%(actor)s changed how complete the edition %(edition)s must be."
    )
    EDITION_SUBMITTED = N_("%(actor)s submitted the edition %(edition)s for release.")
    EDITION_RETURNED = N_("%(actor)s sent the edition %(edition)s back.")
    EDITION_RELEASED = N_("%(actor)s released the edition %(edition)s to the public.")
    EDITION_WITHDRAWN = N_("%(actor)s withdrew the edition %(edition)s.")
    EDITION_DISCARDED = N_("%(actor)s discarded the edition %(edition)s.")

    WORK_HANDED_OVER = N_(
        "%(actor)s handed the work of %(name)s over to %(to)s: %(requests)s open "
        "requests, %(named)s restricted ones, %(drafts)s drafts, "
        "%(leaves)s deputyships."
    )
    LEAVE_RECORDED = N_(
        "%(actor)s recorded that %(name)s is away from %(since)s until %(until)s; "
        "%(deputy)s stands in."
    )
    LEAVE_ENDED = N_(
        "%(actor)s took back the leave of %(name)s from %(since)s until %(until)s; "
        "%(deputy)s stood in."
    )
    USER_CHANGED = N_("%(actor)s changed the user %(name)s.")
    REFERENCE_DATA_CHANGED = N_("%(actor)s changed %(what)s.")
    SIGNED_IN = N_("%(actor)s signed in.")
    SIGN_IN_REFUSED = N_("Signing in as %(name)s was refused.")

    def blanks(self) -> set[str]:
        """The names of the details this kind needs, the actor left out."""
        return set(blanks(self.value)) - {"actor"}


TRANSFER_EVENTS = {
    "acknowledge": EventKind.TRANSFER_ACKNOWLEDGED,
    "take-in-charge": EventKind.TRANSFER_TAKEN_IN_CHARGE,
    "progress": EventKind.TRANSFER_PROGRESS,
    "query": EventKind.TRANSFER_QUERY,
    "block": EventKind.TRANSFER_BLOCKED,
    "report": EventKind.TRANSFER_REPORTED,
    "decline": EventKind.TRANSFER_DECLINED,
    "pass-on": EventKind.TRANSFER_PASSED_ON,
    "answer": EventKind.TRANSFER_ANSWERED,
    "recall": EventKind.TRANSFER_RECALLED,
}
"""The event that each step of a transfer writes."""
