"""Marking requests that somebody should look at again, and dealing with the marks."""

from ctrack import clock
from ctrack.domain.errors import Invalid, NotFound, StepNotOpen, problem
from ctrack.domain.events import EventKind
from ctrack.domain.notifications import NotificationKind
from ctrack.domain.validation import LONGEST_TEXT, text_problems
from ctrack.domain.wording import N_
from ctrack.extensions import db
from ctrack.models import MLARequest, ReviewMark, User
from ctrack.services import events, notifications


def add(mla_request: MLARequest, note: str, *, by: User) -> ReviewMark:
    """Mark the request, saying what is to be looked at; its officer is told.

    Raises Invalid without a note, StepNotOpen for a request that is closed.
    """
    if not mla_request.is_open:
        raise StepNotOpen(N_("The request is closed: there is nothing to look at."))
    _check("note", note, N_("Write what is to be looked at."))
    mark = ReviewMark(
        mla_request_id=mla_request.id,
        note=note.strip(),
        made_by_id=by.id,
        made_at=clock.now(),
    )
    db.session.add(mark)
    db.session.flush()
    events.record(EventKind.MARKED, by=by, mla_request=mla_request, note=mark.note)
    _tell(mla_request.officer_id, NotificationKind.MARKED, mla_request, by)
    return mark


def resolve(mla_request: MLARequest, mark_id: int, answer: str, *, by: User) -> None:
    """Say what came of it; whoever made the mark is told.

    Raises NotFound where the mark has been dealt with already, Invalid without an
    answer.
    """
    mark = next((m for m in mla_request.open_marks if m.id == mark_id), None)
    if mark is None:
        raise NotFound(N_("There is no such mark: it may have been dealt with."))
    _check("answer", answer, N_("Write what came of it."))
    mark.answer, mark.resolved_by_id = answer.strip(), by.id
    mark.resolved_at = clock.now()
    events.record(
        EventKind.MARK_RESOLVED, by=by, mla_request=mla_request, note=mark.answer
    )
    _tell(mark.made_by_id, NotificationKind.MARK_RESOLVED, mla_request, by)


def _check(field: str, text: str, missing: str) -> None:
    problems = text_problems(field, text, LONGEST_TEXT)
    if not text.strip():
        problems.append(problem(field, missing))
    if problems:
        raise Invalid(problems)


def _tell(
    user_id: int | None, kind: NotificationKind, mla_request: MLARequest, by: User
) -> None:
    notifications.tell(
        user_id,
        kind,
        request_id=mla_request.id,
        reference=mla_request.reference,
        by=by,
        details={"actor": by.name} if "actor" in kind.blanks else {},
    )
