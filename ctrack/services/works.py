"""Works: asking for one, taking it up, ending it. Exactly one process stores its end.

A process that does a work holds a token. What it stores, it stores only while the work
still carries that token; so a work that was removed, or taken up by somebody else
meanwhile, is not ended twice, and nothing that belongs to its end is kept.
"""

import secrets
from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import CursorResult, Update, update

from ctrack import clock
from ctrack.domain.errors import DomainError
from ctrack.domain.wording import N_
from ctrack.domain.works import KEPT_FOR, MOST_OF_ONE, TIMES_TRIED, WorkState
from ctrack.extensions import db
from ctrack.models import User, Work
from ctrack.queries import works
from ctrack.services.background import files


class NotOurs(DomainError):
    """The work was removed, or somebody else has taken it up."""


def ask(
    kind: str, parameters: Mapping[str, Any], *, title: str, language: str, by: User
) -> Work:
    """Put a work where it will be taken up; the same one is not put there twice.

    Raises DomainError when the person has as many under way as one may have.
    """
    clear_old()
    under_way = works.under_way_of(by)
    for work in under_way:
        if work.kind == kind and work.parameters == parameters:
            return work
    if len(under_way) >= MOST_OF_ONE:
        raise DomainError(
            N_("%(number)s of your works are under way. Wait for one, or cancel one."),
            number=MOST_OF_ONE,
        )
    work = Work(
        user_id=by.id,
        kind=kind,
        parameters=dict(parameters),
        title=title[:300],
        language=language,
        state=WorkState.WAITING,
        asked_at=clock.now(),
    )
    db.session.add(work)
    db.session.flush()
    return work


def remove(work: Work) -> None:
    """Delete it with its file; whoever does it stops within some seconds."""
    files.delete(work.id)
    db.session.delete(work)
    db.session.flush()


def clear_old() -> None:
    """Delete what ended so long ago that it is kept no longer."""
    for work in works.ended_before(clock.now() - KEPT_FOR):
        remove(work)


def take_up(work_id: int) -> str:
    """Take up a work that waits; gives the token. Raises NotOurs if another was first.

    To be called by whoever holds the work's lock.
    """
    token, now = secrets.token_hex(16), clock.now()
    _change(
        update(Work).where(Work.id == work_id, Work.state == WorkState.WAITING),
        state=WorkState.RUNNING,
        token=token,
        tries=Work.tries + 1,
        started_at=now,
        alive_at=now,
        done=0,
        total=0,
    )
    return token


def tell(work_id: int, token: str, done: int, total: int) -> None:
    """Say that the work goes on, and how far it is. Raises NotOurs."""
    _change(_ours(work_id, token), alive_at=clock.now(), done=done, total=total)


def end(work_id: int, token: str, **result: Any) -> None:
    """It is done. Raises NotOurs, so that what belongs to its end is not kept."""
    _change(
        _ours(work_id, token),
        state=WorkState.DONE,
        ended_at=clock.now(),
        done=Work.total,
        **result,
    )


def fail(work_id: int, token: str, sentence: str) -> None:
    """It cannot be done; the sentence says why. Raises NotOurs."""
    _change(
        _ours(work_id, token),
        state=WorkState.FAILED,
        ended_at=clock.now(),
        failure=sentence,
    )


def put_back(work_id: int, token: str) -> None:
    """Leave it to the next, as if it had not been tried. Raises NotOurs."""
    _change(_ours(work_id, token), state=WorkState.WAITING, tries=Work.tries - 1)


def was_cut_off(work_id: int) -> bool:
    """A process that did it has died: somebody may try again, or it has failed.

    To be called by whoever holds the work's lock. Gives whether it waits again.
    """
    died = update(Work).where(Work.id == work_id, Work.state == WorkState.RUNNING)
    again = _changes(died.where(Work.tries < TIMES_TRIED), state=WorkState.WAITING)
    _changes(died, state=WorkState.FAILED, ended_at=clock.now(), token="")
    return again > 0


def _ours(work_id: int, token: str) -> Update:
    return update(Work).where(
        Work.id == work_id, Work.token == token, Work.state == WorkState.RUNNING
    )


def _change(work: Update, **values: Any) -> None:
    if _changes(work, **values) != 1:
        raise NotOurs(N_("This work is no longer here. Ask for it again."))


def _changes(work: Update, **values: Any) -> int:
    statement = work.values(**values).execution_options(synchronize_session=False)
    result = cast(CursorResult[Any], db.session.execute(statement))
    return result.rowcount
