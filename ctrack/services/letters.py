"""Recording that chasers which are letters were sent."""

from collections.abc import Sequence

from sqlalchemy import update

from ctrack import clock
from ctrack.domain.errors import StepNotOpen
from ctrack.domain.events import EventKind
from ctrack.domain.wording import N_
from ctrack.extensions import db
from ctrack.models import Authority, Chase, Event, MLARequest, User
from ctrack.services import bulk, events


def sent_to_authority(
    authority: Authority, chases: Sequence[Chase], *, by: User
) -> None:
    """The letter with these chasers was sent today. Raises StepNotOpen for none."""
    if not chases:
        raise StepNotOpen(N_("This letter is recorded as sent already."))
    today, now = clock.today(), clock.now()
    db.session.execute(
        update(Chase)
        .where(Chase.id.in_([chase.id for chase in chases]))
        .values(posted_on=today, posted_by_id=by.id)
    )
    bulk.add(
        Event,
        [
            {
                "central_authority_id": chase.central_authority_id,
                "mla_request_id": chase.mla_request_id,
                "transfer_id": chase.transfer_id,
                "kind": EventKind.CHASE_POSTED.name,
                "actor_id": by.id,
                "happened_on": today,
                "entered_at": now,
                "details": {
                    "number": str(chase.number),
                    "authority": authority.name,
                },
                "changes": {},
                "note": "",
                "is_correction": False,
            }
            for chase in chases
        ],
    )


def sent_abroad(chase: Chase, mla_request: MLARequest, *, by: User) -> Event:
    """The letter to the other State was sent today."""
    chase.posted_on, chase.posted_by_id = clock.today(), by.id
    return events.record(
        EventKind.CHASED_ABROAD,
        by=by,
        mla_request=mla_request,
        details={"number": str(chase.number), "level": chase.level.value},
    )
