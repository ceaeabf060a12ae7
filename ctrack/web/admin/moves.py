"""Changes that move due days: looked at first, then stored as they were seen."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ctrack.domain.deadline_rules import DeadlineKind
from ctrack.services.due_moves import Move, WouldMove
from ctrack.web.admin.storing import refusal
from ctrack.web.forms.base import Form

Counted = list[tuple[DeadlineKind, date | None, date | None, int]]
Shown = dict[str, Any]
"""What the page is to show of the moves, by the names its template has for it."""

NOTHING_MOVES: Shown = {"moves": None, "seen_as": ""}


def answer(
    form: Form,
    deed: Callable[[str], int],
    show: Callable[[Shown], str],
    done: Callable[[], ResponseReturnValue],
) -> ResponseReturnValue:
    """Show the form, or do what it says; `show` is given what it would move."""
    status, shown = 200, NOTHING_MOVES
    if form.is_submitted():
        status, shown = attempt(form, deed) if form.validate() else (422, shown)
        if not status:
            return done()
    return show(NOTHING_MOVES | shown), status


def attempt(form: Form, deed: Callable[[str], int]) -> tuple[int, Shown]:
    """Do it, where nothing moves that has not been seen.

    `deed` takes the word for what was seen and gives how many requests moved. Gives 0
    when it was done, else the status with which the form comes again; and what the
    page is to show of the moves.
    """
    moved: list[int] = []
    try:
        status = refusal(
            form, lambda: moved.append(deed(request.form.get("moves", "")))
        )
    except WouldMove as would:
        shown = {"moves": counted(would.moves), "seen_as": would.seen}
        if "moves" not in request.form:
            return 200, shown
        form.refuse(_("What would move has changed since you saw it. Look again."))
        return 409, shown
    if not status and moved[0]:
        _tell(moved[0])
    return status, {}


def _tell(moved: int) -> None:
    flash(
        ngettext(
            "The due days of %(num)s request moved.",
            "The due days of %(num)s requests moved.",
            moved,
        )
    )


def counted(moves: Iterable[Move]) -> Counted:
    """What moves from when to when, and for how many requests; the next day first.

    Without the requests: an administrator sees no case.
    """
    found = Counter((move.kind, move.before, move.after) for move in moves)
    ordered = sorted(found.items(), key=lambda one: (one[0][1] or date.max, one[0][0]))
    return [(*key, number) for key, number in ordered]
