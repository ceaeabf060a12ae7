"""`ctrack remind`: chasers, personal reminders and digests that are due."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import click
from flask.cli import with_appcontext

from ctrack import clock
from ctrack.cli.database import require_current
from ctrack.cli.progress import progress
from ctrack.cli.sending import send_all, sent_in_words
from ctrack.domain.chasers import Ladders
from ctrack.extensions import db, let_go, write_transaction
from ctrack.models import Authority, CentralAuthority
from ctrack.queries import central_authorities, chasers, ladders
from ctrack.queries.chasers import SilentRequest
from ctrack.services import chasers as deeds
from ctrack.services import digests
from ctrack.services.chasers import Chased

CHUNK = 500
"""How many requests to other States are chased in one transaction."""


@click.command()
@click.option("--dry-run", is_flag=True, help="List what is due, and send nothing.")
@with_appcontext
def remind(dry_run: bool) -> None:
    """Send the chasers that are due, or list them. Safe to run as often as one likes.

    Each authority gets one message a day. What has no address to go to waits as a
    letter, to be printed on the page "Chasers". Our own people get the reminders that
    are due, and their daily digest.
    """
    require_current()
    office = central_authorities.only()
    if dry_run:
        _list(office)
        return
    number = _chase(office) + _chase_abroad(office)
    click.echo(f"chasers: {number}, messages to our own people: {_write_digests()}")
    tally = send_all()
    click.echo(sent_in_words(tally))
    if tally.trouble:
        click.echo(tally.trouble, err=True)


def _today() -> tuple[Ladders, date]:
    """The ladders in force, and the day."""
    today = clock.today()
    return ladders.in_force(today), today


def _list(office: CentralAuthority) -> None:
    rungs, today = _today()
    number = 0
    for authority_id, _most in chasers.authorities_to_chase(office.id, rungs, today):
        authority = db.session.get_one(Authority, authority_id)
        if chased := deeds.preview(authority, rungs, today):
            click.echo("\n".join(_told(chased)))
            number += len(chased.transfers)
            for silent in chased.transfers:
                level = silent.chase.level.label.lower()
                click.echo(f"  {silent.reference}: {level}, sent {silent.sent_on}")
    for request in chasers.silent_requests(office.id, rungs, today):
        click.echo(_abroad(request))
        number += 1
    click.echo(f"chasers due: {number}")


def _chase(office: CentralAuthority) -> int:
    """Chase the competent authorities, one after the other; gives the number."""
    rungs, today = _today()
    waiting = chasers.authorities_to_chase(office.id, rungs, today)
    lines, number = list[str](), 0
    with progress("Chasing authorities", sum(most for _id, most in waiting)) as more:
        for authority_id, most in waiting:
            with write_transaction():
                chased = deeds.chase_authority(authority_id, rungs, today)
            let_go()
            if chased is not None:
                lines += _told(chased)
                number += len(chased.transfers)
            more(most)
    for line in lines:
        click.echo(line)
    return number


def _chase_abroad(office: CentralAuthority) -> int:
    """Put the chasers to other States on the list of letters; gives the number."""
    number = 0
    for request in _chased_abroad(office):
        click.echo(_abroad(request))
        number += 1
    return number


def _chased_abroad(office: CentralAuthority) -> Iterator[SilentRequest]:
    rungs, today, after = *_today(), 0
    while True:
        with write_transaction():
            found = deeds.chase_abroad(office, rungs, today, after=after, limit=CHUNK)
        let_go()
        yield from found
        if len(found) < CHUNK:
            return
        after = found[-1].mla_request_id


def _write_digests() -> int:
    """Reminders that are due and daily digests; gives the number of messages."""
    today, number = clock.today(), 0
    for user_id in digests.people(today):
        with write_transaction():
            number += digests.write(user_id, today) is not None
        let_go()
    return number


def _told(chased: Chased) -> Iterator[str]:
    """A line for each message: to the authority, and to its superior."""
    for superior in (False, True):
        if transfers := chased.of(superior=superior):
            where = chased.addresses[superior] or "a letter to print"
            levels = Counter(t.chase.level.label.lower() for t in transfers)
            told = ", ".join(f"{count} {level}" for level, count in levels.items())
            yield f"{chased.code} {chased.name}: {told} -> {where}"


def _abroad(request: SilentRequest) -> str:
    return (
        f"{request.reference} {request.partner_state}: "
        f"{request.chase.kind.label.lower()}, chaser {request.chase.number}"
        " -> a letter to print"
    )
